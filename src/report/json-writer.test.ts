import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonText, writeJson } from './json-writer.ts';

test('writeJson() writes what JSON.stringify would, in pieces', () => {
  const rows = Array.from({ length: 5000 }, (_, index) => ({ index, text: 'ä\n"x"', list: [] }));
  const pieces: string[] = [];
  writeJson(
    (text) => pieces.push(text),
    (out) => {
      out.member('first', 1);
      out.member('absent', undefined);
      out.array('rows', () => {
        for (const row of rows) out.element(row);
      });
      out.array('none', () => {});
      out.object('inner', () => {
        out.object('empty', () => {});
        out.array('nested', () => out.array(undefined, () => out.element(null)));
      });
    },
  );
  const wanted = { first: 1, rows, none: [], inner: { empty: {}, nested: [[null]] } };
  assert.equal(pieces.join(''), `${JSON.stringify(wanted, undefined, 2)}\n`);
  assert.ok(pieces.length > 3);
});

test('jsonText() escapes what a terminal obeys and nothing else', () => {
  const rows = ['\u009b31m', '\u202e', '\u2028', '\u061c', '\u007f', 'ä漢😀', '\\u009b', '\ud800'];
  for (const text of rows) {
    const written = jsonText({ [text]: text });
    assert.deepEqual(JSON.parse(written), { [text]: text });
    assert.doesNotMatch(written, /[\u007f-\u009f\u061c\u2028\u202e]/);
  }
  assert.equal(jsonText('ä漢😀'), '"ä漢😀"');
  assert.equal(jsonText(undefined), 'null');
});
