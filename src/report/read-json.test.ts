import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import * as samples from '../../test/kit/sample-report.ts';
import type { Finding, FindingKind, Package, Report } from '../model/index.ts';
import { outputFormats } from './index.ts';
import type { OutputFormat, RenderOptions } from './contract.ts';
import { ReportError } from './errors.ts';
import { json } from './json.ts';
import { readJsonReport } from './read-json.ts';

const options: RenderOptions = {
  lang: 'en',
  color: false,
  showSuppressed: true,
  listAllPackages: true,
  program: { name: 'plimsoll', version: '0.0.0' },
  template: {
    name: 'a template',
    text: '{{ range . }}{{ .Target }}{{ range .Vulnerabilities }}{{ . }}{{ end }}{{ end }}',
  },
};

function written(format: OutputFormat, report: Report, more: Partial<RenderOptions> = {}): string {
  let text = '';
  format.write(report, (piece) => (text += piece), { ...options, ...more });
  return text;
}

const bytesOf = (report: Report): Uint8Array => Buffer.from(written(json, report));
const read = (value: unknown): Report =>
  readJsonReport(Buffer.from(JSON.stringify(value)), 'r').report;

/** A report with what the samples lack: other kinds, several places, long chains, odd versions. */
function rich(): Report {
  const { sampleReport: report, packages } = samples;
  const kinds: readonly FindingKind[] = [
    'misconfiguration',
    'secret',
    'malware',
    'licence',
    'trust',
    'behaviour',
    'end-of-life',
  ];
  const chain = {
    ...samples.at(1, 'etc/x', 3),
    dockerfile: { path: 'Dockerfile', startLine: 2, startColumn: 3, endColumn: 9 },
    field: { pointer: '/services/web' },
    container: { id: 'c1', name: 'web' },
    process: { pid: 7, executable: '/bin/sh' },
  };
  const lodash = packages['lodash']!;
  const several: Package = {
    ...lodash,
    version: '1.0.0',
    purl: 'pkg:npm/several@1.0.0',
    name: 'several',
    locations: [samples.at(2, 'a/package-lock.json'), samples.at(2, 'b/package-lock.json', 4)],
    dependsOn: [lodash.purl, 'pkg:npm/unlisted@1'],
  };
  const odd: Package = {
    ...samples.deb('odd', '01:2-3', 'odd', 1),
    source: { name: 'odd', version: '00:2' },
    locations: [chain],
  };
  const others = kinds.map((kind): Finding => ({
    rule: `rule-${kind}`,
    kind,
    severity: 'high',
    verdict: 'affected',
    message: {
      id: 'x',
      params: { count: 1, name: 'n' },
      text: `Text of ${kind}`,
      ...(kind === 'misconfiguration' ? { translations: { 'zh-CN': '文' } } : {}),
    },
    ...(kind === 'misconfiguration' ? { misconfiguration: samples.fault } : {}),
    aliases: ['DL3007'],
    locations: [chain],
    evidence: ['seen', 'twice'],
    fix: { state: 'fixed', versions: ['2'], date: '2026-01-01', instruction: 'do it' },
    ...(kind === 'licence' || kind === 'malware' ? { package: lodash.purl } : {}),
  }));
  const told = samples.finding('CVE-2026-9', several, {
    severity: 'low',
    fixed: ['1.0.1', '2.0.0'],
    detail: {
      severities: [
        {
          source: 'nvd',
          severity: 'low',
          cvss: { version: '3.0', vector: 'CVSS:3.0/x', score: 1 },
        },
        {
          source: 'nvd',
          severity: 'high',
          cvss: { version: '3.1', vector: 'CVSS:3.1/y', score: 2 },
        },
        { source: 'v', severity: 'medium', word: 'unimportant' },
      ],
    },
    more: { locations: several.locations },
  });
  return samples.advised({
    ...samples.partial,
    packages: [...report.packages, several, odd],
    findings: [...report.findings, told, ...others],
    suppressed: [
      ...report.suppressed,
      ...others.map((one) => ({ ...one, suppressed: report.suppressed[0]!.suppressed! })),
    ],
    checks: [{ rule: 'r', result: 'pass', subject: 's', evidence: ['e'] }],
  });
}

const reports: Readonly<Record<string, Report>> = {
  sample: samples.sampleReport,
  'no database': samples.withoutDatabase,
  partial: samples.partial,
  starter: samples.starter,
  clean: samples.clean,
  rich: rich(),
  failed: {
    ...samples.clean,
    status: 'failed',
    packages: [],
    coverage: [],
    subject: { kind: 'file', name: 'x' },
  },
};

for (const [name, report] of Object.entries(reports)) {
  test(`readJsonReport() of the ${name} report gives the same in every format`, () => {
    const { report: again } = readJsonReport(bytesOf(report), name);
    for (const format of outputFormats) {
      for (const more of [{}, { lang: 'zh-CN', columns: 80 }] as const) {
        assert.equal(written(format, again, more), written(format, report, more), format.id);
      }
    }
    assert.equal(again.packages.length, report.packages.length);
    assert.equal(again.findings.length, report.findings.length);
  });
}

