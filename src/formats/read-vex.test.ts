import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { FormatError } from './errors.ts';
import { readVex, vexFormats } from './read-vex.ts';

const openvex = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://example.com/vex/1',
  author: 'me',
  timestamp: '2026-01-01T00:00:00Z',
  version: 1,
  statements: [
    {
      vulnerability: { '@id': 'https://nvd.nist.gov/vuln/detail/cve-2026-1', name: 'CVE-2026-1' },
      products: [
        {
          '@id': 'pkg:oci/app@sha256:aa',
          hashes: { 'sha-256': 'AB12' },
          identifiers: { purl: 'pkg:oci/app', cpe23: 'cpe:2.3:a:x:y:1:*:*:*:*:*:*:*' },
          subcomponents: [{ '@id': 'pkg:npm/a@1' }],
        },
      ],
      status: 'not_affected',
      justification: 'vulnerable_code_not_present',
    },
    {
      vulnerability: { name: 'CVE-2026-2', aliases: ['ghsa-x'] },
      products: [{ '@id': 'pkg:npm/b' }],
      status: 'affected',
      action_statement: 'update',
      timestamp: '2026-02-01T00:00:00Z',
    },
  ],
};

const cyclonedx = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  metadata: { timestamp: '2026-01-01T00:00:00Z', component: { 'bom-ref': 'app', name: 'app' } },
  components: [
    { 'bom-ref': 'a', purl: 'pkg:npm/a@1', components: [{ 'bom-ref': 'b', purl: 'pkg:npm/b@1' }] },
  ],
  vulnerabilities: [
    {
      id: 'CVE-2026-1',
      references: [{ id: 'GHSA-1', source: {} }],
      analysis: { state: 'false_positive', justification: 'code_not_reachable', detail: 'no call' },
      affects: [
        { ref: 'b' },
        { ref: 'urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pkg%3Anpm%2Fc%402' },
      ],
    },
    { id: 'CVE-2026-2', affects: [{ ref: 'a' }] },
    {
      id: 'CVE-2026-3',
      analysis: { state: 'in_triage', response: ['update'] },
      affects: [
        {
          ref: 'pkg:npm/d',
          versions: [{ version: '1', status: 'affected' }, { range: 'vers:npm/<2' }],
        },
      ],
    },
  ],
};

const csaf = {
  document: {
    category: 'csaf_vex',
    csaf_version: '2.0',
    tracking: { id: 'X-1', current_release_date: '2026-01-01T00:00:00Z' },
  },
  product_tree: {
    branches: [
      {
        branches: [
          {
            product: { product_id: 'os', product_identification_helper: { cpe: 'cpe:/o:v:os:9' } },
          },
          {
            product: {
              product_id: 'lib',
              product_identification_helper: { purl: 'pkg:rpm/v/lib@1' },
            },
          },
        ],
      },
    ],
    relationships: [
      {
        category: 'default_component_of',
        full_product_name: { product_id: 'os:lib' },
        product_reference: 'lib',
        relates_to_product_reference: 'os',
      },
    ],
  },
  vulnerabilities: [
    {
      cve: 'CVE-2026-1',
      product_status: { known_not_affected: ['os:lib'], recommended: ['lib'] },
      flags: [{ label: 'component_not_present', product_ids: ['os:lib'] }],
      threats: [{ category: 'impact', details: 'not built', product_ids: ['os:lib'] }],
    },
    {
      ids: [{ system_name: 'v', text: 'V-2' }],
      product_status: { fixed: ['lib'], under_investigation: ['os'] },
    },
  ],
};

/** Statements in one line each: ids, status, reason, products with their parts. */
function told(document: unknown): readonly string[] {
  const { statements } = readVex(Buffer.from(JSON.stringify(document)), '"x"');
  return statements.map(({ ids, status, justification = '', detail = '', products, time = 0 }) =>
    [
      ids.join(),
      status,
      justification,
      detail,
      new Date(time).toISOString().slice(0, 10),
      products
        .map((product) => {
          const name = [...product.names, ...product.digests, ...product.cpes].join('+');
          const only = product.versions === undefined ? '' : ` only ${product.versions.join()}`;
          return `${name}${only}>${product.parts.flatMap((part) => part.names).join()}`;
        })
        .join(' | '),
    ].join(' ; '),
  );
}

