import assert from 'node:assert/strict';
import { test } from 'node:test';
import { costOf } from './regexp-cost.ts';

/** Power of the work in the length of the text; Infinity where it doubles with every character. */
const rows: readonly (readonly [RegExp, number])[] = [
  // Nothing is anchored but by ^: the search begins everywhere.
  [/foo.*/, 1],
  [/a+b/, 2],
  [/^a+b/, 1],
  [/\s+$/, 2],
  [/(?<!\s)\s+$/, 1],
  [/[^/]*$/, 2],
  [/(?:^|\/)[^/]*$/, 1],
  [/foo.*bar/, 2],
  [/^foo.*bar/, 1],
  [/\w+\s*=/, 2],
  [/\b\w+\s*=/, 1],
  [/(?<!\w)\w+=/, 1],
  // What always ends in a match is tried once.
  [/#.*$/, 2],
  [/#.*$/m, 1],
  [/#.*$/s, 1],
  [/\s+/g, 1],
  [/a(?:[ab]*c)?/, 1],
  [/a(?:[ab]*c)?/g, 2],
  [/"(?:[^"\\]|\\.)*"/g, 2],
  [/"(?:[^"\\]|\\[^]?)*"?/g, 1],
  // Neighbours that take the same text, and lines.
  [/^a*a*b/, 2],
  [/^a*a*a*b/, 3],
  [/^(\S+)(.*)$/, 2],
  [/^(\S+)(?!\S)(.*)$/, 1],
  [/^\s*(\w+)\s*=\s*(.*?)\s*$/, 3],
  [/^\s*#/m, 2],
  [/^[ \t]*#/m, 1],
  [/^(a+)\1b/, 2],
  // Looks are walks of their own.
  [/^(?=.*z)a/, 1],
  [/^(?:a(?=.*z))*b/, 2],
  [/^(?:(?!x).)*y/, 1],
  // Loops that go round in two ways.
  [/^(?:a+)+b/, Infinity],
  [/^(?:a|a)*b/, Infinity],
  [/^(?:a|b|ab)*c/, Infinity],
  [/^(?:[a-z]+-?)*$/, Infinity],
  [/^[a-z]+(?:-[a-z]+)*$/, 1],
  [/^(?:a{1,40})*b/, Infinity],
  [/^(?:\s*#[^\n]*\n|\s*\n){0,1000}\s*S/, Infinity],
  [/^(?:(?:a?)+b)*c/, Infinity],
  [/^(?:(?:a?)*b)*c/, 1],
  [/(?:\d{1,3}\.){3}\d{1,3}/, 1],
];

for (const [pattern, power] of rows)
  test(`${String(pattern)} has the power ${power}`, () => {
    assert.equal(costOf(pattern.source, pattern.flags).power, power);
  });

test('a repetition with a bound is a factor, for every so many characters that a try costs', () => {
  assert.deepEqual(costOf('[a-z]{1,200}x', '').factor, 200);
  assert.deepEqual(costOf('abcd[a-d]{1,200}x', '').factor, 50);
  assert.deepEqual(costOf('aaaa[a-d]{1,200}x', '').factor, 200);
  assert.deepEqual(costOf('^[a-z]{1,200}x', '').factor, 1);
});

test('a pattern that is tried once is an anchored one', () => {
  assert.equal(costOf('\\s+x', 'y').power, 2);
  assert.equal(costOf('\\s+x', '', true).power, 1);
});

test('what is not known here is refused, never called linear', () => {
  assert.throws(() => costOf('(?i:a)+b', ''), SyntaxError);
  assert.throws(() => costOf('(?<=a*)b', ''), RangeError);
});
