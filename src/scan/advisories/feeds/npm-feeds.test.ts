import assert from 'node:assert/strict';
import { test } from 'node:test';
import { advisoriesOf, documentOf, problemsOf } from '../../../../test/kit/feeds.ts';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { needsShared, sharedPath } from '../../../../test/kit/outside.ts';
import { listFiles } from '../../../io/folder-files.ts';
import type { Advisory, Package } from '../../../model/index.ts';
import { memoryDatabase } from '../memory.ts';
import { matchPackages } from '../../match/match-packages.ts';
import type { Feed, FeedRecord } from '../contract.ts';
import { mirrorDocuments } from '../mirror.ts';
import { nodejsCore } from './nodejs-core.ts';
import { npmAdvisories } from './npm-advisories.ts';
import { retirejs } from './retirejs.ts';

const core = {
  '1': {
    cve: ['CVE-2030-0001'],
    vulnerable: '18.x || 20.x || 21.x',
    patched: '^18.2.0 || ^20.1.1',
    affectedEnvironments: ['all'],
    severity: 'high',
    overview: 'text\n',
  },
  '2': { cve: [], vulnerable: '<= 10', patched: '^6.14.4 || ^8.11.4 || >= 10.9.0' },
  '3': { vulnerable: '0.10.x || 9.7.x || ^4.8.2', patched: '^0.10.48 || ^9.11.2 || ^4.8.5' },
  '4': { vulnerable: '>=6.0.0 <6.2.0 || 8.5.0', patched: '^8.6.0' },
  '5': { vulnerable: '20.x', patched: '^20.1.0', affectedEnvironments: ['win32'] },
  '6': { vulnerable: 'all of them' },
  x: { vulnerable: '1.x' },
};

function rangesOf({ affected }: Advisory): string[] {
  return affected.flatMap(({ ranges }) =>
    ranges.map((range) =>
      range.kind === 'events'
        ? range.events.flatMap((event) => Object.entries(event)).join(' ')
        : '',
    ),
  );
}

test('Node.js core: each vulnerable line up to the fix in it, or to its end', () => {
  const records = [...nodejsCore.parse(documentOf('index.json', core))];
  const found = advisoriesOf(records);
  assert.deepEqual(
    found.map((one) => [one.id, one.aliases, one.affected[0]?.state, rangesOf(one)]),
    [
      [
        'NODEJS-CORE-1',
        ['CVE-2030-0001'],
        'fixed',
        [
          'introduced,18.0.0 fixed,18.2.0',
          'introduced,20.0.0 fixed,20.1.1',
          'introduced,21.0.0 limit,22.0.0',
        ],
      ],
      [
        'NODEJS-CORE-2',
        [],
        'fixed',
        [
          'introduced,0.0.0 fixed,6.14.4',
          'introduced,7.0.0 fixed,8.11.4',
          'introduced,9.0.0 fixed,10.9.0',
        ],
      ],
      [
        'NODEJS-CORE-3',
        [],
        'fixed',
        [
          'introduced,0.10.0 fixed,0.10.48',
          'introduced,9.7.0 fixed,9.11.2',
          'introduced,4.8.2 fixed,4.8.5',
        ],
      ],
      [
        'NODEJS-CORE-4',
        [],
        'fixed',
        ['introduced,6.0.0 limit,6.2.0', 'introduced,8.5.0 fixed,8.6.0'],
      ],
      ['NODEJS-CORE-5', [], 'not_affected', ['introduced,20.0.0 fixed,20.1.0']],
    ],
  );
  assert.deepEqual(
    problemsOf(records).map((text) => text.slice(0, 14)),
    ['index.json: 6:', 'index.json: x:'],
  );
});

const record = {
  id: 'GHSA-aaaa-bbbb-cccc',
  packageName: '@s/a',
  title: 'title',
  severity: 'moderate',
  identifiers: [{ type: 'CVE', value: 'CVE-2030-0002' }],
  affectedVersions: [{ range: '>= 1.0.0, < 1.2.0', fixed: '1.2.0' }, { range: '= 2.0.0' }],
};

