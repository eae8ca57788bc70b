import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byPreference, groupByFault, idsOf } from './identity.ts';

function groups(...rows: string[][]): readonly string[] {
  return groupByFault(rows, ([id = '', ...aliases]) => idsOf({ id, aliases })).map(
    ({ rule, aliases, rows: members }) => `${rule} [${aliases.join(' ')}] ${members.length}`,
  );
}

test('groupByFault() makes one fault of a GHSA and a PYSEC record of the same CVE', () => {
  assert.deepEqual(
    groups(['GHSA-a', 'CVE-2024-1000'], ['PYSEC-2024-1', 'CVE-2024-1000', 'GHSA-a']),
    ['CVE-2024-1000 [GHSA-a PYSEC-2024-1] 2'],
  );
});

test('groupByFault() follows aliases to a CVE that the record itself does not name', () => {
  assert.deepEqual(groups(['PYSEC-2024-1', 'GHSA-a'], ['GHSA-a', 'CVE-2024-1000']), [
    'CVE-2024-1000 [GHSA-a PYSEC-2024-1] 2',
  ]);
});

test('groupByFault() keeps different faults apart', () => {
  assert.deepEqual(groups(['GHSA-a', 'CVE-2024-1000'], ['GHSA-b', 'CVE-2024-1001']), [
    'CVE-2024-1000 [GHSA-a] 1',
    'CVE-2024-1001 [GHSA-b] 1',
  ]);
  assert.deepEqual(groups(['GHSA-a'], ['GHSA-b']), ['GHSA-a [] 1', 'GHSA-b [] 1']);
});

test('groupByFault() counts an advisory over several CVEs for each of them', () => {
  assert.deepEqual(
    groups(['DSA-1-1', 'CVE-2024-1000', 'CVE-2024-1001'], ['CVE-2024-1001', 'DSA-1-1']),
    ['CVE-2024-1000 [DSA-1-1] 1', 'CVE-2024-1001 [DSA-1-1] 2'],
  );
});

test('groupByFault() shows a fault without a CVE under its GHSA id', () => {
  assert.deepEqual(groups(['PYSEC-2024-1', 'GHSA-a'], ['GHSA-a', 'PYSEC-2024-1']), [
    'GHSA-a [PYSEC-2024-1] 2',
  ]);
  assert.deepEqual(groups(['GHSA-a', 'MAL-2024-1']), ['MAL-2024-1 [GHSA-a] 1']);
});

test('idsOf() finds the CVE inside the id of a distribution record', () => {
  assert.deepEqual(idsOf({ id: 'DEBIAN-CVE-2024-1000', aliases: [] }), [
    'DEBIAN-CVE-2024-1000',
    'CVE-2024-1000',
  ]);
  assert.deepEqual(idsOf({ id: 'XCVE-2024-1000', aliases: [] }), ['XCVE-2024-1000']);
  assert.deepEqual(idsOf({ id: 'DSA-2024-1000', aliases: [] }), ['DSA-2024-1000']);
});

test('byPreference() puts the CVE first', () => {
  assert.deepEqual(['PYSEC-1', 'GHSA-a', 'CVE-2024-1000', 'MAL-1'].sort(byPreference), [
    'CVE-2024-1000',
    'MAL-1',
    'GHSA-a',
    'PYSEC-1',
  ]);
});
