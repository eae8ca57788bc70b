import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as samples from '../../test/kit/sample-report.ts';
import type { Report } from '../model/index.ts';
import { checkstyle } from './checkstyle.ts';
import type { OutputFormat, RenderOptions } from './contract.ts';
import { gitlabCodequality } from './gitlab-codequality.ts';
import { github } from './github.ts';

type Parsed = ReturnType<typeof JSON.parse>;

function rendered(format: OutputFormat, report: Report, more: Partial<RenderOptions> = {}): string {
  let text = '';
  format.write(report, (piece) => (text += piece), {
    lang: 'en',
    color: false,
    showSuppressed: false,
    listAllPackages: false,
    program: { name: 'plimsoll', version: '0.0.0' },
    ...more,
  });
  return text;
}

const gaps = (report: Report): number =>
  report.errors.length + report.coverage.filter(({ state }) => state !== 'covered').length;

test('code quality: one issue for each finding and gap, with what GitLab asks for', () => {
  for (const report of [samples.sampleReport, samples.partial, samples.withoutDatabase]) {
    const issues: Parsed[] = JSON.parse(rendered(gitlabCodequality, report));
    assert.equal(issues.length, report.findings.length + gaps(report));
    const prints = issues.map(({ fingerprint }) => fingerprint);
    assert.equal(new Set(prints).size, prints.length);
    for (const { check_name: rule, description, severity, location } of issues) {
      assert.ok(rule !== '' && description !== '');
      assert.match(severity, /^(?:info|minor|major|critical|blocker)$/);
      assert.doesNotMatch(location.path, /^\.?\//);
      assert.ok(Number.isInteger(location.lines.begin));
    }
  }
  assert.deepEqual(JSON.parse(rendered(gitlabCodequality, samples.clean)), []);
});

test('checkstyle: an error for each finding and gap, nothing for a clean report', () => {
  for (const report of [samples.sampleReport, samples.partial, samples.withoutDatabase]) {
    const text = rendered(checkstyle, report);
    assert.equal(text.match(/<error /g)?.length, report.findings.length + gaps(report));
    assert.equal(text.match(/<file /g)?.length, text.match(/<\/file>/g)?.length);
    for (const [, word = ''] of text.matchAll(/severity="([^"]*)"/g)) {
      assert.match(word, /^(?:error|warning|info)$/);
    }
  }
  assert.doesNotMatch(rendered(checkstyle, samples.clean), /<file/);
  const name = '"><x y="\u001b';
  const one = samples.finding(name, { ...samples.packages['bash']!, name }, { severity: 'low' });
  const text = rendered(checkstyle, { ...samples.clean, findings: [one] });
  assert.match(text, /source="&quot;&gt;&lt;x y=&quot;\ufffd"/);
});

test('github: a manifest for each target, what it asks for is direct, the job is the workflow’s', () => {
  const pipeline = {
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SHA: 'a'.repeat(40),
    GITHUB_WORKFLOW: 'ci',
    GITHUB_JOB: 'scan',
    GITHUB_RUN_ID: '7',
  };
  const snapshot: Parsed = JSON.parse(rendered(github, samples.sampleReport, { pipeline }));
  assert.equal(snapshot.version, 0);
  assert.deepEqual(snapshot.job, { correlator: 'ci_scan', id: '7' });
  assert.deepEqual([snapshot.ref, snapshot.sha], ['refs/heads/main', 'a'.repeat(40)]);
  const rows: Parsed[] = Object.values(snapshot.manifests).flatMap((one: Parsed) =>
    Object.values(one.resolved),
  );
  assert.equal(rows.length, samples.sampleReport.packages.length);
  for (const { package_url: purl, relationship, scope } of rows) {
    assert.match(purl, /^pkg:/);
    assert.match(relationship, /^(?:direct|indirect)$/);
    assert.match(scope, /^(?:runtime|development)$/);
  }
  const lockfile = snapshot.manifests['app/package-lock.json'];
  assert.deepEqual(lockfile.file, { source_location: 'app/package-lock.json' });
  const outside: Parsed = JSON.parse(rendered(github, samples.sampleReport));
  assert.deepEqual([outside.sha, outside.job.id], ['', '']);
  // A file may be called anything.
  const item = { ...(samples.packages['lodash'] ?? samples.packages['bash']!), type: 'npm' };
  const odd = { ...item, locations: [{ file: { path: '__proto__' } }] };
  const proto = rendered(github, { ...samples.clean, packages: [odd], findings: [] });
  assert.match(proto, /"__proto__": \{/);
});