test('npm advisories: every range with its fix; malicious packages are malware', () => {
  const text = { vulnerabilities: [record, { ...record, id: 'MAL-2030-1' }, { id: 'x' }] };
  const records = [...npmAdvisories.parse(documentOf('@s/a.json', text))];
  const [first, second] = advisoriesOf(records);
  assert.deepEqual(first?.affected, [
    {
      ecosystem: 'npm',
      name: '@s/a',
      state: 'fixed',
      ranges: [
        { kind: 'expression', expression: '>= 1.0.0, < 1.2.0', fixed: ['1.2.0'] },
        { kind: 'expression', expression: '= 2.0.0' },
      ],
    },
  ]);
  assert.deepEqual(first.severities, [{ source: 'npm-advisories', severity: 'medium' }]);
  assert.equal(second?.kind, 'malware');
  assert.equal(problemsOf(records).length, 1);
  const index = { totalVulnerabilities: 1, lastUpdated: '2030-01-01T00:00:00Z' };
  assert.deepEqual(
    [...npmAdvisories.parse(documentOf('index.json', index))],
    [{ kind: 'dated', time: '2030-01-01T00:00:00Z' }],
  );
});

test('npm advisories: what GitHub took back is withdrawn, by the words before its title', () => {
  const titles = [
    'Duplicate Advisory: Prototype Pollution in a',
    'Withdrawn Advisory: a was malware',
    'Duplicate advisory: a',
    'Withdrawn: a',
    'Withdrawn',
    'Middleware bypass: Duplicate Advisory',
    'Duplicate headers of a are joined',
    'Withdrawn keys are accepted: a',
  ];
  const vulnerabilities = titles.map((title, at) => ({ ...record, id: `GHSA-${at}`, title }));
  const changed = { ...record, title: 'Withdrawn: a', modifiedAt: '2030-01-02T00:00:00Z' };
  const found = advisoriesOf([
    ...npmAdvisories.parse(
      documentOf('@s/a.json', { vulnerabilities: [...vulnerabilities, changed] }),
    ),
  ]);
  const unknown = '1970-01-01T00:00:00Z';
  assert.deepEqual(
    found.map(({ withdrawn }) => withdrawn),
    [...Array<string>(5).fill(unknown), undefined, undefined, undefined, changed.modifiedAt],
  );
});

const libraries = {
  one: {
    npmname: 'uno',
    vulnerabilities: [
      {
        below: '1.2.0',
        severity: 'high',
        identifiers: { CVE: ['CVE-2030-0003'] },
        cwe: ['CWE-79'],
      },
      { atOrAbove: '2.0.0', below: '2.1.0', identifiers: { CVE: ['CVE-2030-0003'] } },
      { below: '1.0.0', identifiers: { githubID: 'GHSA-dddd-eeee-ffff', CVE: ['CVE-2030-0004'] } },
      { below: '1.0.0', excludes: ['0.9.9'], identifiers: { issue: '7', summary: 's' } },
      { below: '9.0.0', identifiers: { summary: 'old' }, cwe: ['CWE-1104'] },
      { identifiers: {} },
    ],
  },
  'retire-example': { vulnerabilities: [{ below: '1.0.0' }] },
};

