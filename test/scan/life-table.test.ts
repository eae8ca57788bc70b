import assert from 'node:assert/strict';
import { test } from 'node:test';
import { archiveMembers } from '../../src/scan/advisories/archive-members.ts';
import { knownLifeCycles } from '../../src/scan/life-table.ts';
import { needsShared, sharedPath } from '../kit/outside.ts';

const archive = 'feeds/eol/endoflife.date-api-v0.tar.zst';

interface Cycle {
  readonly cycle: string;
  readonly eol: string | boolean;
  readonly eoes?: string | boolean;
}

test(
  'the own table of release lines has the dates of endoflife.date',
  needsShared(archive),
  async () => {
    const wanted = new Set(Object.keys(knownLifeCycles));
    const productOf = (path: string): string => path.split('/').at(-1)?.replace('.json', '') ?? '';
    const seen = new Set<string>();
    for await (const { path, bytes } of archiveMembers(sharedPath(archive), (member) =>
      wanted.has(productOf(member)),
    )) {
      const product = productOf(path);
      seen.add(product);
      const theirs = JSON.parse(Buffer.from(bytes).toString()) as Cycle[];
      for (const { cycle, eol, extended } of knownLifeCycles[product] ?? []) {
        const row = theirs.find((one) => one.cycle === cycle);
        // "No date yet" is written as false there and left out here.
        const theirEnd = row?.eoes === false ? undefined : row?.eoes;
        assert.deepEqual([eol, extended], [row?.eol, theirEnd], `${product} ${cycle}`);
      }
      const newest = theirs[0]?.cycle;
      assert.ok(
        knownLifeCycles[product]?.some(({ cycle }) => cycle === newest),
        `${product} ${newest}`,
      );
    }
    assert.deepEqual(seen, wanted);
  },
);
