import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MatchRow } from '../advisories/database.ts';
import type { Judged, Ruling } from './decide.ts';
import { readFacts } from './facts.ts';

function ruling(...ids: string[]): Ruling {
  const judged = ids.map((id): Judged => {
    const affected = { ecosystem: 'npm', name: 'p', state: 'affected', ranges: [] } as const;
    const row: MatchRow = {
      id,
      aliases: [],
      source: 'feed',
      kind: 'vulnerability',
      severities: [],
      affected,
    };
    const target = {
      ecosystem: 'npm',
      name: 'p',
      version: '1',
      scheme: 'npm',
      by: 'direct',
    } as const;
    return { row, target, verdict: 'affected', declared: false, range: '', fixes: [] };
  });
  return { verdict: 'affected', primary: judged[0]!, judged };
}

test('readFacts() reads every text once, in the order in which a database keeps them', () => {
  const asked: string[] = [];
  const facts = readFacts([ruling('C', 'A'), ruling('B'), ruling('A')], {
    text: (source, id) => {
      asked.push(`${source} ${id}`);
      return id === 'B' ? undefined : { title: id, references: [], cwes: [] };
    },
    cve: (id) => {
      asked.push(id);
      return undefined;
    },
  });
  assert.deepEqual(asked, ['feed A', 'feed B', 'feed C']);
  assert.equal(facts.text('feed', 'A')?.title, 'A');
  assert.equal(facts.text('feed', 'B'), undefined);
  assert.equal(facts.text('other', 'A'), undefined);
  facts.cve('CVE-2024-1');
  facts.cve('CVE-2024-1');
  assert.deepEqual(asked.slice(3), ['CVE-2024-1']);
});
