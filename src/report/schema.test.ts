import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as samples from '../../test/kit/sample-report.ts';
import { schemaFaults } from '../../test/kit/schema.ts';
import type { Finding, FindingKind, Report } from '../model/index.ts';
import type { RenderOptions } from './contract.ts';
import { json } from './json.ts';
import { reportSchema } from './schema.ts';

const options: RenderOptions = {
  lang: 'en',
  color: false,
  showSuppressed: false,
  listAllPackages: false,
  program: { name: 'plimsoll', version: '0.0.0' },
};

/** A parsed document; the tests look into it freely. */
type Parsed = ReturnType<typeof JSON.parse>;

function document(report: Report): Parsed {
  let text = '';
  json.write(report, (piece) => (text += piece), options);
  return JSON.parse(text);
}

const kinds: readonly FindingKind[] = [
  'misconfiguration',
  'secret',
  'malware',
  'licence',
  'trust',
  'behaviour',
  'end-of-life',
];

/** A report in which every optional member stands somewhere. */
function fullReport(): Report {
  const { sampleReport: report, packages } = samples;
  const chain = {
    ...samples.at(1, 'etc/x', 3),
    dockerfile: { path: 'Dockerfile', startLine: 2, startColumn: 3, endColumn: 9 },
    package: { purl: 'pkg:deb/x' },
    field: { pointer: '/services/web' },
    container: { id: 'c1', name: 'web' },
    process: { pid: 7, executable: '/bin/sh' },
  };
  const others = kinds.map((kind): Finding => ({
    rule: `rule-${kind}`,
    kind,
    severity: 'high',
    verdict: 'affected',
    message: {
      id: 'x',
      params: { count: 1, name: 'n' },
      text: 'Text',
      ...(kind === 'misconfiguration' ? { translations: { 'zh-CN': '文' } } : {}),
    },
    ...(kind === 'misconfiguration' ? { misconfiguration: samples.fault } : {}),
    aliases: ['DL3007'],
    locations: [chain],
    evidence: ['seen'],
    fix: { state: 'fixed', versions: ['2'], date: '2026-01-01', instruction: 'do it' },
    ...(kind === 'licence' || kind === 'malware' ? { package: packages['bash']!.purl } : {}),
  }));
  const bash = {
    ...packages['bash']!,
    optional: true,
    dev: true,
    owner: 'pkg:deb/y',
    thirdParty: true,
    requirement: '>=1',
    qualifiers: { vendor: 'x', branches: ['a'] },
    locations: [chain, samples.at(0, 'b')],
  };
  const spread = {
    ...packages['lodash']!,
    version: '1',
    purl: 'pkg:npm/spread@1',
    locations: [samples.at(0, 'a'), samples.at(0, 'b')],
  };
  const odd = {
    ...packages['zlib']!,
    version: '01:2-3',
    purl: 'pkg:other/odd@1',
    source: { name: 'odd', version: '01:2-3' },
  };
  return {
    ...samples.partial,
    scanners: ['vuln'],
    subject: { ...report.subject, image: { ...report.subject.image!, variant: 'v8' } },
    os: {
      ...report.os!,
      prettyName: 'p',
      release: 'r',
      idLike: ['a'],
      channel: 'c',
      variant: { id: 'i', name: 'n' },
      build: 'b',
      cpe: 'c',
      supportEnd: 's',
      urls: { home: 'h', support: 's', bugs: 'b', privacy: 'p' },
      endOfLife: { ended: false, date: 'd', extended: 'e' },
    },
    findings: [...report.findings, ...others],
    suppressed: [
      ...report.suppressed,
      ...others.map((one) => ({ ...one, suppressed: report.suppressed[0]!.suppressed! })),
    ],
    packages: [...report.packages.filter((one) => one.name !== 'bash'), bash, spread, odd],
    upgrades: [
      {
        name: 'p',
        type: 'npm',
        from: '1',
        to: '3',
        packages: ['pkg:npm/p@1'],
        ends: { critical: ['A'], high: ['B'], medium: ['C'], low: ['D'], unknown: ['E'] },
        leaves: ['F'],
        sameLine: { to: '1.1', leaves: ['E', 'F'] },
        instruction: 'npm install p@3',
        locations: [chain],
      },
    ],
    checks: [{ rule: 'r', result: 'pass', subject: 's', evidence: ['e'] }],
    database: {
      ...report.database!,
      feeds: report.database!.feeds.map((feed) => ({
        ...feed,
        failure: { time: '2026-11-20T00:00:00Z', code: 'HTTP_STATUS', text: '503' },
      })),
    },
  };
}

test('reportSchema: every JSON report of the tests is valid', () => {
  const reports: readonly Report[] = [
    samples.sampleReport,
    samples.withoutDatabase,
    samples.partial,
    samples.starter,
    samples.clean,
    fullReport(),
    {
      ...samples.clean,
      status: 'failed',
      packages: [],
      coverage: [],
      subject: { kind: 'file', name: 'x' },
    },
  ];
  for (const report of reports) assert.deepEqual(schemaFaults(document(report), reportSchema), []);
});

test('reportSchema describes no member that the full report does not have', () => {
  const text = JSON.stringify(document(fullReport()));
  const names = new Set<string>();
  const walk = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return;
    const { properties } = schema as { properties?: object };
    for (const name of Object.keys(properties ?? {})) names.add(name);
    for (const inner of Object.values(schema)) walk(inner);
  };
  walk(reportSchema);
  names.delete('CreatedAt');
  assert.deepEqual(
    [...names].filter((name) => !text.includes(`"${name}":`)),
    [],
  );
});

test('schemaFaults finds what is wrong, so that the test above can fail', () => {
  const broken: readonly (readonly [(one: Parsed) => void, RegExp])[] = [
    [(one) => delete one.Plimsoll, /lacks "Plimsoll"/],
    [(one) => (one.SchemaVersion = 3), /SchemaVersion: is 3/],
    [(one) => (one.Plimsoll.Extra = 1), /has "Extra"/],
    [(one) => (one.Plimsoll.Status = 'fine'), /"fine" is none of/],
    [(one) => (one.Plimsoll.Coverage[0].Packages = -1), /too small/],
    [(one) => (one.Plimsoll.Coverage[0].Packages = 'x'), /is string/],
    [(one) => (one.Results[0].Vulnerabilities[0].Plimsoll.Risk.Score = 101), /too large/],
    [(one) => delete one.Results[0].Vulnerabilities[0].Plimsoll.Verdict, /lacks "Verdict"/],
    [(one) => (one.Plimsoll.Database = []), /Database: is array/],
  ];
  for (const [spoil, wanted] of broken) {
    const one = document(samples.sampleReport);
    spoil(one);
    assert.match(schemaFaults(one, reportSchema).join('\n'), wanted);
  }
  assert.throws(() => schemaFaults({}, { allOf: [] }), /Cannot check keyword/);
});
