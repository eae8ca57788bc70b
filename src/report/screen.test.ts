import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Line } from './screen.ts';
import { columnWidths, flow, heading, labelled, lineWidth, paint, paragraph } from './screen.ts';
import { screenOn, tableRow } from './screen.ts';

test('paint() colours by meaning, drops trailing space, and makes strange text harmless', () => {
  const line: Line = [
    { text: 'a\u001b[31m', style: 'high' },
    { text: ' b\n' },
    { text: 'c  ', style: 'alarm' },
    { text: '   ' },
  ];
  assert.equal(paint(line, false), 'a\ufffd[31m b\ufffdc');
  assert.equal(
    paint(line, true),
    '\u001b[31ma\ufffd[31m\u001b[0m b\ufffd\u001b[1;37;41mc\u001b[0m',
  );
  assert.equal(paint([], true), '');
  assert.equal(paint([{ text: '  ', style: 'alarm' }], true), '');
});

test('flow() keeps items whole until one alone is too wide', () => {
  const items = ['CVE-1, ', 'CVE-2, ', 'CVE-3'].map((text): Line => [{ text }]);
  const texts = (lines: readonly Line[]): string[] => lines.map((line) => paint(line, false));
  assert.deepEqual(texts(flow(items, { width: 16, indent: 2 })), ['  CVE-1, CVE-2,', '  CVE-3']);
  const wide: Line = [{ text: 'a sentence that is too wide' }];
  assert.deepEqual(texts(flow([wide], { width: 12, indent: 1 })), [
    ' a sentence',
    ' that is',
    ' too wide',
  ]);
  const word: Line = [{ text: 'x'.repeat(25) }];
  for (const line of flow([word], { width: 10, indent: 0 })) assert.ok(lineWidth(line) <= 10);
});

test('columnWidths() gives each column what it needs, then takes from the widest flexible one', () => {
  const columns = [
    { title: 'ID' },
    { title: 'NAME', flexible: true },
    { title: 'REASON', flexible: true },
  ];
  const rows = [[{ text: 'x' }, { text: 'a'.repeat(12) }, { text: 'b'.repeat(40) }]];
  assert.deepEqual(columnWidths(columns, rows, 80), [2, 12, 40]);
  assert.deepEqual(columnWidths(columns, rows, 38), [2, 12, 20]);
  assert.deepEqual(columnWidths(columns, rows, 26), [2, 10, 10]);
  assert.deepEqual(columnWidths(columns, rows, 5), [2, 8, 8]);
});

test('tableRow() wraps cells in their columns and aligns numbers right', () => {
  const columns = [{ title: 'N', align: 'right' as const }, { title: 'TEXT' }];
  const lines = tableRow([{ text: '7' }, { text: 'two words' }], columns, {
    widths: [3, 5],
    indent: 1,
  });
  assert.deepEqual(
    lines.map((line) => paint(line, false)),
    ['   7  two', '      words'],
  );
});

test('paragraph(), heading() and labelled() are lines of the screen', () => {
  const lines = paragraph('one two three', { width: 10, indent: 2, style: 'faint' });
  assert.deepEqual(
    lines.map((line) => paint(line, false)),
    ['  one two', '  three'],
  );
  assert.equal(paint(heading('What'), true), '\u001b[1mWhat\u001b[0m');
  assert.equal(labelled('ab', 4).text, 'ab  ');
});

test('screenOn() counts lines and hands them on in pieces', () => {
  const pieces: string[] = [];
  const screen = screenOn((text) => pieces.push(text), false);
  screen.lines(Array.from({ length: 1100 }, (_, index): Line => [{ text: String(index) }]));
  assert.equal(screen.count(), 1100);
  screen.flush();
  screen.flush();
  assert.equal(pieces.length, 3);
  assert.equal(pieces.join('').split('\n').length, 1101);
});
