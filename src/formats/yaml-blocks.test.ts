import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockSpans } from './yaml-blocks.ts';

const text = `# packages:
importers:
  .: {}
packages:

  /a@1.0.0:
    resolution: {x: y}

    dev: true
  '@s/b@1.0.0':
    x: 1
  flow: {a: 1}
  'it''s': {}
other:
  /c@1:
    x: 1
`;

test('members of one section with their first and last line', () => {
  assert.deepEqual(
    [...blockSpans(text, 'packages')].map(([key, span]) => [key, span.startLine, span.endLine]),
    [
      ['/a@1.0.0', 6, 9],
      ['@s/b@1.0.0', 10, 11],
      ['flow', 12, 12],
      ["it's", 13, 13],
    ],
  );
});

test('other styles and other sections have no lines', () => {
  for (const other of ['packages: {a: {b: c}}\n', 'x:\n  packages:\n    a: 1\n', '', 'packages'])
    assert.equal(blockSpans(other, 'packages').size, 0, other);
});
