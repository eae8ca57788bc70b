import assert from 'node:assert/strict';
import { test } from 'node:test';
import { replace, insertAfter } from './edits.ts';
import { imageOf } from './images.ts';
import { openDockerfiles } from './open.ts';
import { repeated } from './repeated.ts';
import { dockerfilePage } from './rule.ts';
import { chainOf, instructions, place } from './view.ts';
import type { DockerfileView } from './view.ts';
import type { Fault, Opened } from '../contract.ts';

const opened = (
  text: string,
  files: Readonly<Record<string, string>> = {},
): Opened<DockerfileView> =>
  openDockerfiles([{ path: 'app/Dockerfile', text }], {
    read: (path) => files[path],
    list: () => [],
  });

function viewOf(text: string, files: Readonly<Record<string, string>> = {}): DockerfileView {
  const [view] = opened(text, files).views;
  assert.ok(view);
  return view;
}

test('what builders refuse is unread with its line, and the rest is judged', () => {
  const { views, unread = [] } = opened('FROM a\nFOO b\nRUN c\n');
  assert.equal(views.length, 1);
  assert.deepEqual(
    unread.map(({ code, location }) => [code, location?.dockerfile?.startLine]),
    [['CHECK_DOCKERFILE', 2]],
  );
  assert.deepEqual(opened('FROM a\nRUN c\n').unread, []);
  assert.equal(
    opened(`FROM a\nENV A=xx\n${'ENV A=$A$A\n'.repeat(60)}`).unread?.[0]?.code,
    'LIMIT_EXPANSION_CHARACTERS',
  );
});

test('the ignore file is that of the Dockerfile, or that of its folder', () => {
  const files = { 'app/.dockerignore': 'a\n', '.dockerignore': 'b\n' };
  assert.equal(viewOf('FROM a', files).ignore?.path, 'app/.dockerignore');
  const own = { ...files, 'app/Dockerfile.dockerignore': 'c\n' };
  assert.equal(viewOf('FROM a', own).ignore?.path, 'app/Dockerfile.dockerignore');
  assert.equal(viewOf('FROM a').ignore, undefined);
});

test('comments work on the file, the stage, or the instruction below them', () => {
  const { ignores = [] } = opened(`# check=skip=JSONArgsRecommended
# hadolint global ignore=DL3008
FROM a
# hadolint ignore=DL3002
USER root
# check=skip=MaintainerDeprecated
MAINTAINER x

# check=skip=StageNameCasing

# checkov:skip=CKV_DOCKER_2:why
CMD \\
  x
FROM b
# plimsoll ignore=DF-SUDO until=2027-01-01 soon gone
`);
  assert.deepEqual(
    ignores.map(({ ids, line, lines }) => [ids[0], line, lines?.first, lines?.last]),
    [
      ['JSONArgsRecommended', 1, undefined, undefined],
      ['DL3008', 2, undefined, undefined],
      ['DL3002', 4, 5, 5],
      ['MaintainerDeprecated', 6, 7, 7],
      ['CKV_DOCKER_2', 11, 3, 13],
      ['DF-SUDO', 15, 15, 15],
    ],
  );
});

test('stages, instructions and places', () => {
  const view = viewOf('FROM a AS b\nRUN x \\\n  y\nFROM b\nONBUILD USER z\n');
  const [first, second] = view.file.stages;
  assert.ok(first && second);
  assert.deepEqual(chainOf(second), [first, second]);
  assert.deepEqual(
    [...instructions(view, 'RUN', 'USER')].map(({ instruction }) => instruction.keyword),
    ['RUN', 'USER'],
  );
  const [run] = first.instructions;
  assert.ok(run);
  assert.deepEqual(place(view, run).dockerfile, {
    path: 'app/Dockerfile',
    startLine: 2,
    endLine: 3,
  });
  assert.deepEqual(replace(view, run, 'z'), {
    path: 'app/Dockerfile',
    start: 12,
    end: 23,
    text: 'z',
  });
  assert.equal(insertAfter(view, run, 'z').start, 23);
  assert.match(dockerfilePage('run'), /#run$/);
});

test('names of images keep what was written', () => {
  for (const [text, registry, written] of [
    ['alpine', 'docker.io', undefined],
    ['alpine:3', 'docker.io', '3'],
    ['localhost:5000/a', 'localhost:5000', undefined],
    ['r.example/a:1@sha256:' + 'a'.repeat(64), 'r.example', '1'],
  ] as const) {
    const image = imageOf(text);
    assert.deepEqual([image?.registry, image?.written], [registry, written], text);
  }
  assert.equal(imageOf('box:'), undefined);
});

test('only instructions that a later one replaces are repeated', () => {
  const found: Fault[] = [];
  repeated(
    viewOf('FROM a\nCMD x\nCMD y\nCMD z\nFROM b\nCMD w'),
    { keyword: 'CMD', aliases: {} },
    (fault) => found.push(fault),
  );
  assert.deepEqual(
    found.map(({ params }) => params?.['line']),
    [2, 3],
  );
});
