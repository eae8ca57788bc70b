import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestFix, upgradeFor } from './upgrades.ts';

/** Orders dotted numbers; anything else cannot be compared. */
function compareVersions(_: string, a: string, b: string): -1 | 0 | 1 | undefined {
  if (!/^[\d.]+$/.test(a + b)) return undefined;
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const order = Math.sign((left[at] ?? 0) - (right[at] ?? 0));
    if (order !== 0) return order as -1 | 1;
  }
  return 0;
}

const knowing = { compareVersions };

test('upgradeFor() names the lowest version that ends every fault, and never guesses', () => {
  const rows: readonly (readonly [string, readonly (readonly string[])[], string | undefined])[] = [
    ['one fix', [['1.2']], '1.2'],
    ['the higher of two', [['1.2'], ['1.3']], '1.3'],
    ['same fix twice', [['1.2'], ['1.2']], '1.2'],
    [
      'the lower line serves',
      [
        ['3.2.25', '4.2.11'],
        ['3.2.24', '4.2.10'],
      ],
      '3.2.25',
    ],
    ['only the higher line ends both', [['3.2.25', '4.2.11'], ['4.2.10']], '4.2.11'],
    ['between two lines is no end', [['1.0.5', '3.0.0'], ['2.0.0']], '3.0.0'],
    ['no fix of one', [['1.2'], []], undefined],
    ['nothing', [], undefined],
    ['not comparable', [['1.2'], ['final']], undefined],
  ];
  for (const [name, wanted, version] of rows) {
    assert.equal(upgradeFor('npm', wanted, knowing), version, name);
  }
});

test('upgradeFor() without an order names a version only when there is one', () => {
  assert.equal(upgradeFor('npm', [['1.2'], ['1.2']], {}), '1.2');
  assert.equal(upgradeFor('npm', [['1.2'], ['1.3']], {}), undefined);
});

test('nearestFix() drops the fixes of older lines', () => {
  const item = { type: 'npm', version: '1.2.5' };
  assert.deepEqual(nearestFix(item, ['0.2.4', '1.2.6'], knowing), ['1.2.6']);
  assert.deepEqual(nearestFix(item, ['0.2.4', '1.2.6'], {}), ['0.2.4', '1.2.6']);
  assert.deepEqual(nearestFix(item, ['0.2.4', '0.2.5'], knowing), ['0.2.4', '0.2.5']);
  assert.deepEqual(nearestFix({ ...item, version: 'x' }, ['1', '2'], knowing), ['1', '2']);
});