test('OpenVEX: what a statement leaves out comes from the document; every name is kept', () => {
  assert.deepEqual(told(openvex), [
    'CVE-2026-1 ; not_affected ; vulnerable_code_not_present ;  ; 2026-01-01 ; pkg:oci/app@sha256:aa+pkg:oci/app+sha256:ab12+cpe:2.3:a:x:y:1:*:*:*:*:*:*:*>pkg:npm/a@1',
    'CVE-2026-2,GHSA-X ; affected ;  ; update ; 2026-02-01 ; pkg:npm/b>',
  ]);
  const old = {
    '@context': 'https://openvex.dev/ns',
    statements: [
      {
        vulnerability: 'CVE-1',
        products: ['pkg:oci/app', 'pkg:oci/other'],
        subcomponents: ['pkg:npm/a'],
        status: 'fixed',
      },
    ],
  };
  assert.deepEqual(told(old), [
    'CVE-1 ; fixed ;  ;  ; 1970-01-01 ; pkg:oci/app>pkg:npm/a | pkg:oci/other>pkg:npm/a',
  ]);
});

test('CycloneDX: states are mapped, references followed; without a state nothing is said', () => {
  assert.deepEqual(told(cyclonedx), [
    'CVE-2026-1,GHSA-1 ; not_affected ; code_not_reachable ; no call ; 2026-01-01 ; pkg:npm/b@1> | pkg:npm/c@2>',
    'CVE-2026-3 ; under_investigation ;  ; update ; 2026-01-01 ; pkg:npm/d only 1>',
  ]);
});

test('CSAF: a component of a platform is a part of it; recommendations say nothing', () => {
  assert.deepEqual(told(csaf), [
    'CVE-2026-1 ; not_affected ; component_not_present ; not built ; 2026-01-01 ; cpe:/o:v:os:9>pkg:rpm/v/lib@1',
    'V-2 ; fixed ;  ;  ; 2026-01-01 ; pkg:rpm/v/lib@1>',
    'V-2 ; under_investigation ;  ;  ; 2026-01-01 ; cpe:/o:v:os:9>',
  ]);
});

test('attestations are opened; what was attested is the product of statements without one', () => {
  const [first] = openvex.statements;
  const { products: _products, ...without } = first ?? { products: [] };
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'app', digest: { sha256: 'cd34' } }],
    predicateType: 'https://openvex.dev/ns/v0.2.0',
    predicate: { ...openvex, statements: [without] },
  };
  const payload = Buffer.from(JSON.stringify(statement)).toString('base64');
  const expected = [
    'CVE-2026-1 ; not_affected ; vulnerable_code_not_present ;  ; 2026-01-01 ; sha256:cd34>',
  ];
  assert.deepEqual(told(statement), expected);
  assert.deepEqual(told({ payloadType: 'application/vnd.in-toto+json', payload }), expected);
});

test('a document with one statement that cannot be understood is refused as a whole', () => {
  const statement = openvex.statements[1];
  const vex = (extra: object): object => ({
    ...openvex,
    statements: [openvex.statements[0], { ...statement, ...extra }],
  });
  const rows: readonly [unknown, RegExp][] = [
    [vex({ status: 'maybe' }), /statement 2 has status "maybe"/],
    [vex({ status: undefined }), /statement 2 has status "no status"/],
    [vex({ vulnerability: {} }), /statement 2 has no vulnerability/],
    [vex({ products: [] }), /statement 2 has no product/],
    [{ ...openvex, statements: undefined }, /no statements/],
    [{ ...cyclonedx, vulnerabilities: undefined }, /without vulnerabilities/],
    [
      { ...cyclonedx, vulnerabilities: [{ id: 'a', analysis: { state: 'fine' } }] },
      /vulnerability 1 has state "fine"/,
    ],
    [{ ...csaf, document: { category: 'csaf_vex' } }, /no tracking id/],
    [{ ...csaf, product_tree: {} }, /product "os:lib", which its product tree lacks/],
    [{}, /none of the forms/],
    [[], /none of the forms/],
  ];
  for (const [document, message] of rows) {
    assert.throws(
      () => told(document),
      (error) =>
        error instanceof FormatError && error.code === 'VEX_INVALID' && message.test(error.message),
      String(message),
    );
  }
  assert.throws(() => readVex(Buffer.from('not json'), '"x"'), { code: 'VEX_INVALID' });
});

test('every form is a line of the registry', () => {
  assert.deepEqual(
    vexFormats.map(({ id }) => id),
    ['OpenVEX', 'CycloneDX', 'CSAF'],
  );
});

test('fuzz VEX documents', () => {
  const fixtures = [openvex, cyclonedx, csaf].map((one) => Buffer.from(JSON.stringify(one)));
  fuzz(fixtures, (bytes) => readVex(bytes, 'x'));
});
