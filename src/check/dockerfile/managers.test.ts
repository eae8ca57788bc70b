import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fault } from '../contract.ts';
import { failUncleaned } from './caches.ts';
import { labelsOf } from './labels.ts';
import { apk, aptGet, dnf, gem, goTool, installsOf, npm, pip, yarn, zypper } from './managers.ts';
import type { Manager } from './managers.ts';
import { openDockerfiles } from './open.ts';
import { failUnpinned } from './pins.ts';
import type { DockerfileView } from './view.ts';

function viewOf(text: string): DockerfileView {
  const [view] = openDockerfiles([{ path: 'Dockerfile', text }], {
    read: () => undefined,
    list: () => [],
  }).views;
  assert.ok(view);
  return view;
}

test('each manager knows its packages with and without a version', () => {
  const cases: readonly (readonly [Manager, command: string, unpinned: string])[] = [
    [aptGet, 'apt-get install -y a b=1 ./c.deb -t bookworm d/bookworm $E', 'a'],
    [aptGet, 'apt-get -o Dpkg::Options::=x install a-', 'a-'],
    [apk, 'apk add --virtual .deps a b=1 c~2 "d>3"', 'a'],
    [apk, 'apk add -t deps a@edge', ''],
    [dnf, 'dnf install -y a b-1.2 ./c.rpm https://x.example/d.rpm', 'a'],
    [zypper, 'zypper in -y a "b>=1"', 'a'],
    [pip, 'pip install a b==1 . ./c git+https://x.example/d "e>=1,<2" f[x]', 'a, f[x]'],
    [pip, 'python3.12 -m pip install -i https://x.example a', 'a'],
    [npm, 'npm i -g a b@1 @s/c @s/d@2 ./e user/repo', 'a, @s/c'],
    [gem, 'gem install a b:1', 'a'],
    [
      goTool,
      'go install x.example/a x.example/b@v1 x.example/c@latest ./... all',
      'x.example/a, x.example/c@latest',
    ],
    [yarn, 'yarn add a b@1', 'a'],
  ];
  for (const [manager, command, unpinned] of cases) {
    const view = viewOf(`FROM a\nRUN ${command}`);
    const found: Fault[] = [];
    failUnpinned(view, installsOf(view, manager), manager, (fault) => found.push(fault));
    assert.equal(found[0]?.params?.['packages'] ?? '', unpinned, command);
  }
});

test('what is cleaned behind, mounted over, or left in another stage does not stay', () => {
  const cleaning = {
    program: dnf.program,
    verbs: ['clean'],
    command: 'dnf clean all',
    folders: ['/var/cache/dnf'],
  };
  for (const [text, faults] of [
    ['FROM a\nRUN dnf install b', 1],
    ['FROM a\nRUN dnf clean all && dnf install b', 1],
    ['FROM a\nRUN dnf install b && dnf clean all', 0],
    ['FROM a\nRUN dnf install b; rm -rf /var/cache/dnf/*', 0],
    ['FROM a\nRUN --mount=type=cache,target=/var/cache dnf install b', 0],
    ['FROM a\nRUN --mount=type=bind,target=/var/cache dnf install b', 1],
    ['FROM a\nRUN dnf install b\nFROM c', 0],
    ['FROM a AS x\nRUN dnf install b\nFROM x', 1],
    ["FROM a\nRUN dnf install b && echo 'open", 0],
  ] as const) {
    const view = viewOf(text);
    const found: Fault[] = [];
    failUncleaned(view, installsOf(view, dnf), cleaning, (fault) => found.push(fault));
    assert.equal(found.length, faults, text);
  }
});

test('names of labels have their variables filled in', () => {
  const view = viewOf('FROM a\nARG V\nENV N=x\nLABEL a.$N=1 "b c"=2 d.$V=3');
  assert.deepEqual(
    labelsOf(view).map(({ key }) => key),
    ['a.x', 'b c'],
  );
});
