import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { parseOsRelease } from './os-release.ts';
import { decodeText, lines } from './text.ts';

const sample = `# comment
NAME="The \\"Good\\" Ship"
ID='ship'
VERSION_ID=1\\ 2
\tPRETTY_NAME="a"'b'c # rest
EMPTY=
ID=last
not an assignment
1BAD=x
OPEN="never closed
PATHLIKE="C:\\dir"
`;

test('values are shell words, the last assignment wins', () => {
  assert.deepEqual(Object.fromEntries(parseOsRelease(sample)), {
    NAME: 'The "Good" Ship',
    ID: 'last',
    VERSION_ID: '1 2',
    PRETTY_NAME: 'abc',
    EMPTY: '',
    OPEN: 'never closed',
    PATHLIKE: 'C:\\dir',
  });
});

test('nothing is expanded', () => {
  assert.equal(parseOsRelease('ID="$(id)"').get('ID'), '$(id)');
  assert.equal(parseOsRelease('ID=${HOME}').get('ID'), '${HOME}');
});

test('lines know their numbers and lose both kinds of line break', () => {
  assert.deepEqual(
    [...lines('a\r\n\nb\n')].map(({ number, text }) => [number, text]),
    [
      [1, 'a'],
      [2, ''],
      [3, 'b'],
    ],
  );
  assert.deepEqual([...lines('')], []);
});

test('text is UTF-8 unless a byte-order mark says UTF-16', () => {
  const utf16 = Buffer.from('\ufeffa==1', 'utf16le');
  assert.equal(decodeText(utf16, 'x'), 'a==1');
  assert.equal(decodeText(Buffer.from(utf16).swap16(), 'x'), 'a==1');
  assert.equal(decodeText(Buffer.from('\ufeffa==1'), 'x'), 'a==1');
  assert.equal(decodeText(Buffer.from([0x61, 0xff]), 'x'), 'a\ufffd');
});

test('fuzz os-release', () => {
  fuzz([new TextEncoder().encode(sample)], (bytes) => parseOsRelease(decodeText(bytes, 'fuzz')));
});
