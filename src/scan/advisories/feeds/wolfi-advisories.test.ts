import assert from 'node:assert/strict';
import { test } from 'node:test';

import { advisoriesOf, documentOf, problemsOf } from '../../../../test/kit/feeds.ts';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { wolfiAdvisories } from './wolfi-advisories.ts';

function yaml(events: string, aliases = '[CVE-2024-0001, GHSA-aaaa-bbbb-cccc]'): string {
  return `schema-version: 2.0.2
package:
  name: age
advisories:
  - id: CGA-2h26-rh8h-r2vp
    aliases: ${aliases}
    events:
${events}`;
}

function event(time: string, type: string, data = '{}'): string {
  return `      - timestamp: 2025-04-${time}T07:05:57Z\n        type: ${type}\n        data: ${data}\n`;
}

function parse(text: string) {
  return advisoriesOf(wolfiAdvisories.parse(documentOf('age.advisories.yaml', text)));
}

const detected = event('10', 'detection', '{type: scan/v1}');
const histories: readonly [string, string, string, string | undefined][] = [
  ['found by a scanner', detected, 'under_investigation', 'detection'],
  [
    'found, then fixed',
    detected + event('11', 'fixed', '{fixed-version: 1.2.1-r4}'),
    'fixed',
    undefined,
  ],
  [
    'written in another order',
    event('11', 'fixed', '{fixed-version: 1.2.1-r4}') + detected,
    'fixed',
    undefined,
  ],
  [
    'fixed in 0: never affected',
    event('11', 'fixed', '{fixed-version: "0"}'),
    'not_affected',
    'fixed',
  ],
  [
    'a false alarm, with the reason',
    detected + event('12', 'false-positive-determination', '{type: vulnerable-code-not-present}'),
    'not_affected',
    'vulnerable-code-not-present',
  ],
  [
    'a false alarm without one',
    event('12', 'false-positive-determination'),
    'not_affected',
    'false-positive-determination',
  ],
  [
    'found again after a false alarm',
    event('12', 'false-positive-determination') + event('13', 'detection'),
    'under_investigation',
    'detection',
  ],
  [
    'confirmed',
    detected + event('12', 'true-positive-determination'),
    'affected',
    'true-positive-determination',
  ],
  [
    'waits for upstream',
    detected + event('12', 'pending-upstream-fix'),
    'fix_deferred',
    'pending-upstream-fix',
  ],
  ['will stay', detected + event('12', 'fix-not-planned'), 'will_not_fix', 'fix-not-planned'],
  [
    'two events at one time: the later line holds',
    detected + event('10', 'fix-not-planned'),
    'will_not_fix',
    'fix-not-planned',
  ],
];

for (const [title, events, state, word] of histories) {
  test(`the last event holds: ${title}`, () => {
    const [found] = parse(yaml(events));
    assert.equal(found?.affected[0]?.state, state);
    assert.equal(found.affected[0].vendorState, word);
  });
}

test('an advisory is known by its CVEs, else by its own id', () => {
  const ids = (aliases: string): string[][] =>
    parse(yaml(detected, aliases)).map((one) => [one.id, ...one.aliases]);
  assert.deepEqual(ids('[GHSA-aaaa-bbbb-cccc, CVE-2024-0001]'), [
    ['CVE-2024-0001', 'CGA-2h26-rh8h-r2vp', 'GHSA-aaaa-bbbb-cccc'],
  ]);
  assert.deepEqual(ids('[CVE-2024-0001, CVE-2024-0002]'), [
    ['CVE-2024-0001', 'CGA-2h26-rh8h-r2vp'],
    ['CVE-2024-0002', 'CGA-2h26-rh8h-r2vp'],
  ]);
  assert.deepEqual(ids('[GHSA-aaaa-bbbb-cccc]'), [['CGA-2h26-rh8h-r2vp', 'GHSA-aaaa-bbbb-cccc']]);
  assert.deepEqual(ids('null'), [['CGA-2h26-rh8h-r2vp']]);
});

test('what cannot be read is told and costs no more than itself', () => {
  const two = yaml(detected) + `  - id: CGA-x\n    events:\n${event('10', 'celebrated')}`;
  const records = [...wolfiAdvisories.parse(documentOf('age.advisories.yaml', two))];
  assert.equal(advisoriesOf(records).length, 1);
  assert.match(problemsOf(records).join(), /advisory "CGA-x" of age/);
  for (const text of ['{}', '[]', 'package: {name: a}', yaml('')])
    assert.equal(problemsOf(wolfiAdvisories.parse(documentOf('x', text))).length, 1, text);
});

test('the parser of advisories survives mutations', () => {
  fuzz(
    [Buffer.from(yaml(detected + event('11', 'fixed', '{fixed-version: 1.2.1-r4}')))],
    (bytes) => [...wolfiAdvisories.parse(documentOf('age.advisories.yaml', bytes))],
  );
});
