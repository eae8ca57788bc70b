import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { decodeText } from './text.ts';
import { parseToml, tableSpans } from './toml.ts';

const sample = `version = 1

[[package]]
name = "a"
[package.source]
url = "x"

# a comment
[[package]]
name = "b"
note = """
text
"""

[metadata]
[[package.inner]]
k = 1
`;

test('tables, and the lines of those in an array', () => {
  const listed = parseToml(sample, 'x')['package'];
  assert.ok(Array.isArray(listed));
  assert.deepEqual(
    tableSpans(sample, 'package', listed.length)?.map((span) => [span.startLine, span.endLine]),
    [
      [3, 6],
      [9, 13],
    ],
  );
});

test('no lines are better than wrong ones', () => {
  const hidden = '[[package]]\nname = """\n[[package]]\n"""\n';
  assert.equal(tableSpans(hidden, 'package', 1), undefined);
  assert.equal(tableSpans('package = [{ name = "a" }]', 'package', 1), undefined);
});

test('what is not TOML is refused with its line', () => {
  assert.throws(() => parseToml('a = 1\nb = \n', 'x'), { code: 'TOML_INVALID', line: 2 });
  assert.throws(() => parseToml(`a = ${'['.repeat(5000)}`, 'x'), { code: 'TOML_INVALID' });
});

test('names of the prototype are only names', () => {
  const value = parseToml(
    '[__proto__]\npolluted = 1\n[constructor.prototype]\npolluted = 1\n',
    'x',
  );
  assert.ok(Object.hasOwn(value, '__proto__'));
  assert.equal(Reflect.get({}, 'polluted'), undefined);
});

test('numbers beyond doubles do not refuse a lockfile', () => {
  assert.equal(parseToml('size = 9007199254740993', 'x')['size'], 9007199254740993n);
});

test('fuzz toml', () => {
  fuzz([Buffer.from(sample)], (bytes) => {
    const text = decodeText(bytes, 'fuzz');
    const listed = parseToml(text, 'fuzz')['package'];
    tableSpans(text, 'package', Array.isArray(listed) ? listed.length : 0);
  });
});
