import assert from 'node:assert/strict';
import { test } from 'node:test';
import { advisoriesOf, documentOf, problemsOf } from '../../../../test/kit/feeds.ts';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import type { Affected } from '../../../model/index.ts';
import { redhatEcosystem } from '../redhat-products.ts';
import { redhatVex } from './redhat-vex.ts';

const platforms: Readonly<Record<string, string>> = {
  rhel9: 'cpe:/o:redhat:enterprise_linux:9',
  'BaseOS-9.4': 'cpe:/o:redhat:enterprise_linux:9::baseos',
  'BaseOS-9.2.EUS': 'cpe:/o:redhat:rhel_eus:9.2::baseos',
};
const components: Readonly<Record<string, string>> = {
  'tool-1.x86_64': 'pkg:rpm/redhat/tool@1.0-2.el9_4?arch=x86_64&epoch=1',
  'tool-1.s390x': 'pkg:rpm/redhat/tool@1.0-2.el9_4?arch=s390x&epoch=1',
  'tool-1.src': 'pkg:rpm/redhat/tool@1.0-2.el9_4?arch=src&epoch=1',
  'tool-debuginfo-1.x86_64': 'pkg:rpm/redhat/tool-debuginfo@1.0-2.el9_4?arch=x86_64&epoch=1',
  'node-1.noarch':
    'pkg:rpm/redhat/node@2-1.module%2Bel9.4.0%2B1?arch=noarch&rpmmod=nodejs:18:9040020240101:abc',
  tool: 'pkg:rpm/redhat/tool',
  'tool.src': 'pkg:rpm/redhat/tool?arch=src',
  image: 'pkg:oci/tool?repository_url=example.org',
};

/** A VEX document whose product ids are `platform:component`. */
function vex(
  statuses: Readonly<Record<string, readonly string[]>>,
  remediations: readonly object[] = [],
): object {
  const ids = new Set(Object.values(statuses).flat());
  return {
    document: {
      title: 'a fault',
      aggregate_severity: { text: 'Important' },
      tracking: {
        id: 'CVE-2024-0001',
        status: 'final',
        initial_release_date: '2024-01-02T00:00:00+00:00',
        current_release_date: '2024-02-02T00:00:00+00:00',
      },
    },
    product_tree: {
      branches: [
        {
          branches: Object.entries(platforms).map(([product_id, cpe]) => ({
            product: { product_id, product_identification_helper: { cpe } },
          })),
        },
        {
          branches: Object.entries(components).map(([product_id, purl]) => ({
            product: { product_id, product_identification_helper: { purl } },
          })),
        },
      ],
      relationships: [...ids].map((product_id) => ({
        full_product_name: { product_id },
        product_reference: product_id.split(':')[1],
        relates_to_product_reference: product_id.split(':')[0],
      })),
    },
    vulnerabilities: [{ cve: 'CVE-2024-0001', product_status: statuses, remediations }],
  };
}

function affected(...content: Parameters<typeof vex>): readonly Affected[] | undefined {
  const document = documentOf('2024/cve-2024-0001.json', vex(...content));
  return advisoriesOf(redhatVex.parse(document))[0]?.affected;
}

test('fixes stand by product and bulletin; architectures together, sources and symbols left out', () => {
  const builds = ['tool-1.x86_64', 'tool-1.s390x', 'tool-1.src', 'tool-debuginfo-1.x86_64'];
  const ids = builds.map((build) => `BaseOS-9.4:${build}`);
  const url = 'https://access.redhat.com/errata/RHSA-2024:1234';
  const found = affected({ fixed: [...ids, 'BaseOS-9.2.EUS:node-1.noarch', 'rhel9:image'] }, [
    { category: 'vendor_fix', url, product_ids: ids },
    { category: 'workaround', details: 'Will not fix', product_ids: ids },
  ]);
  assert.deepEqual(found, [
    {
      ecosystem: 'Red Hat:enterprise_linux:9',
      name: 'tool',
      state: 'fixed',
      vendorIds: ['RHSA-2024:1234'],
      ranges: [{ kind: 'events', events: [{ introduced: '0' }, { fixed: '1:1.0-2.el9_4' }] }],
      qualifiers: { names: 'binary', arch: ['s390x', 'x86_64'] },
    },
    {
      ecosystem: 'Red Hat:rhel_eus:9.2',
      name: 'node',
      state: 'fixed',
      ranges: [
        { kind: 'events', events: [{ introduced: '0' }, { fixed: '2-1.module+el9.4.0+1' }] },
      ],
      qualifiers: { names: 'binary', modularity: 'nodejs:18' },
    },
  ]);
});

