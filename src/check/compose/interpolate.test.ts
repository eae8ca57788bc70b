import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../test/kit/fuzz.ts';
import { interpolate } from './interpolate.ts';

const set: Readonly<Record<string, string>> = { A: 'a', EMPTY: '', N_1: 'n' };
const variables = (name: string): string | undefined =>
  Object.hasOwn(set, name) ? set[name] : undefined;

test('interpolate() follows every form', () => {
  for (const [text, expected] of [
    ['plain', 'plain'],
    ['$A', 'a'],
    ['${A}', 'a'],
    ['x$N_1-y', 'xn-y'],
    ['$$A', '$A'],
    ['$${A}', '${A}'],
    ['${EMPTY}', ''],
    ['${A:-b}', 'a'],
    ['${EMPTY:-b}', 'b'],
    ['${EMPTY-b}', ''],
    ['${NONE-b}', 'b'],
    ['${NONE:-}', ''],
    ['${A:+c}', 'c'],
    ['${EMPTY:+c}', ''],
    ['${EMPTY+c}', 'c'],
    ['${NONE+c}', ''],
    ['${A:?no}', 'a'],
    ['${EMPTY?no}', ''],
    ['${NONE:-${A}}', 'a'],
    ['${NONE:-x${NONE-y}z}w', 'xyzw'],
    ['${NONE:-$A:$N_1}', 'a:n'],
    ['${NONE:-http://x}', 'http://x'],
    ['${NONE:-}}', '}'],
  ] as const) {
    assert.deepEqual(interpolate(text, variables), { text: expected, unresolved: [] }, text);
  }
});

test('interpolate() leaves what nothing gives a value', () => {
  for (const [text, unresolved] of [
    ['${NONE}', ['NONE']],
    ['a$NONE/${OTHER:?must be set}', ['NONE', 'OTHER']],
    ['${EMPTY:?no}', ['EMPTY']],
    ['${NONE:-${OTHER}}', ['OTHER']],
  ] as const) {
    const result = interpolate(text, variables);
    assert.deepEqual(result.unresolved, unresolved, text);
    assert.equal(result.fault, undefined);
  }
  assert.equal(interpolate('a$NONE/b', variables).text, 'a$NONE/b');
});

test('interpolate() tells what compose refuses', () => {
  for (const text of [
    '$',
    'a $ b',
    '${',
    '${A',
    '${}',
    '${1}',
    '$1',
    '${A!b}',
    '${A:=b}',
    '${A:-${B}',
  ]) {
    const { fault, text: kept } = interpolate(text, variables);
    assert.ok(fault !== undefined, text);
    assert.equal(kept, text);
  }
  assert.match(
    interpolate('${NONE:-'.repeat(100) + '}'.repeat(100), variables).fault ?? '',
    /nest/,
  );
});

test('interpolate() survives any text', () => {
  fuzz([Buffer.from('a${A:-${B-$C}}$$ ${D:?e}${E:+f}')], (bytes) =>
    interpolate(Buffer.from(bytes).toString(), variables),
  );
});
