import assert from 'node:assert/strict';
import { test } from 'node:test';
import { advisoriesOf, documentOf, problemsOf } from '../../../../test/kit/feeds.ts';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { azureOval } from './azure-oval.ts';
import { oracleOval } from './oracle-oval.ts';
import { suseEcosystems, suseOval } from './suse-oval.ts';

/** A test of a package against a state, as three elements. */
interface Row {
  readonly id: string;
  readonly name: string;
  readonly state: string;
}

function oval(metadata: string, criteria: string, rows: readonly Row[]): string {
  const part = (render: (row: Row) => string): string => rows.map(render).join('');
  return `<oval_definitions xmlns:l="linux"><definitions>
<definition id="d:1" class="patch"><metadata>${metadata}</metadata>${criteria}</definition></definitions>
<tests>${part(({ id }) => `<l:rpminfo_test id="${id}"><l:object object_ref="o${id}"/><l:state state_ref="s${id}"/></l:rpminfo_test>`)}</tests>
<objects>${part(({ id, name }) => `<l:rpminfo_object id="o${id}"><l:name>${name}</l:name></l:rpminfo_object>`)}</objects>
<states>${part(({ id, state }) => `<l:rpminfo_state id="s${id}">${state}</l:rpminfo_state>`)}</states>
</oval_definitions>`;
}

const evr = (operation: string, version: string): string =>
  `<l:evr operation="${operation}">${version}</l:evr>`;

const oracle = oval(
  `<title>ELSA-2024-0001: tool security update</title>
<reference source="elsa" ref_id="ELSA-2024-0001" ref_url="https://example.org/1"/>
<advisory><severity>IMPORTANT</severity><issued date="2024-01-02"/><cve>CVE-2024-0001</cve><cve>CVE-2024-0002</cve></advisory>`,
  `<criteria operator="AND"><criterion comment="Oracle Linux 9 is installed" test_ref="x"/>
<criterion comment="Module tool:2 is enabled" test_ref="y"/>
<criteria operator="OR">
 <criteria operator="AND"><criterion comment="Oracle Linux arch is x86_64" test_ref="a"/>
  <criteria operator="OR"><criteria operator="AND">
   <criterion comment="tool is earlier than 1:2.0-3.el9" test_ref="t1"/>
   <criterion comment="tool is signed with the Oracle Linux 9 key" test_ref="z"/></criteria></criteria></criteria>
 <criteria operator="AND"><criterion comment="Oracle Linux arch is aarch64" test_ref="b"/>
  <criterion comment="tool is earlier than 1:2.0-3.el9" test_ref="t1"/></criteria>
</criteria></criteria>`,
  [{ id: 't1', name: 'tool', state: evr('less than', '1:2.0-3.el9') }],
);

test('a product, a module and architectures around a package become one statement', () => {
  const [advisory] = advisoriesOf(oracleOval.parse(documentOf('all.xml.bz2', oracle)));
  assert.equal(advisory?.id, 'ELSA-2024-0001');
  assert.deepEqual(advisory?.aliases, ['CVE-2024-0001', 'CVE-2024-0002']);
  assert.deepEqual(advisory?.severities, [
    { source: 'oracle-oval', severity: 'high', word: 'IMPORTANT' },
  ]);
  assert.deepEqual(advisory?.affected, [
    {
      ecosystem: 'Oracle Linux:9',
      name: 'tool',
      state: 'fixed',
      ranges: [{ kind: 'events', events: [{ introduced: '0' }, { fixed: '1:2.0-3.el9' }] }],
      qualifiers: { modularity: 'tool:2', arch: ['aarch64', 'x86_64'] },
    },
  ]);
});

const suseMetadata = '<title>CVE-2024-0003</title><advisory><severity>Low</severity></advisory>';

test('SUSE says fixed, open and not affected by versions; long support stands for its release', () => {
  const products = `<criteria operator="OR">
<criterion comment="SUSE Linux Enterprise Server 15 SP3-LTSS is installed" test_ref="p1"/>
<criterion comment="SUSE Linux Enterprise Server 15 SP4 is installed" test_ref="p2"/>
<criterion comment="SUSE Manager Proxy 4.2 is installed" test_ref="p3"/></criteria>`;
  const text = oval(
    suseMetadata,
    `<criteria operator="AND">${products}<criteria operator="OR">
<criterion comment="a-1-2 is installed" test_ref="t1"/>
<criterion comment="b is affected" test_ref="t2"/><criterion comment="c is not affected" test_ref="t3"/></criteria></criteria>`,
    [
      {
        id: 't1',
        name: 'a',
        state: `<l:arch>(aarch64|x86_64)</l:arch>${evr('less than', '0:1-2')}`,
      },
      { id: 't2', name: 'b', state: evr('greater than', '0:0-0') },
      { id: 't3', name: 'c', state: '<l:version operation="equals">0</l:version>' },
    ],
  );
  const [advisory] = advisoriesOf(suseOval.parse(documentOf('x-affected.xml.gz', text)));
  const rows = advisory?.affected.map(({ ecosystem, name, state }) => [ecosystem, name, state]);
  const [sp3, sp4] = ['SUSE:Linux Enterprise Server 15 SP3', 'SUSE:Linux Enterprise Server 15 SP4'];
  assert.deepEqual(rows, [
    [sp3, 'a', 'fixed'],
    [sp4, 'a', 'fixed'],
    [sp3, 'b', 'affected'],
    [sp4, 'b', 'affected'],
    [sp3, 'c', 'not_affected'],
    [sp4, 'c', 'not_affected'],
  ]);
  assert.deepEqual(advisory?.affected[0]?.qualifiers, { arch: ['aarch64', 'x86_64'] });
});

