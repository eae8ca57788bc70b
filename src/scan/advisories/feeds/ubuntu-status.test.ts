import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ubuntuStatus } from './ubuntu-status.ts';

/** Word · what stands in brackets · our state · the vendor's word kept · bounds of the range. */
const rows: readonly [string, string, string, string | undefined, string][] = [
  ['released', '1.0-1ubuntu0.1', 'fixed', undefined, 'introduced 0, fixed 1.0-1ubuntu0.1'],
  ['released', '2:1.0~beta+dfsg-1', 'fixed', undefined, 'introduced 0, fixed 2:1.0~beta+dfsg-1'],
  ['released', '', 'fixed', undefined, 'introduced 0, end unknown'],
  ['released', 'see notes', 'fixed', undefined, 'introduced 0, end unknown'],
  ['not-affected', '', 'not_affected', undefined, ''],
  ['not-affected', 'code not present', 'not_affected', undefined, ''],
  ['not-affected', '1.0.2-3', 'not_affected', undefined, ''],
  ['needed', '', 'affected', 'needed', 'introduced 0'],
  ['in-progress', '', 'affected', 'in-progress', 'introduced 0'],
  ['needs-triage', '', 'under_investigation', 'needs-triage', 'introduced 0'],
  ['deferred', '2019-08-05', 'fix_deferred', 'deferred', 'introduced 0'],
  ['pending', '5.3.0-19.20', 'fix_deferred', 'pending', 'introduced 0, limit 5.3.0-19.20'],
  ['pending', '', 'fix_deferred', 'pending', 'introduced 0'],
  ['ignored', '', 'will_not_fix', 'ignored', 'introduced 0'],
  [
    'ignored',
    'no update available',
    'will_not_fix',
    'ignored (no update available)',
    'introduced 0',
  ],
  [
    'ignored',
    'was needed ESM criteria',
    'will_not_fix',
    'ignored (was needed ESM criteria)',
    'introduced 0',
  ],
  [
    'ignored',
    'reached end-of-life',
    'end_of_life',
    'ignored (reached end-of-life)',
    'introduced 0',
  ],
  [
    'ignored',
    'end of standard support, was needed',
    'end_of_life',
    'ignored (end of standard support, was needed)',
    'introduced 0',
  ],
  [
    'ignored',
    'out of standard support',
    'end_of_life',
    'ignored (out of standard support)',
    'introduced 0',
  ],
];

for (const [word, detail, state, vendorState, bounds] of rows) {
  test(`Ubuntu's status: ${word}${detail === '' ? '' : ` (${detail})`}`, () => {
    const found = ubuntuStatus(word, detail);
    assert.equal(found?.state, state);
    assert.equal(found?.vendorState, vendorState);
    const [range] = found?.ranges ?? [];
    const events = range?.kind === 'events' ? range.events : [];
    const shown = events.flatMap((event) => Object.entries(event).map((pair) => pair.join(' ')));
    if (found?.upperBoundUnknown === true) shown.push('end unknown');
    assert.equal(shown.join(', '), bounds);
  });
}

test("a word that is none of Ubuntu's is no status", () => {
  for (const word of ['', 'DNE', 'fixed', 'Released', '__proto__'])
    assert.equal(ubuntuStatus(word, ''), undefined, word);
});

test('a reason is kept up to a bound', () => {
  const found = ubuntuStatus('ignored', 'x'.repeat(10_000));
  assert.ok((found?.vendorState ?? '').length < 100);
});