test('readJsonReport() keeps the time the report was given', () => {
  const created = '2026-01-02T03:04:05.000Z';
  const text = written(json, samples.clean, { created });
  assert.equal(readJsonReport(Buffer.from(text), 'r').created, created);
  assert.equal(readJsonReport(bytesOf(samples.clean), 'r').created, undefined);
});

test('readJsonReport() reads what another program wrote as far as it goes, and says so', () => {
  const report = read({
    SchemaVersion: 2,
    ArtifactName: 'a:1',
    ArtifactType: 'container_image',
    Metadata: {
      OS: { Family: 'alpine', Name: '3.18.4' },
      ImageID: 'sha256:1',
      Layers: [{ DiffID: 'sha256:2' }],
    },
    Results: [
      {
        Target: 'a:1 (alpine 3.18.4)',
        Class: 'os-pkgs',
        Type: 'alpine',
        Packages: [
          {
            Name: 'zlib',
            Version: '1.2.13-r0',
            Identifier: { PURL: 'pkg:apk/alpine/zlib@1.2.13-r0' },
            Layer: { DiffID: 'sha256:2' },
          },
        ],
        Vulnerabilities: [
          {
            VulnerabilityID: 'CVE-2023-1',
            PkgName: 'zlib',
            PkgIdentifier: { PURL: 'pkg:apk/alpine/zlib@1.2.13-r0' },
            FixedVersion: '1.2.13-r1, 1.3-r0',
            Status: 'fixed',
            Severity: 'HIGH',
            VendorSeverity: { nvd: 3 },
            CVSS: { nvd: { V3Vector: 'CVSS:3.1/AV:N', V3Score: 7.5 } },
          },
        ],
      },
    ],
  });
  assert.equal(report.status, 'partial');
  assert.deepEqual(
    report.errors.map(({ code }) => code),
    ['REPORT_FOREIGN'],
  );
  assert.deepEqual([report.os?.id, report.os?.version], ['alpine', '3.18.4']);
  assert.deepEqual(report.packages[0]?.locations, [{ layer: { index: 0, diffId: 'sha256:2' } }]);
  const [found] = report.findings;
  assert.deepEqual([found?.severity, found?.verdict], ['high', 'affected']);
  assert.deepEqual(found?.fix, { state: 'fixed', versions: ['1.2.13-r1', '1.3-r0'] });
  assert.equal(found?.vulnerability?.severities[0]?.cvss?.score, 7.5);
  // Lists of what is inside hold no findings.
  const inventories = new Set(['spdx-json', 'spdx', 'github']);
  for (const format of outputFormats)
    if (inventories.has(format.id)) assert.match(written(format, report), /zlib/, format.id);
    else assert.match(written(format, report), /CVE-2023-1/, format.id);
});

test('readJsonReport() refuses what is no report', () => {
  for (const text of [
    '',
    '[]',
    'null',
    '{',
    '{}',
    '{"SchemaVersion":1}',
    '{"SchemaVersion":"2"}',
  ]) {
    const refused = { name: 'ReportError', code: 'REPORT_INVALID' };
    assert.throws(
      () => readJsonReport(Buffer.from(text), 'x\u001b'),
      (error: unknown) => {
        assert.ok(error instanceof ReportError);
        assert.equal(error.code, refused.code);
        assert.doesNotMatch(error.message, /\u001b/);
        return true;
      },
    );
  }
});

test('readJsonReport() turns values nobody knows into the more worrying ones, and counts what it cannot read', () => {
  const document = JSON.parse(written(json, samples.clean)) as {
    Results: object[];
    Plimsoll: object;
  };
  const own = { Kind: 'vulnerability', Verdict: 'fine', Fix: { State: 'x', Versions: [1, '2'] } };
  const report = read({
    ...document,
    Results: [
      ...document.Results,
      {
        Vulnerabilities: [{ VulnerabilityID: 'X', Severity: 'NONE', Plimsoll: own }, {}, 7],
        Packages: [null],
      },
    ],
    Plimsoll: { ...document.Plimsoll, Coverage: [{ Ecosystem: 'npm', State: 'all good' }] },
  });
  const [found] = report.findings;
  assert.deepEqual([found?.verdict, found?.severity], ['unknown', 'unknown']);
  assert.deepEqual(found?.fix, { state: 'affected', versions: ['2'] });
  assert.equal(report.coverage[0]?.state, 'unsupported');
  assert.equal(report.status, 'partial');
  assert.match(report.errors[0]?.text ?? '', /^Cannot read 3 entries/);
});

test('readJsonReport() gives a foreign key no power', () => {
  const text =
    '{"SchemaVersion":2,"Results":[{"Packages":[{"Name":"p","Plimsoll":{"Qualifiers":{"__proto__":"x"}}}]}],"Plimsoll":{"Notes":[{"ID":"i","Params":{"__proto__":1}}]}}';
  readJsonReport(Buffer.from(text), 'r');
  assert.equal(({} as { x?: string }).x, undefined);
});

test('readJsonReport() survives mutations, and what it reads can be written', () => {
  let turn = 0;
  fuzz([bytesOf(samples.partial)], (input) => {
    const { report } = readJsonReport(input, 'r');
    // The formats take turns: all of them each time would be nearly all of the work.
    const format = outputFormats[(turn += 1) % outputFormats.length];
    if (format !== undefined) written(format, report);
  });
});