for (const [platform, ecosystems] of [
  ['SUSE Linux Enterprise Server 15 SP4', ['SUSE:Linux Enterprise Server 15 SP4']],
  ['SUSE Linux Enterprise Server 12 SP5-LTSS', ['SUSE:Linux Enterprise Server 12 SP5']],
  ['SUSE Linux Enterprise Server 16.0', ['SUSE:Linux Enterprise Server 16.0']],
  ['SUSE Linux Enterprise Micro 5.3', ['SUSE:Linux Enterprise Micro 5.3']],
  ['SUSE Linux Micro 6.1', ['SUSE:Linux Micro 6.1']],
  ['openSUSE Leap 15.6', ['openSUSE:Leap 15.6']],
  ['openSUSE Tumbleweed', ['openSUSE:Tumbleweed']],
  ['SUSE Manager Server 4.3', []],
  ['SUSE Linux Enterprise Module for Basesystem 15 SP4', []],
  ['openSUSE Leap 15.6 NonFree', []],
] as const) {
  test(`${platform} is ${ecosystems.length === 0 ? 'not ours to judge' : ecosystems[0]}`, () => {
    assert.deepEqual(suseEcosystems(platform), ecosystems);
  });
}

test('two tests of one package bound a range; a lower bound alone is open above', () => {
  const azure = (criteria: string): unknown =>
    advisoriesOf(
      azureOval.parse(
        documentOf(
          'azurelinux-3.0-oval.xml',
          oval(
            '<title>CVE-2024-0004 affecting package go</title>',
            `<criteria operator="AND">${criteria}</criteria>`,
            [
              { id: 't1', name: 'go', state: evr('less than', '0:1.20.7-1.azl3') },
              { id: 't2', name: 'go', state: evr('greater than', '0:1.19.0') },
              { id: 't3', name: 'go', state: evr('less than or equal', '0:1.18.0-1') },
            ],
          ),
        ),
      ),
    )[0]?.affected.map(({ ecosystem, state, ranges }) => [ecosystem, state, ranges]);
  const below = '<criterion comment="b" test_ref="t1"/>';
  const above = '<criterion comment="a" test_ref="t2"/>';
  const events = (...list: object[]): object[] => [{ kind: 'events', events: list }];
  const from = { introduced: '1.19.0', exclusive: true };
  const fixed = { fixed: '1.20.7-1.azl3' };
  assert.deepEqual(azure(below + above), [['Azure Linux:3', 'fixed', events(from, fixed)]]);
  assert.deepEqual(azure(above + below), [['Azure Linux:3', 'fixed', events(from, fixed)]]);
  assert.deepEqual(azure(above), [['Azure Linux:3', 'affected', events(from)]]);
  const last = events({ introduced: '0' }, { last_affected: '1.18.0-1' });
  assert.deepEqual(azure('<criterion comment="l" test_ref="t3"/>'), [
    ['Azure Linux:3', 'affected', last],
  ]);
});

test('what cannot be read is told, never taken for safe', () => {
  const product = '<criterion comment="openSUSE Tumbleweed is installed" test_ref="p"/>';
  for (const criteria of [
    '<criterion comment="a-1-2 is installed" test_ref="absent"/>',
    '<criterion comment="a" test_ref="t1" negate="true"/>',
    '<criteria operator="OR" negate="true"><criterion comment="a" test_ref="t1"/></criteria>',
    '<criterion comment="a" test_ref="t2"/>',
  ]) {
    const text = oval(suseMetadata, `<criteria operator="AND">${product}${criteria}</criteria>`, [
      { id: 't1', name: 'a', state: evr('less than', '0:1-2') },
      { id: 't2', name: 'a', state: evr('equals', '0:1-2') },
    ]);
    const records = [...suseOval.parse(documentOf('x.xml.gz', text))];
    assert.equal(problemsOf(records).length, 1, criteria);
    assert.deepEqual(advisoriesOf(records), [], criteria);
  }
});

test('mutations of OVAL throw nothing but errors of the house', () => {
  fuzz([Buffer.from(oracle)], (bytes) => [...oracleOval.parse({ name: 'all', bytes })]);
});
