import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Affected } from '../../model/index.ts';
import { ByArchitecture } from './architectures.ts';

test('entries that differ in their architecture alone become one', () => {
  const entry = (name: string): Affected => ({ ecosystem: 'e', name, state: 'fixed', ranges: [] });
  const merged = new ByArchitecture();
  merged.add('a', () => entry('a'), ['x86_64']);
  merged.add('a', () => entry('a'), ['aarch64', 'x86_64']);
  merged.add('b', () => entry('b'), ['x86_64']);
  merged.add('b', () => entry('b'), []);
  merged.add('c', () => ({ ...entry('c'), qualifiers: { modularity: 'm:1' } }), ['s390x']);
  assert.deepEqual(merged.entries(), [
    { ...entry('a'), qualifiers: { arch: ['aarch64', 'x86_64'] } },
    entry('b'),
    { ...entry('c'), qualifiers: { modularity: 'm:1', arch: ['s390x'] } },
  ]);
});
