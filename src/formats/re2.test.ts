import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { compileRe2, re2Matcher } from './re2.ts';

test('compileRe2() finds what RE2 finds', () => {
  const rows: readonly [pattern: string, text: string, found: string | undefined][] = [
    ['a|ab', 'ab', 'a'],
    ['(?:a|ab)c', 'abc', 'abc'],
    ['a+?', 'aaa', 'a'],
    ['a{2,3}', 'aaaa', 'aaa'],
    ['a{2}?', 'aaaa', 'aa'],
    ['a{,2}', 'a{,2}', 'a{,2}'],
    ['^b', 'a\nb', undefined],
    ['(?m)^b$', 'a\nb\nc', 'b'],
    ['a$', 'a\n', undefined],
    ['a.b', 'a\nb', undefined],
    ['(?s)a.b', 'a\nb', 'a\nb'],
    ['(?i)straSSe', 'STRASSE', 'STRASSE'],
    ['(?i:A)b', 'ab', 'ab'],
    ['(?i:A)b', 'aB', undefined],
    ['(?U)a+', 'aaa', 'a'],
    ['(?U)a+?', 'aaa', 'aaa'],
    ['(?P<x>a)(?<y>b)', 'ab', 'ab'],
    ['\\bfoo\\b', 'a foo b', 'foo'],
    ['\\Boo\\b', 'foo', 'oo'],
    ['[[:alpha:]]+', '12ab3', 'ab'],
    ['[[:^digit:]]+', '12ab3', 'ab'],
    ['[^\\d\\s]+', '1 ab', 'ab'],
    ['[]a]+', ']a', ']a'],
    ['[a-]+', 'b-a', '-a'],
    ['\\pL+', '1\u00e9a', '\u00e9a'],
    ['\\p{Greek}+', 'a\u03b1\u03b2', '\u03b1\u03b2'],
    ['\\P{L}+', 'ab12', '12'],
    ['\\x41\\x{1F600}', 'A\u{1f600}', 'A\u{1f600}'],
    ['\\Qa.b\\E+', 'a.bbb', 'a.bbb'],
    ['.', '\u{1f600}', '\u{1f600}'],
    ['', 'a', ''],
    ['(|a)*', 'aa', ''],
    ['(a*)*', 'aa', 'aa'],
    ['\\Aa\\z', 'a', 'a'],
    ['\\.\\/\\-', './-', './-'],
    ['(a+)(b+)?', 'xaab', 'aab'],
    ['^(?:dev|prod)-b+$', 'prod-bb', 'prod-bb'],
    ['^(?:dev|prod)-b+$', 'dev-b+', undefined],
    ['a((b|c)d)*$', 'abdcd', 'abdcd'],
    ['a{02}', 'aa', undefined],
    ['a{02}', 'a{02}', 'a{02}'],
  ];
  for (const [pattern, text, found] of rows) {
    const match = compileRe2(pattern).find(text, 0);
    assert.equal(match && text.slice(match.start, match.end), found, pattern);
  }
});

test('what RE2 refuses is refused', () => {
  const patterns = [
    'a(',
    '(a',
    '((',
    'a)',
    '[a',
    '*',
    '*a',
    'a**',
    'a{1001}',
    'a{100000}',
    'a{99999999999}',
    'a{1000}'.repeat(21),
    'a{2,1}',
    '(?=a)',
    '(?<!a)b',
    '\\1',
    '\\q',
    '[b-a]',
    '\\p{Nonsense}',
    'a\\',
    '((a{1000}){1000}){1000}',
    '(?z)a',
    '[[:nope:]]',
  ];
  for (const pattern of patterns) assert.throws(() => compileRe2(pattern), SyntaxError, pattern);
  assert.throws(() => compileRe2('('.repeat(10_000)), SyntaxError);
});

