import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { assertGolden } from '../../test/kit/golden.ts';
import * as samples from '../../test/kit/sample-report.ts';
import { needsShared, sharedPath } from '../../test/kit/outside.ts';
import { differences, fromTrivy } from '../../test/kit/trivy-report.ts';
import type { Package, Report } from '../model/index.ts';
import type { RenderOptions } from './contract.ts';
import { json } from './json.ts';
import { ndjson } from './ndjson.ts';

const options: RenderOptions = {
  lang: 'en',
  color: false,
  showSuppressed: false,
  listAllPackages: false,
  program: { name: 'plimsoll', version: '0.0.0' },
};

function rendered(report: Report, more: Partial<RenderOptions> = {}): string {
  const pieces: string[] = [];
  json.write(report, (text) => pieces.push(text), { ...options, ...more });
  return pieces.join('');
}

test('json of the sample report is the reviewed document', () => {
  assertGolden(new URL('testdata/sample.json', import.meta.url), rendered(samples.sampleReport));
});

test('json does not depend on the order in which packages and findings were found', () => {
  const { sampleReport: report } = samples;
  const turned: Report = {
    ...report,
    packages: [...report.packages].reverse(),
    findings: [...report.findings].reverse(),
    suppressed: [...report.suppressed].reverse(),
  };
  assert.equal(rendered(turned), rendered(report));
});

test('json carries CreatedAt only when the time was given', () => {
  const at = '2026-01-02T03:04:05Z';
  assert.equal('CreatedAt' in JSON.parse(rendered(samples.clean)), false);
  assert.equal(JSON.parse(rendered(samples.clean, { created: at })).CreatedAt, at);
});

test('json keeps no path of the machine that scanned', () => {
  assert.doesNotMatch(rendered(samples.sampleReport), /\/home\/user/);
});

test('json says for every state what is unknown', () => {
  const rows = [
    [samples.clean, 'complete', 'covered'],
    [samples.withoutDatabase, 'complete', 'no-database'],
    [samples.partial, 'partial', 'covered'],
    [samples.starter, 'complete', 'starter-set'],
  ] as const;
  for (const [report, status, state] of rows) {
    const { Plimsoll } = JSON.parse(rendered(report));
    assert.equal(Plimsoll.Status, status);
    assert.equal(Plimsoll.Coverage[0].State, state);
  }
});

test('json escapes what a terminal would obey and reads back as the same text', () => {
  const hostile = 'a\u001b[2J\u009b31m\u202eb\u2028\ud800';
  const report: Report = { ...samples.clean, subject: { kind: 'image', name: hostile } };
  const text = rendered(report);
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e\ud800]/);
  assert.equal(JSON.parse(text).ArtifactName, hostile);
});

test('json survives names that mean something to JavaScript', () => {
  const item = { ...samples.packages['bash']!, name: '__proto__' };
  const severities = [{ source: '__proto__', severity: 'high' as const }];
  const one = samples.finding('CVE-1', item, { severity: 'high', detail: { severities } });
  const report: Report = { ...samples.clean, packages: [item], findings: [one] };
  const { VendorSeverity } = JSON.parse(rendered(report)).Results[0].Vulnerabilities[0];
  assert.deepEqual(Object.getOwnPropertyNames(VendorSeverity), ['__proto__']);
});

test(
  'json carries every fact of an outside report of the same findings',
  needsShared('cases/scan/report-goldens'),
  () => {
    const path = sharedPath('cases/scan/report-goldens/alpine-310.json.golden');
    const wanted = JSON.parse(readFileSync(path, 'utf8'));
    const ours = JSON.parse(rendered(fromTrivy(wanted), { created: wanted.CreatedAt }));
    // Theirs alone: program, random id, their own hashes and their own site.
    const theirs = /^\.(Trivy\.|ReportID$|ArtifactID$)|\.(UID|Fingerprint|PrimaryURL)$/;
    const { missing, compared } = differences(wanted, ours, theirs);
    assert.deepEqual(missing, []);
    assert.ok(compared > 200, `compared ${compared} facts`);
    for (const one of ours.Results[0].Vulnerabilities) {
      assert.match(one.PkgIdentifier.UID, /^[0-9a-f]{16}$/);
      assert.match(one.Fingerprint, /^sha256:[0-9a-f]{64}$/);
      assert.match(one.PrimaryURL, /^https:/);
    }
  },
);

test('ndjson writes one finding a line, and a line for each unanswered question', () => {
  const lines = (report: Report): { Kind: string; VulnerabilityID?: string }[] => {
    let text = '';
    ndjson.write(report, (piece) => (text += piece), options);
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  };
  const count = samples.sampleReport.findings.length;
  assert.equal(lines(samples.sampleReport).length, count);
  assert.equal(lines(samples.clean).length, 0);
  const gaps = (report: Report): number =>
    lines(report).filter((line) => line.Kind === 'unanswered').length;
  assert.equal(gaps(samples.partial), 4);
  assert.equal(gaps(samples.withoutDatabase), 3);
  assert.equal(lines(samples.sampleReport)[0]?.VulnerabilityID, 'CVE-2023-46218');
});

test('json: the functions of a program are for matching, not for readers', () => {
  const shown = (qualifiers: Package['qualifiers']): unknown => {
    const item = {
      ...samples.packages['bash']!,
      ...(qualifiers === undefined ? {} : { qualifiers }),
    };
    const report = { ...samples.clean, packages: [item] };
    const document = JSON.parse(rendered(report)) as {
      Results: { Packages: { Plimsoll?: { Qualifiers?: unknown } }[] }[];
    };
    return document.Results[0]?.Packages[0]?.Plimsoll?.Qualifiers;
  };
  assert.deepEqual(shown({ symbols: ['a#xyz='] }), undefined);
  assert.deepEqual(shown({ symbols: ['a#xyz='], goos: 'linux' }), { goos: 'linux' });
  assert.deepEqual(shown({ vendor: 'x' }), { vendor: 'x' });
});
