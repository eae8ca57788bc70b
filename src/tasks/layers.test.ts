import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, Report } from '../model/index.ts';
import { checkTexts } from './check-files.ts';

const now = new Date('2026-11-22T00:00:00Z');
const judge = (files: Readonly<Record<string, string>>, standard = 'default'): Promise<Report> =>
  checkTexts(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    { now, standards: [standard] },
  );

const about = (findings: readonly Finding[], rules: RegExp): readonly string[] =>
  findings
    .filter(({ rule }) => rules.test(rule))
    .map(({ rule, locations }) => {
      const places = locations.map(({ file, dockerfile }) =>
        [dockerfile, file].flatMap((one) =>
          one === undefined ? [] : [`${one.path}:${one.startLine}`],
        ),
      );
      return `${rule} ${places.map((one) => [...new Set(one)].join(' ')).join(' | ')}`;
    });

const users = /USER/;

test('who a service runs as is one finding, from the Dockerfile to the service', async () => {
  const { findings } = await judge({
    'compose.yaml': 'services:\n  web: {build: ./app}\n  job: {build: ./app, user: "1000"}\n',
    'app/Dockerfile': 'FROM alpine:3.20\nUSER root\n',
  });
  assert.deepEqual(about(findings, users), [
    'CMP-USER app/Dockerfile:2 compose.yaml:2 | app/Dockerfile:2',
  ]);
  const one = findings.find(({ rule }) => rule === 'CMP-USER');
  assert.ok(one?.aliases.includes('DL3002'), 'it answers for the ids of both');
});

test('a comment in the Dockerfile works on the joined finding', async () => {
  const { findings, suppressed } = await judge({
    'compose.yaml': 'services:\n  web: {build: .}\n',
    Dockerfile: 'FROM alpine:3.20\n# hadolint ignore=DL3002\nUSER root\n',
  });
  assert.deepEqual(about(findings, users), []);
  assert.equal(suppressed.length, 1);
});

test('what every service overrides does not count, and says who does', async () => {
  const { findings, suppressed } = await judge({
    'compose.yaml': 'services:\n  web: {build: ., user: "1000"}\n',
    Dockerfile: 'FROM alpine:3.20\n',
  });
  assert.deepEqual(about(findings, users), []);
  const [closed] = suppressed;
  assert.equal(closed?.rule, 'DF-USER-MISSING');
  assert.equal(closed?.suppressed?.reason, 'service web runs it as 1000');
  assert.equal(closed?.suppressed?.source, 'compose.yaml:2');
});

test('a Dockerfile that no service builds, and one whose image has a user, stay as they are', async () => {
  const alone = await judge({
    'compose.yaml': 'services:\n  web: {build: ./other, user: "1000"}\n',
    Dockerfile: 'FROM alpine:3.20\n',
  });
  assert.deepEqual(about(alone.findings, users), ['DF-USER-MISSING Dockerfile:1']);
  const named = await judge({
    'compose.yaml': 'services:\n  web: {build: .}\n',
    Dockerfile: 'FROM alpine:3.20\nUSER app\n',
  });
  assert.deepEqual(about(named.findings, users), []);
  const rooted = await judge({
    'compose.yaml': 'services:\n  web: {build: ., user: root}\n',
    Dockerfile: 'FROM alpine:3.20\nUSER app\n',
  });
  assert.deepEqual(about(rooted.findings, users), ['CMP-USER compose.yaml:2']);
});

test('a variable, a remote context or a lost Dockerfile is no answer', async () => {
  const unset = await judge({
    'compose.yaml': 'services:\n  web: {build: ., user: "${WHO}"}\n',
    Dockerfile: 'FROM alpine:3.20\n',
  });
  assert.deepEqual(about(unset.findings, users), ['DF-USER-MISSING Dockerfile:1']);
  assert.equal(unset.status, 'partial');
  const lost = await judge({ 'compose.yaml': 'services:\n  web: {build: ./gone}\n' });
  const row = lost.checks.find(({ rule }) => rule === 'CMP-USER');
  assert.equal(row?.result, 'needs-human');
  assert.match(row?.evidence.join() ?? '', /"gone\/Dockerfile"/);
  const remote = await judge({
    'compose.yaml': 'services:\n  web: {build: "https://git.example/a.git"}\n',
  });
  assert.equal(remote.status, 'complete');
});

test('environment files are read where the service names them', async () => {
  const { findings } = await judge({
    'compose.yaml':
      'services:\n  web: {image: "a:1", env_file: [a.env, {path: sub/b.env, format: raw}]}\n',
    'a.env': 'X=1\nDB_PASSWORD=hunter2hunter2\n',
    'sub/b.env': '# c\nAPI_TOKEN=9f8e7d6c5b4a3f2e\n',
  });
  assert.deepEqual(about(findings, /SECRET/), [
    'CMP-SECRET-ENV a.env:2',
    'CMP-SECRET-ENV sub/b.env:2',
  ]);
});

test('an environment file that is not there is told, unless it need not be', async () => {
  const told = ({ notes }: Report): string =>
    notes.flatMap(({ id, text }) => (id.startsWith('check.environment') ? [text] : [])).join();
  const compose = 'services:\n  web:\n    image: a:1\n    env_file:\n      - path: gone.env\n';
  const gone = await judge({ 'compose.yaml': compose });
  assert.equal(gone.status, 'complete', 'whoever keeps credentials out of the project does right');
  assert.match(told(gone), /"gone.env" of service web is not there/);
  const optional = await judge({ 'compose.yaml': `${compose}        required: false\n` });
  assert.equal(told(optional), '');
  const unset = await judge({ 'compose.yaml': compose.replace('gone', '${WHICH}') });
  assert.match(told(unset), /compose.yaml:5 names an environment file by WHICH/);
});

test('a service of a profile that nobody chose is judged, and told to be one', async () => {
  const files = {
    'compose.yaml': 'services:\n  web: {image: "a:1", privileged: true, profiles: [debug, test]}\n',
  };
  const told = async (more: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const { findings } = await judge({ ...files, ...more });
    return findings.find(({ rule }) => rule === 'CMP-PRIVILEGED')?.evidence ?? ['nothing'];
  };
  assert.deepEqual(await told({}), ['started only with --profile debug or --profile test']);
  assert.deepEqual(await told({ '.env': 'COMPOSE_PROFILES=x, test\n' }), []);
});
