import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../../../test/kit/check.ts';
import { containerFamily } from '../container/family.ts';
import type { RunResult } from '../contract.ts';
import { imageFamily } from '../image/family.ts';
import { runnable } from '../run.ts';
import { foldPrivileged, joinLayers } from './join.ts';

const image = (user: string): RunResult =>
  judge(runnable(imageFamily), {
    'i.json': JSON.stringify({
      RepoTags: ['shop:1'],
      Config: { User: user, Env: ['API_TOKEN=8f3kd93kdk2lq0'] },
    }),
  });

const containers = (...users: readonly string[]): RunResult =>
  judge(runnable(containerFamily), {
    'c.json': JSON.stringify(
      users.map((user, at) => ({
        Name: `/c${at}`,
        HostConfig: {},
        Config: { User: user, Env: ['API_TOKEN=8f3kd93kdk2lq0'] },
      })),
    ),
  });

const ids = ({ faults }: RunResult, family: string): readonly string[] =>
  faults
    .filter(({ rule }) => rule.family === family)
    .map(({ rule, subject }) => `${rule.id} ${subject}`);

test('the user in force is told once, with the chain', () => {
  const users = new Map([['shop:1', ['c0', 'c1']]]);
  const [left, right] = joinLayers(image(''), containers('', '1000'), users);
  assert.deepEqual(ids(left, 'non-root'), []);
  assert.deepEqual(ids(right, 'non-root'), ['CTR-USER-ROOT c0']);
  const fault = right.faults.find(({ rule }) => rule.id === 'CTR-USER-ROOT');
  assert.deepEqual(fault?.fault.also, [{ field: { pointer: '/Config/User' } }]);
  assert.ok(fault?.fault.evidence?.some(({ en }) => en.startsWith('image shop:1: Config.User')));
  assert.ok(
    left.results.some(({ rule, result }) => rule.id === 'IMG-USER-ROOT' && result === 'fail'),
  );
});

test('an image whose containers all override it is closed, and says by whom', () => {
  const users = new Map([['shop:1', ['c0', 'c1']]]);
  const [left] = joinLayers(image(''), containers('app', '1000'), users);
  assert.deepEqual(ids(left, 'non-root'), []);
  const row = left.results.find(({ rule }) => rule.id === 'IMG-USER-ROOT');
  assert.equal(row?.result, 'pass');
  assert.match(
    row?.evidence.map(({ en }) => en).join(' ') ?? '',
    /overridden in every container of it: c0, c1/,
  );
});

test('an image that nothing uses, and one that is used elsewhere, keep their fault', () => {
  for (const users of [new Map(), new Map([['other:1', ['c0']]])]) {
    const [left, right] = joinLayers(image(''), containers('1000'), users);
    assert.deepEqual(ids(left, 'non-root'), ['IMG-USER-ROOT shop:1']);
    assert.deepEqual(ids(right, 'non-root'), []);
  }
});

test('a credential that the container has from its image is one finding', () => {
  const [left, right] = joinLayers(image('app'), containers('app'), new Map([['shop:1', ['c0']]]));
  assert.deepEqual([...ids(left, 'secrets'), ...ids(right, 'secrets')], ['CTR-ENV-SECRET c0']);
});

test('privileged is told once, with the ids of what it breaks', () => {
  const text = JSON.stringify([
    { Name: '/c', HostConfig: { Privileged: true } },
    { Name: '/d', HostConfig: { CapAdd: ['SYS_ADMIN'] } },
  ]);
  const folded = foldPrivileged(judge(runnable(containerFamily), { 'c.json': text }));
  const of = (subject: string): readonly string[] =>
    folded.faults.filter((fault) => fault.subject === subject).map(({ rule }) => rule.id);
  assert.ok(of('c').includes('CTR-PRIVILEGED') && of('c').includes('CTR-ESCAPE'));
  assert.ok(!of('c').includes('CTR-CAP-ADMIN') && !of('c').includes('CTR-SECCOMP'));
  assert.ok(of('d').includes('CTR-CAP-ADMIN'));
  const fault = folded.faults.find(({ rule }) => rule.id === 'CTR-PRIVILEGED');
  assert.ok(fault?.fault.aliases?.['docker-bench']?.includes('5.22'));
  assert.ok(
    folded.results.some(({ rule, result }) => rule.id === 'CTR-CAP-ADMIN' && result === 'fail'),
  );
});
