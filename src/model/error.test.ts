import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorCode, errorText, PlimsollError, printable } from './error.ts';

class RoomError extends PlimsollError<'ROOM_ONE'> {}

test('PlimsollError keeps code, cause and whether trying again helps', () => {
  const cause = new Error('reset');
  const error = new RoomError('ROOM_ONE', 'Cannot knock', { cause, temporary: true });
  assert.equal(error.name, 'RoomError');
  assert.equal(error.code, 'ROOM_ONE');
  assert.equal(error.cause, cause);
  assert.equal(error.temporary, true);
  const plain = new RoomError('ROOM_ONE', 'Cannot knock');
  assert.equal(plain.temporary, false);
  assert.equal('cause' in plain, false);
});

test('errorCode: the catalogue code, the errno, else INTERNAL', () => {
  assert.equal(errorCode(new RoomError('ROOM_ONE', 'x')), 'ROOM_ONE');
  assert.equal(errorCode(Object.assign(new Error('x'), { code: 'ENOENT' })), 'ENOENT');
  assert.equal(errorCode(Object.assign(new Error('x'), { code: 7 })), 'INTERNAL');
  assert.equal(errorCode({ code: 'ENOENT' }), 'INTERNAL');
  assert.equal(errorCode(undefined), 'INTERNAL');
});

test('errorText: one bounded line, whatever was thrown', () => {
  assert.equal(errorText(new Error('a\nb\u001b[31m')), 'a\ufffdb\ufffd[31m');
  assert.equal(errorText('plain'), 'plain');
  assert.equal(errorText(new Error('x'.repeat(501))).length, 500);
  assert.equal(errorText(new Error('x'.repeat(500))), 'x'.repeat(500));
});

test('printable: control and direction characters become visible, text stays', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['\u0000', '\ufffd'],
    ['\u007f\u009b', '\ufffd\ufffd'],
    ['a\u202eb\u2066c\u2028', 'a\ufffdb\ufffdc\ufffd'],
    ['\u061c\u200e\u200f\u202a\u202d\u2067\u2069', '\ufffd'.repeat(7)],
    ['a\u200bb\u2027\u2065', 'a\u200bb\u2027\u2065'],
    ['naïve 漢字 🚢 – ok', 'naïve 漢字 🚢 – ok'],
    ['', ''],
  ];
  for (const [text, wanted] of rows) assert.equal(printable(text), wanted);
});
