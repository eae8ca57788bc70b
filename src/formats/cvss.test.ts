import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { needsShared, sharedPath } from '../../test/kit/outside.ts';
import { runSuite } from '../../test/kit/suite.ts';
import { cvssBase, cvssOverall, severityOfScore } from './cvss.ts';

// Base scores printed in the CVSS v2 guide (section 3.3) and the example documents of v3.1 and v4.0.
const scores: readonly (readonly [
  vector: string,
  version: string,
  base: number,
  overall: number,
])[] = [
  ['AV:N/AC:L/Au:N/C:N/I:N/A:C', '2.0', 7.8, 7.8],
  ['(AV:N/AC:L/Au:N/C:C/I:C/A:C)', '2.0', 10, 10],
  ['AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C', '2.0', 6.2, 4.9],
  ['AV:N/AC:L/Au:N/C:N/I:N/A:N', '2.0', 0, 0],
  ['CVSS:3.0/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N', '3.0', 3.1, 3.1],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', '3.1', 9.8, 9.8],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', '3.1', 6.1, 6.1],
  ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N', '3.1', 6.4, 6.4],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/', '3.1', 10, 10],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', '3.1', 0, 0],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U', '3.1', 9.8, 9],
  ['CVSS:3.1/S:U/C:H/I:H/A:H/AV:N/AC:L/PR:N/UI:N/MAV:P', '3.1', 9.8, 6.8],
  ['AV:L/AC:L/Au:N/C:C/I:C/A:C/CDP:ND', '2.0', 7.2, 7.2],
  ['AV:L/AC:H/Au:M/C:N/I:N/A:P/E:ND/RL:W/RC:UR/CDP:ND/TD:H/CR:ND/IR:L/AR:L', '2.0', 0.8, 0],
  ['CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/MAV:X', '3.1', 9.6, 9.6],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', '4.0', 9.3, 9.3],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', '4.0', 10, 10],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N', '4.0', 0, 0],
  ['CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U', '4.0', 7.3, 4.4],
];

test('vectors have the scores of the specifications', () => {
  for (const [vector, version, base, overall] of scores) {
    assert.deepEqual(cvssBase(vector), { version, score: base }, vector);
    assert.deepEqual(cvssOverall(vector), { version, score: overall }, vector);
  }
});

test('what is no complete vector has no score', () => {
  const whole = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
  for (const vector of [
    '',
    'high',
    '9.8',
    'CVSS:3.1/AV:N',
    'CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'CVSS:9.9/AV:N/AC:L/Au:N/C:N/I:N/A:C',
    'CVSS:3.1/AV:N/AC:L/Au:N/C:N/I:N/A:C',
    'CVSS:4.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    `${whole}/AV:N`,
    `${whole}/__proto__:X`,
    `${whole}/E`,
    `${whole}//`,
    whole.toLowerCase(),
    `${whole}${'/E:X'.repeat(200)}`,
  ]) {
    assert.equal(cvssBase(vector), undefined, vector);
    assert.equal(cvssOverall(vector), undefined, vector);
  }
});

test('the word of a score follows the bands of its version', () => {
  for (const [version, score, word] of [
    ['2.0', 10, 'high'],
    ['2.0', 6.9, 'medium'],
    ['2.0', 0, 'low'],
    ['3.0', 9, 'critical'],
    ['3.1', 8.9, 'high'],
    ['3.1', 4, 'medium'],
    ['4.0', 3.9, 'low'],
    ['4.0', 0, 'unknown'],
  ] as const) {
    assert.equal(severityOfScore({ version, score }), word, `${version} ${score}`);
  }
});

test('vectors of the outside table', needsShared('cases/scan/cvss.jsonl'), async () => {
  const lines = readFileSync(sharedPath('cases/scan/cvss.jsonl'), 'utf8').trim().split('\n');
  const rows = lines.map((line, index) => {
    const { vector, score } = JSON.parse(line) as { vector: string; score: number };
    return {
      id: `${index + 1}: ${vector}`,
      run: () => assert.equal(cvssOverall(vector)?.score, score),
    };
  });
  await runSuite('cvss', rows);
});

test('no text makes the scoring throw or leave 0 to 10', () => {
  fuzz(
    scores.map(([vector]) => Buffer.from(vector)),
    (bytes) => {
      const text = Buffer.from(bytes).toString();
      for (const found of [cvssBase(text), cvssOverall(text)]) {
        if (found === undefined) continue;
        assert.ok(found.score >= 0 && found.score <= 10, text);
        assert.equal(Math.round(found.score * 10) / 10, found.score, text);
      }
    },
  );
});
