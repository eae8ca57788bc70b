import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { parseCoreMetadata } from './core-metadata.ts';
import { decodeText } from './text.ts';

const sample = `Metadata-Version: 2.1
name: Ship_Yard
Version: 1.2
Version: 9
Author: A Captain
License: UNKNOWN
Classifier: License :: OSI Approved
Classifier: License :: OSI Approved :: MIT License
Classifier: Programming Language :: Python
Requires-Dist: rope
 (>=1)
not a header
Requires-Dist: sail; extra == "wind"

Name: not-a-header-any-more
`;

test('headers end at the blank line, names of headers have no case, the first counts', () => {
  assert.deepEqual(parseCoreMetadata(sample, 'x'), {
    name: 'Ship_Yard',
    version: '1.2',
    licenses: ['MIT License'],
    requires: ['rope (>=1)', 'sail; extra == "wind"'],
    author: 'A Captain',
  });
});

test('licence: the expression before classifiers before a short text', () => {
  const head = 'Name: a\nVersion: 1\n';
  const long = `License: ${'x'.repeat(200)}\n`;
  for (const [text, licenses] of [
    ['License-Expression: MIT OR Apache-2.0\nClassifier: License :: X\n', ['MIT OR Apache-2.0']],
    ['License: BSD\n', ['BSD']],
    [long, []],
    ['License: UNKNOWN\n', []],
    ['', []],
  ] as const)
    assert.deepEqual(parseCoreMetadata(head + text, 'x').licenses, licenses, text);
});

test('without name or version it is nobody’s metadata', () => {
  for (const text of [
    '',
    'Name: a\n',
    'Version: 1\n',
    '\nName: a\nVersion: 1\n',
    'Name:\nVersion: 1',
  ])
    assert.throws(() => parseCoreMetadata(text, 'x'), { code: 'METADATA_INVALID' }, text);
});

test('fuzz core metadata', () => {
  fuzz([Buffer.from(sample)], (bytes) => parseCoreMetadata(decodeText(bytes, 'fuzz'), 'fuzz'));
});
