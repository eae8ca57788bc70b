import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cvssBase, severityOfScore } from './cvss.ts';

// Scores printed in the CVSS v2 guide (§3.3) and the v3.1 examples document.
const scores: readonly [string, number][] = [
  ['AV:N/AC:L/Au:N/C:N/I:N/A:C', 7.8],
  ['AV:N/AC:L/Au:N/C:C/I:C/A:C', 10],
  ['AV:L/AC:H/Au:N/C:C/I:C/A:C', 6.2],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1],
  ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N', 6.4],
  ['CVSS:3.0/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N', 3.1],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0],
];

for (const [vector, score] of scores) {
  test(`cvssBase scores ${vector} as ${score}`, () => {
    assert.equal(cvssBase(vector)?.score, score);
  });
}

for (const vector of [
  '',
  'CVSS:3.1/AV:N',
  'CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  'CVSS:9.9/AV:N',
  'high',
]) {
  test(`cvssBase gives nothing for "${vector}"`, () => {
    assert.equal(cvssBase(vector), undefined);
  });
}

test('severityOfScore uses the bands of the version', () => {
  assert.equal(severityOfScore({ version: '2.0', score: 9.3 }), 'high');
  assert.equal(severityOfScore({ version: '3.1', score: 9.3 }), 'critical');
  assert.equal(severityOfScore({ version: '3.1', score: 0 }), 'unknown');
});