for (const [status, remedy, state] of [
  ['known_affected', undefined, 'affected'],
  ['known_affected', { category: 'none_available', details: 'Affected' }, 'affected'],
  ['known_affected', { category: 'none_available', details: 'Fix deferred' }, 'fix_deferred'],
  ['known_affected', { category: 'no_fix_planned', details: 'Will not fix' }, 'will_not_fix'],
  [
    'known_affected',
    { category: 'no_fix_planned', details: 'Out of support scope' },
    'end_of_life',
  ],
  ['known_affected', { category: 'no_fix_planned', details: 'a new word' }, 'will_not_fix'],
  ['known_affected', { category: 'workaround', details: 'Will not fix' }, 'affected'],
  ['under_investigation', undefined, 'under_investigation'],
  ['known_not_affected', undefined, 'not_affected'],
] as const) {
  test(`${status} with ${JSON.stringify(remedy)} is ${state}`, () => {
    const id = 'rhel9:tool';
    const remedies = remedy === undefined ? [] : [{ ...remedy, product_ids: [id] }];
    assert.equal(affected({ [status]: [id] }, remedies)?.[0]?.state, state);
  });
}

test('a source package speaks, but of fixes only where no binary is named', () => {
  const names = (ids: readonly string[], status = 'fixed'): unknown =>
    affected({ [status]: ids })?.map((entry) => entry.qualifiers?.['names']);
  assert.deepEqual(names(['rhel9:tool.src']), ['source']);
  assert.deepEqual(names(['rhel9:tool.src', 'rhel9:tool']), ['binary']);
  assert.deepEqual(names(['rhel9:tool.src', 'BaseOS-9.2.EUS:tool']), ['source', 'binary']);
  assert.deepEqual(names(['rhel9:tool.src', 'rhel9:tool'], 'known_affected'), ['source', 'binary']);
});

test('a build that is not affected says nothing of other builds', () => {
  const [entry] = affected({ known_not_affected: ['BaseOS-9.4:tool-1.x86_64'] }) ?? [];
  assert.deepEqual([entry?.ranges, entry?.versions], [[], ['1:1.0-2.el9_4']]);
  const [whole] = affected({ known_not_affected: ['rhel9:tool'] }) ?? [];
  assert.deepEqual([whole?.ranges, whole?.versions], [[], undefined]);
});

for (const [cpe, ecosystem] of [
  ['cpe:/o:redhat:enterprise_linux:9::baseos', 'Red Hat:enterprise_linux:9'],
  ['cpe:/o:redhat:enterprise_linux:10.0', 'Red Hat:enterprise_linux:10'],
  ['cpe:/a:redhat:rhel_eus:9.4::appstream', 'Red Hat:rhel_eus:9.4'],
  ['cpe:/a:redhat:openshift:4.16::el9', 'Red Hat:openshift:4.16'],
  ['cpe:/a:redhat:quay', 'Red Hat:quay'],
  ['cpe:/a:suse:sles:15', undefined],
  ['cpe:2.3:a:redhat:quay:3', undefined],
] as const) {
  test(`${cpe} is ${ecosystem ?? 'no product of Red Hat'}`, () => {
    assert.equal(redhatEcosystem(cpe), ecosystem);
  });
}

test('deleted documents withdraw, changes hold records by id, others are problems', () => {
  const deleted = { document: { tracking: { id: 'CVE-2023-0030', status: 'deleted' } } };
  const changes = { 'CVE-2024-0001': vex({}), 'CVE-2023-0031': null, 'CVE-2023-0030': deleted };
  const found = advisoriesOf(redhatVex.parse(documentOf('changes.json', changes)));
  assert.deepEqual(
    found.map(({ id, withdrawn }) => [id, withdrawn !== undefined]),
    [
      ['CVE-2024-0001', false],
      ['CVE-2023-0031', true],
      ['CVE-2023-0030', true],
    ],
  );
  for (const content of [{}, [], { document: { tracking: { id: 'x' } } }, '<html>'])
    assert.equal(
      problemsOf(redhatVex.parse(documentOf('2024/cve-2024-1.json', content))).length,
      1,
    );
});

test('the table of repositories becomes rows that are looked up and no findings', () => {
  const cpes = ['cpe:/o:redhat:rhel_eus:9.4::baseos'];
  const data = { 'rhel-9-baseos-eus-rpms': { cpes }, empty: { cpes: [] } };
  const records = [...redhatVex.parse(documentOf('repository-to-cpe.json', { data }))];
  const [row, ...more] = advisoriesOf(records);
  assert.deepEqual(
    [row?.kind, row?.affected[0]?.name, more],
    ['informational', 'rhel-9-baseos-eus-rpms', []],
  );
  assert.equal(problemsOf(redhatVex.parse(documentOf('repository-to-cpe.json', {}))).length, 1);
});

test('mutations of a VEX document throw nothing but errors of the house', () => {
  const remedies = [{ category: 'vendor_fix', product_ids: ['rhel9:tool'] }];
  const seed = Buffer.from(JSON.stringify(vex({ fixed: ['BaseOS-9.4:tool-1.x86_64'] }, remedies)));
  fuzz([seed], (bytes) => [...redhatVex.parse({ name: '2024/cve-2024-1.json', bytes })]);
});
