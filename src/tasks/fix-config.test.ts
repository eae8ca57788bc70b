import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fuzzInTurns } from '../../test/kit/fuzz.ts';
import { applyFixes, planFixes } from './fix-config.ts';
import type { FixPlan } from './fix-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-fix-'));
after(() => rmSync(folder, { recursive: true }));

async function plan(
  name: string,
  text: string | Uint8Array,
  standard = 'default',
): Promise<FixPlan> {
  const path = join(folder, name);
  writeFileSync(path, text);
  return planFixes([path], { now: new Date(0), standards: [standard] });
}

const head = 'apiVersion: v1\nkind: Pod\nmetadata: { name: x }\n';
const pod = `${head}spec:
  hostPID: true # for the watcher
  containers:
    - name: a
      image: registry.example/a:1.2
    - name: b
      image: registry.example/b:1.2
`;

function rules(findings: FixPlan['fixed']): readonly string[] {
  return [...new Set(findings.map(({ rule }) => rule))].sort();
}

test('edits that a person has to look at are planned apart, on top of the others', async () => {
  const { files, reviewFiles, fixed, reviewed, left, before } = await plan('pod.yaml', pod);
  assert.ok(rules(fixed).includes('K8S-PRIVESC'));
  assert.ok(rules(reviewed).includes('K8S-HOSTPID') && !rules(fixed).includes('K8S-HOSTPID'));
  assert.equal(fixed.length + reviewed.length + left.length, before.findings.length);
  const [sure] = files;
  const [review] = reviewFiles;
  assert.equal(sure?.before, pod);
  assert.equal(review?.before, sure?.after);
  assert.match(sure?.after ?? '', /hostPID: true # for the watcher/);
  assert.match(review?.after ?? '', /hostPID: false # for the watcher/);
});

test('the diffs are what git applies, one after the other', async () => {
  const { files, reviewFiles } = await plan('pod.yaml', pod);
  const name = 'applied.yaml';
  writeFileSync(join(folder, name), pod);
  for (const { path, diff } of [...files, ...reviewFiles]) {
    const input = diff
      .replaceAll(path, `/${name}`)
      .replaceAll(/^(---|\+\+\+) ([ab])\/+/gm, '$1 $2/');
    execFileSync('git', ['apply', '--unsafe-paths', '-'], { cwd: folder, input });
  }
  assert.equal(readFileSync(join(folder, name), 'utf8'), reviewFiles[0]?.after);
});

test('written edits, and all of them: planned again there is nothing more to make', async () => {
  const path = join(folder, 'pod.yaml');
  const first = await plan('pod.yaml', pod);
  applyFixes(first);
  assert.equal(readFileSync(path, 'utf8'), first.files[0]?.after);
  const second = await planFixes([path], { now: new Date(0) });
  assert.deepEqual(second.files, []);
  assert.equal(second.reviewFiles[0]?.after, first.reviewFiles[0]?.after);
  applyFixes(second, true);
  const third = await planFixes([path], { now: new Date(0) });
  assert.deepEqual([third.files, third.reviewFiles, third.fixed], [[], [], []]);
  writeFileSync(path, `${pod}# changed meanwhile\n`);
  assert.throws(() => applyFixes(first), { code: 'IO_WRITE_FAILED' });
});

test('what is left says why', async () => {
  const shared = `${head}spec:
  containers:
    - &a
      name: a
      image: registry.example/a:1.2
  initContainers:
    - *a
`;
  const latin = Buffer.from(pod.replace('watcher', 'w\u00e4chter'), 'latin1');
  const rows = [
    ['shared.yaml', shared, 'K8S-PRIVESC', 'alias'],
    ['latin.yaml', latin, 'K8S-PRIVESC', 'encoding'],
    ['pod.yaml', pod, 'K8S-MEM-LIMIT', 'owner'],
  ] as const;
  for (const [name, text, rule, reason] of rows) {
    const { left, files } = await plan(name, text);
    const reasons = left.filter(({ finding }) => finding.rule === rule).map((one) => one.reason);
    assert.deepEqual([...new Set(reasons)], [reason], name);
    if (reason !== 'owner') assert.deepEqual(files, [], name);
  }
});

test('an edit that makes something else wrong is refused, and the others are made', async () => {
  // In lower case the two stages would have one name.
  const text =
    'FROM alpine:3.20 AS Build\nRUN apt install -y curl\nFROM alpine:3.20 AS build\nUSER app\n';
  const { left, files } = await plan('Dockerfile', text);
  const casing = left.find(({ finding }) => finding.rule === 'DF-STAGE-CASING');
  if (casing !== undefined) assert.equal(casing.reason, 'worse');
  assert.doesNotMatch(files[0]?.after ?? '', /AS build[^]*AS build/);
});

test('a finding that an edit only says in other words is counted once', async () => {
  const text =
    'FROM debian:12\nRUN sudo apt install curl -y && \\\n    curl -fsSLk https://x.example/y\nUSER app\n';
  const { fixed, reviewed, left, before } = await plan('Dockerfile', text, 'strict');
  assert.ok(fixed.length > 0 && reviewed.length > 0);
  assert.equal(fixed.length + reviewed.length + left.length, before.findings.length);
});

test('mutated files are planned for, and what is planned can be planned again', async () => {
  const docker = 'FROM debian:12\nRUN apt-get update && apt-get install curl\nUSER root\n';
  const compose =
    'services:\n  web:\n    image: a\n    privileged: true\n    ports: ["80:80"]\n    volumes: [/var/run/docker.sock:/s]\n';
  const names = new Map([
    [docker, 'Dockerfile'],
    [compose, 'compose.yaml'],
    [pod, 'mutated.yaml'],
  ]);
  await fuzzInTurns(
    [...names.keys()].map((text) => Buffer.from(text)),
    async (bytes) => {
      const text = Buffer.from(bytes).toString();
      const name = [...names].find(([start]) => text.startsWith(start.slice(0, 4)))?.[1];
      const { files, reviewFiles } = await plan(name ?? 'mutated.yaml', bytes, 'strict');
      for (const { before, after: mended, diff } of [...files, ...reviewFiles])
        assert.ok(before !== mended && diff.startsWith('--- '));
    },
  );
});