test('Retire.js: lines of one fault are one advisory, entries without an id get one', () => {
  const records = [...retirejs.parse(documentOf('jsrepository-v5.json', libraries))];
  const found = advisoriesOf(records);
  assert.deepEqual(
    found.map(({ id, aliases, kind }) => [id.replace(/[0-9a-f]{8}$/, '*'), aliases, kind]),
    [
      ['CVE-2030-0003', [], 'vulnerability'],
      ['GHSA-dddd-eeee-ffff', ['CVE-2030-0004'], 'vulnerability'],
      ['RETIREJS-uno-7', [], 'vulnerability'],
      ['RETIREJS-uno-*', [], 'informational'],
    ],
  );
  assert.deepEqual(
    found[0]?.affected.map(({ name }) => name),
    ['uno', 'uno'],
  );
  assert.deepEqual(rangesOf(found[0]), [
    'introduced,0 fixed,1.2.0',
    'introduced,2.0.0 fixed,2.1.0',
  ]);
  assert.deepEqual(found[2]?.affected[0]?.unaffected, ['0.9.9']);
  assert.equal(problemsOf(records).length, 1);
});

test('fuzz the feeds of npm', () => {
  for (const [feed, name, value] of [
    [nodejsCore, 'index.json', core],
    [npmAdvisories, 'a.json', { vulnerabilities: [record] }],
    [retirejs, 'jsrepository-v5.json', libraries],
  ] as const)
    fuzz([Buffer.from(JSON.stringify(value))], (bytes) => [...feed.parse(documentOf(name, bytes))]);
});

async function real(feed: Feed): Promise<FeedRecord[]> {
  const root = sharedPath('feeds');
  const records: FeedRecord[] = [];
  for await (const document of mirrorDocuments(feed, root, listFiles(root)))
    records.push(...feed.parse(document));
  return records;
}

function rules(
  pkg: Pick<Package, 'name' | 'version' | 'type' | 'cpes'>,
  all: Advisory[],
): string[] {
  const { findings } = matchPackages([{ ...pkg, purl: 'pkg:x/x', foundBy: 'x', locations: [] }], {
    database: memoryDatabase({ advisories: all }),
    now: new Date('2026-09-01T00:00:00Z'),
    options: {},
  });
  return findings
    .map(({ rule, kind }) => (kind === 'vulnerability' ? rule : `${rule} ${kind}`))
    .sort();
}

test('the real feeds are read whole and answer', needsShared('feeds/npm'), async () => {
  const [node, retire] = [await real(nodejsCore), await real(retirejs)];
  assert.deepEqual([problemsOf(node), advisoriesOf(node).length], [[], 171]);
  assert.deepEqual(problemsOf(retire), []);
  const rows = advisoriesOf(retire).reduce((sum, { affected }) => sum + affected.length, 0);
  // 723 entries, of which the example library's is none.
  assert.equal(rows, 722);
  const cpes = ['cpe:2.3:a:nodejs:node.js:*:*:*:*:*:*:*:*'];
  const program = { name: 'node', type: 'generic', cpes };
  assert.deepEqual(rules({ ...program, version: '25.8.2' }, advisoriesOf(node)), []);
  assert.deepEqual(rules({ ...program, version: '25.8.1' }, advisoriesOf(node)), [
    'CVE-2026-21637',
    'CVE-2026-21710',
    'CVE-2026-21711',
    'CVE-2026-21712',
    'CVE-2026-21713',
    'CVE-2026-21714',
    'CVE-2026-21715',
    'CVE-2026-21716',
    'CVE-2026-21717',
  ]);
  // On Windows only: nothing here.
  assert.ok(
    !rules({ ...program, version: '18.20.1' }, advisoriesOf(node)).includes('CVE-2024-27980'),
  );
  // 135 duplicates, which would be told a second time under another number, and 38 mistakes.
  const npm = advisoriesOf(await real(npmAdvisories));
  assert.equal(npm.filter(({ withdrawn }) => withdrawn !== undefined).length, 173);
  assert.deepEqual(rules({ name: 'jquery', type: 'npm', version: '3.3.1' }, npm), [
    'CVE-2019-11358',
    'CVE-2020-11022',
    'CVE-2020-11023',
  ]);
  const jquery = { name: 'jquery', type: 'npm', version: '3.4.1' };
  assert.deepEqual(rules(jquery, advisoriesOf(retire)), ['CVE-2020-11022', 'CVE-2020-11023']);
});
