import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertGolden } from '../../test/kit/golden.ts';
import * as samples from '../../test/kit/sample-report.ts';
import type { Report } from '../model/index.ts';
import type { RenderOptions } from './contract.ts';
import { cyclonedx } from './cyclonedx.ts';

type Parsed = ReturnType<typeof JSON.parse>;

const options: RenderOptions = {
  lang: 'en',
  color: false,
  showSuppressed: false,
  listAllPackages: false,
  program: { name: 'plimsoll', version: '0.0.0' },
};

function rendered(report: Report, more: Partial<RenderOptions> = {}): string {
  const pieces: string[] = [];
  cyclonedx.write(report, (text) => pieces.push(text), { ...options, ...more });
  return pieces.join('');
}

const parsed = (report: Report): Parsed => JSON.parse(rendered(report));

test('cyclonedx of the sample report is the reviewed document', () => {
  assertGolden(
    new URL('testdata/sample.cdx.json', import.meta.url),
    rendered(samples.sampleReport),
  );
});

test('cyclonedx: the serial number follows the content and nothing else', () => {
  const serial = (report: Report): string => parsed(report).serialNumber;
  const { sampleReport: report } = samples;
  const form = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  assert.match(serial(report), form);
  const turned: Report = {
    ...report,
    packages: [...report.packages].reverse(),
    findings: [...report.findings].reverse(),
  };
  assert.equal(rendered(turned), rendered(report));
  assert.notEqual(serial({ ...report, packages: report.packages.slice(1) }), serial(report));
  assert.notEqual(serial({ ...report, findings: report.findings.slice(1) }), serial(report));
});

test('cyclonedx: every reference leads to a component, every bom-ref is unique', () => {
  const twice = { ...samples.packages['lodash']!, locations: [samples.at(3, 'other/lock.json')] };
  const full = { ...samples.sampleReport, packages: [...samples.sampleReport.packages, twice] };
  for (const report of [samples.sampleReport, full, samples.clean]) {
    const document = parsed(report);
    const refs: string[] = [
      document.metadata.component['bom-ref'],
      ...document.components.map((one: Parsed) => one['bom-ref']),
    ];
    assert.equal(new Set(refs).size, refs.length);
    const used: string[] = [
      ...document.dependencies.flatMap((row: Parsed) => [row.ref, ...(row.dependsOn ?? [])]),
      ...document.vulnerabilities
        .filter((one: Parsed) => one.analysis?.detail === undefined)
        .flatMap((one: Parsed) => one.affects.map((row: Parsed) => row.ref)),
    ];
    assert.deepEqual(
      used.filter((ref) => !refs.includes(ref)),
      [],
    );
  }
});

test('cyclonedx: one entry for an id in several packages, with each package', () => {
  const { vulnerabilities } = parsed(samples.sampleReport);
  const found = vulnerabilities.filter((one: Parsed) => one.id === 'CVE-2024-0727');
  assert.equal(found.length, 1);
  assert.deepEqual(
    found[0].affects.map((row: Parsed) => row.versions[0].status),
    ['affected', 'affected'],
  );
});

test('cyclonedx: unknown stays unknown, suppressed carries its analysis, gaps are told', () => {
  const document = parsed(samples.partial);
  const of = (id: string): Parsed => document.vulnerabilities.find((one: Parsed) => one.id === id);
  assert.equal(of('PYSEC-2026-17').affects[0].versions[0].status, 'unknown');
  assert.equal(of('CVE-2019-1010022').analysis.state, 'not_affected');
  assert.match(of('CVE-2016-2781').analysis.detail, /ignore:3: chroot .*until 2027-01-31/);
  assert.deepEqual(document.compositions, [{ aggregate: 'incomplete', assemblies: ['subject'] }]);
  const told = document.metadata.properties.filter(
    (one: Parsed) => one.name === 'plimsoll:unanswered',
  );
  assert.equal(told.length, 2);
  assert.equal(parsed(samples.clean).compositions, undefined);
});

test('cyclonedx: what strangers wrote becomes no invalid member', () => {
  const item = {
    ...samples.packages['bash']!,
    digest: 'sha256:zz',
    licenses: ['javascript:x', 'MIT AND (broken'],
  };
  const one = samples.finding('CVE-2025-1', item, {
    severity: 'high',
    detail: {
      cwes: ['CWE-79', 'CWE-x', 'NVD-CWE-noinfo'],
      references: ['javascript:alert(1)', 'https://ok.example/a?b=c', 'https://x y'],
      published: 'yesterday',
      modified: '2026-01-02',
    },
  });
  const document = parsed({ ...samples.clean, packages: [item], findings: [one] });
  const [found] = document.vulnerabilities;
  assert.deepEqual(found.cwes, [79]);
  assert.deepEqual(
    found.advisories.map((row: Parsed) => row.url),
    ['https://ok.example/a?b=c'],
  );
  assert.equal(found.published, undefined);
  assert.equal(found.updated, '2026-01-02T00:00:00Z');
  const library = document.components.find((row: Parsed) => row.type === 'library');
  assert.equal(library.hashes, undefined);
  assert.deepEqual(library.licenses[0], { license: { name: 'javascript:x' } });
});

test('cyclonedx has a timestamp only when the time was given', () => {
  const created = '2026-01-02T03:04:05Z';
  assert.equal(parsed(samples.clean).metadata.timestamp, undefined);
  assert.equal(JSON.parse(rendered(samples.clean, { created })).metadata.timestamp, created);
});
