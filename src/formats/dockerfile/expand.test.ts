import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../test/kit/fuzz.ts';
import { LimitError } from '../../model/index.ts';
import { decodeText } from '../text.ts';
import { expandWord, unknownValue } from './expand.ts';
import type { Value } from './expand.ts';

const values = new Map<string, Value>([
  ['A', 'one'],
  ['E', ''],
  ['P', '/usr/lib/x.tar.gz'],
  ['U', unknownValue],
]);
const lookup = (name: string): Value => values.get(name);

test('an unknown value makes the result unknown, unless it is not taken', () => {
  for (const [word, text] of [
    ['$A', 'one'],
    ['$U', undefined],
    ['x${U}y', undefined],
    ['"$U"', undefined],
    ["'$U'", '$U'],
    ['${A:-$U}', 'one'],
    ['${N:-$U}', undefined],
    ['${N:+$U}', ''],
    ['${U:-a}', undefined],
    ['${U:+a}', undefined],
    ['${E:-a}', 'a'],
    ['${E-a}', ''],
    ['${E:+a}', ''],
    ['${E+a}', 'a'],
  ] as const) {
    assert.equal(expandWord(word, lookup).text, text, word);
  }
});

test('patterns cut and replace', () => {
  for (const [word, text] of [
    ['${P##*/}', 'x.tar.gz'],
    ['${P#*/}', 'usr/lib/x.tar.gz'],
    ['${P%.*}', '/usr/lib/x.tar'],
    ['${P%%.*}', '/usr/lib/x'],
    ['${P%none}', '/usr/lib/x.tar.gz'],
    ['${P#?usr}', '/lib/x.tar.gz'],
    ['${P/lib/bin}', '/usr/bin/x.tar.gz'],
    ['${P//\\//_}', '_usr_lib_x.tar.gz'],
    ['${P/none/x}', '/usr/lib/x.tar.gz'],
    ['${A/o*e/two}', 'two'],
    ['${A:#x}', undefined],
    ['${A:=x}', undefined],
  ] as const) {
    assert.equal(expandWord(word, lookup).text, text, word);
  }
});

test('unset variables are named, those with a default are not', () => {
  const of = (word: string): unknown => {
    const { unset, used } = expandWord(word, lookup);
    return [unset, used];
  };
  assert.deepEqual(of('$N${M}$A$U'), [
    ['N', 'M'],
    ['A', 'U'],
  ]);
  assert.deepEqual(of('${N:-x}${N:+y}'), [[], []]);
});

test('fields split at blanks outside quotes, and know where they came from', () => {
  const source = 'a  "b c" d\\ e $A';
  const { words } = expandWord(source, lookup);
  assert.deepEqual(
    words.map(({ text, start, end }) => [text, source.slice(start, end)]),
    [
      ['a', 'a'],
      ['b c', '"b c"'],
      ['d e', 'd\\ e'],
      ['one', '$A'],
    ],
  );
});

test('growth and depth have a bound', () => {
  const long = 'x'.repeat(2 ** 20);
  assert.throws(() => expandWord('$L'.repeat(20), () => long), LimitError);
  assert.throws(() => expandWord('${N:-'.repeat(200), lookup), LimitError);
  assert.throws(() => expandWord('${L/*y/}', () => long), LimitError);
  assert.equal(expandWord('${L%*y*y*y*y*y}', () => long.slice(0, 10_000)).text?.length, 10_000);
});

test('expansion survives mutations', () => {
  const fixtures = ['a${A:-${N:-"x y"}}b', '${P%%.*}${P//\\//_}', '"$A\\"" \'x\' $U ${!} $9'];
  fuzz(
    fixtures.map((text) => Buffer.from(text)),
    (bytes) => {
      const source = decodeText(bytes, 'fuzz');
      for (const raw of [false, true]) {
        const { words } = expandWord(source, lookup, { raw, keepUnset: raw });
        for (const { start, end } of words)
          if (start < 0 || end > source.length || start > end)
            throw new Error('field outside the word');
      }
    },
  );
});
