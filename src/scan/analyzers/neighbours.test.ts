import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReadFile } from './contract.ts';
import { neighbourJoin } from './neighbours.ts';

const { analyzers, join } = neighbourJoin(
  'test',
  new Map([
    [
      'asks',
      (result, { beside, above }) => ({
        ...result,
        facts: { beside: beside('told')?.['from'], above: above('told')?.['from'] },
      }),
    ],
  ]),
  ['told'],
);

function file(path: string, analyzer: string): ReadFile {
  return { path, analyzer, result: analyzer === 'told' ? { facts: { from: path } } : {} };
}

test('a file learns from its own folder and from the nearest one above', () => {
  const files = ['x.told', 'a/b/x.told', 'a/b/y.told', 'q/x.told'].map((path) =>
    file(path, 'told'),
  );
  const asking = ['a/b/z', 'a/b/c/d/z', 'a/z', 'z'].map((path) => file(path, 'asks'));
  const changed = join([...files, ...asking]);
  assert.deepEqual(
    asking.map((one) => changed.get(one)?.facts),
    [
      { beside: 'a/b/x.told', above: 'a/b/x.told' },
      { beside: undefined, above: 'a/b/x.told' },
      { beside: undefined, above: 'x.told' },
      { beside: 'x.told', above: 'x.told' },
    ],
  );
  assert.equal(changed.size, asking.length);
  assert.deepEqual(analyzers, ['asks', 'told']);
});

test('nothing is learned from folders below or aside, nor where nobody told anything', () => {
  const asked = file('a/z', 'asks');
  const changed = join([asked, file('a/b/x', 'told'), file('b/x', 'told'), file('a/y', 'asks')]);
  assert.deepEqual(changed.get(asked)?.facts, { beside: undefined, above: undefined });
});
