import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';

import { parseConfiguration } from './configuration.ts';

const known = new Set(['fail-on', 'severity', 'quiet', 'parallel']);

test('parseConfiguration() takes texts, numbers, switches and lists', () => {
  const text = 'fail-on: high\nseverity: [critical, high]\nquiet: true\nparallel: 2\n';
  assert.deepEqual(
    [...parseConfiguration('plimsoll.yaml', text, known)],
    [
      ['fail-on', 'high'],
      ['severity', ['critical', 'high']],
      ['quiet', true],
      ['parallel', '2'],
    ],
  );
  assert.equal(parseConfiguration('plimsoll.yaml', '', known).size, 0);
  assert.equal(parseConfiguration('plimsoll.yaml', '# nothing yet\n', known).size, 0);
});

test('parseConfiguration() names file and line of what no option can take', () => {
  const rows: readonly [string, RegExp][] = [
    ['quiet: true\nfial-on: high\n', /plimsoll\.yaml:2": there is no option "fial-on"/],
    ['severity: {a: 1}\n', /plimsoll\.yaml:1": the value of "severity"/],
    ['severity: [[a]]\n', /the value of "severity"/],
    ['fail-on: null\n', /the value of "fail-on"/],
    ['- high\n', /found no mapping/],
    ['just text\n', /found no mapping/],
  ];
  for (const [text, sentence] of rows) {
    assert.throws(() => parseConfiguration('plimsoll.yaml', text, known), sentence, text);
  }
});

test('mutated configurations are read or refused', () => {
  const text = 'fail-on: high\nseverity: [critical, high]\nquiet: true\nparallel: 2\n';
  fuzz([Buffer.from(text)], (bytes) => {
    const read = parseConfiguration('plimsoll.yaml', Buffer.from(bytes).toString(), known);
    assert.ok([...read.keys()].every((key) => known.has(key)));
  });
});