test('re2Matcher() tells whether there is a match, or why there can be none', () => {
  const rows: readonly [pattern: string, text: string, found: boolean][] = [
    ['(a|b)c', 'xbc', true],
    ['(a|b)c', 'xac', true],
    ['(a|b)c', 'ab', false],
    ['^a+$', 'aaa', true],
    ['^a+$', 'a+', false],
  ];
  for (const [pattern, text, found] of rows) {
    const matches = re2Matcher(pattern);
    assert.ok(typeof matches === 'function', pattern);
    assert.equal(matches(text), found, `/${pattern}/ on "${text}"`);
  }
  assert.deepEqual(re2Matcher('(a'), { fault: 'it has a "(" too many' });
  assert.deepEqual(re2Matcher('a{1000}'.repeat(101)), { fault: 'it repeats too much' });
});

test('re2Matcher() survives mutations', () => {
  const fixtures = ['^(.*/)?a[^/]*\\.b$', '^[a-c[:digit:]]{2,3}x|\\bq?$', '\\A.\\z', '(?i)(a|b+)*'];
  fuzz(
    fixtures.map((text) => Buffer.from(text)),
    (bytes) => {
      const matches = re2Matcher(Buffer.from(bytes).toString());
      if (typeof matches === 'function') matches('x/ab.b');
    },
  );
});

test('as the engine of JavaScript where both have the same words', () => {
  // Seeded: the same patterns each time.
  let seed = 7;
  const next = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const atom = (depth: number): string => {
    const kinds = ['a', 'b', 'c', '.', '[ab]', '[^a]', '\\b', '^', '$', '\\w'];
    if (depth > 0 && next(3) === 0) return `(?:${sequence(depth - 1)}|${sequence(depth - 1)})`;
    if (depth > 0 && next(3) === 0) return `(${sequence(depth - 1)})`;
    return kinds[next(kinds.length)] ?? 'a';
  };
  const sequence = (depth: number): string =>
    Array.from({ length: 1 + next(3) }, () => {
      const one = atom(depth);
      const counts = ['', '', '', '*', '+', '?', '*?', '+?', '??', '{1,2}', '{0,2}?'];
      // An empty round of a loop ends it in JavaScript and not in RE2: both are right.
      const whole = /^(?:\\b|\^|\$|\(.*)$/.test(one);
      return whole ? one : one + (counts[next(counts.length)] ?? '');
    }).join('');
  for (let round = 0; round < 3000; round += 1) {
    const pattern = sequence(2);
    const text = Array.from({ length: next(9) }, () => 'abc x'[next(5)] ?? '').join('');
    const match = compileRe2(pattern).find(text, 0);
    const other = new RegExp(pattern, 'u').exec(text);
    const wanted = other === null ? undefined : [other.index, other.index + other[0].length];
    assert.deepEqual(match && [match.start, match.end], wanted, `/${pattern}/ on "${text}"`);
  }
});

test('time grows with the text, not with what was tried', () => {
  const steps = (length: number): number => {
    let spent = 0;
    compileRe2('(a*)*(a|aa)*b').find('a'.repeat(length), 0, (count) => (spent += count));
    return spent;
  };
  assert.ok(steps(4000) < steps(2000) * 2.1);
});

test('whatever is given as an expression is compiled or refused', () => {
  let seed = 11;
  const next = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const parts = [
    'a',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '2',
    ',',
    '*',
    '+',
    '?',
    '|',
    '\\',
    '^',
    '$',
    '-',
    ':',
    '(?',
    'P<x>',
    'i',
    'Q',
    'E',
    'p',
    'x',
    '\u{1f600}',
    '\n',
    '[:',
    ':]',
    '\0',
  ];
  let compiled = 0;
  for (let round = 0; round < 5000; round += 1) {
    const pattern = Array.from({ length: next(14) }, () => parts[next(parts.length)] ?? '').join(
      '',
    );
    try {
      compileRe2(pattern).find('aa2\n(]x', 0);
      compiled += 1;
    } catch (error) {
      assert.ok(error instanceof SyntaxError, `${JSON.stringify(pattern)}: ${String(error)}`);
    }
  }
  assert.ok(compiled > 500);
});
