import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OperatingSystem } from '../model/index.ts';
import { osTitle } from './targets.ts';
import { assertGolden } from '../../test/kit/golden.ts';
import * as samples from '../../test/kit/sample-report.ts';
import type { Finding, Report } from '../model/index.ts';
import type { RenderOptions } from './contract.ts';
import { table } from './table.ts';
import { displayWidth } from './width.ts';

const options: RenderOptions = {
  lang: 'en',
  columns: 80,
  color: false,
  showSuppressed: false,
  listAllPackages: false,
  program: { name: 'plimsoll', version: '0.0.0' },
};

const states = {
  sample: samples.sampleReport,
  'no-database': samples.withoutDatabase,
  partial: samples.partial,
  starter: samples.starter,
  clean: samples.clean,
};

function rendered(report: Report, more: Partial<RenderOptions> = {}): string {
  const pieces: string[] = [];
  table.write(report, (text) => pieces.push(text), { ...options, ...more });
  return pieces.join('');
}

/** The same without a width: what a file or a pipe gets. */
function toFile(report: Report): string {
  const { columns: _, ...rest } = options;
  let text = '';
  table.write(report, (piece) => (text += piece), rest);
  return text;
}

for (const [state, report] of Object.entries(states)) {
  for (const lang of ['en', 'zh-CN'] as const) {
    for (const columns of [80, 120]) {
      test(`table of the ${state} report, ${lang}, ${columns} columns, is the reviewed screen`, () => {
        const text = rendered(report, { lang, columns });
        const url = new URL(`testdata/table-${state}-${lang}-${columns}.txt`, import.meta.url);
        assertGolden(url, text);
        for (const line of text.split('\n')) assert.ok(displayWidth(line) <= columns, line);
      });
    }
  }
}

test('table in colour is the reviewed screen, and without its escapes the plain one', () => {
  for (const [state, report] of Object.entries(states)) {
    const colored = rendered(report, { color: true });
    assertGolden(new URL(`testdata/table-${state}-color.txt`, import.meta.url), colored);
    const plain = colored.replaceAll(/\u001b\[[0-9;]*m/g, '');
    assert.equal(plain, rendered(report));
  }
});

test('table never says that nothing is there when something is unknown', () => {
  const unanswered: readonly Report[] = [
    samples.withoutDatabase,
    { ...samples.clean, coverage: [] },
    { ...samples.partial, findings: [] },
    { ...samples.starter, findings: [] },
    { ...samples.clean, packages: [] },
    { ...samples.clean, status: 'failed', packages: [], coverage: [] },
    { ...samples.clean, os: { id: 'debian', version: '8', endOfLife: { ended: true } } },
  ];
  const said = /NOT CHECKED|UNKNOWN|INCOMPLETE|STARTER SET|No packages found|FAILED|END OF LIFE/;
  for (const report of unanswered) assert.match(rendered(report), said);
  assert.doesNotMatch(rendered(samples.clean), said);
  assert.doesNotMatch(rendered(samples.withoutDatabase), /No known vulnerabilities/);
  assert.doesNotMatch(rendered({ ...samples.clean, coverage: [] }), /No known vulnerabilities/);
});

test('table: no control character of a stranger reaches the terminal', () => {
  const hostile = 'x\u001b]0;owned\u0007\u009b2J\r\n\u202ey';
  const item = { ...samples.packages['bash']!, name: hostile, version: hostile };
  const one = samples.finding(hostile, item, { severity: 'high', fixed: [hostile] });
  const report: Report = {
    ...samples.partial,
    subject: { kind: 'image', name: hostile },
    os: { id: hostile, version: hostile, name: hostile, endOfLife: { ended: true, date: hostile } },
    packages: [item],
    findings: [one],
    suppressed: [{ ...one, suppressed: { by: 'ignore-file', reason: hostile, source: hostile } }],
    errors: [{ code: hostile, text: hostile }],
    coverage: [{ ecosystem: hostile, packages: 1, state: 'no-feed', reason: hostile, feeds: [] }],
    notes: [{ id: hostile, params: {}, text: hostile }],
  };
  for (const lang of ['en', 'zh-CN'] as const) {
    const more = { lang, showSuppressed: true, listAllPackages: true };
    assert.doesNotMatch(rendered(report, more), /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  }
});

test('table joins what one upgrade ends', () => {
  const text = rendered(samples.sampleReport);
  assert.match(text, /Upgrade openssl 3\.0\.11-1~deb12u2 to 3\.0\.14-1~deb12u1: ends 1 high,/);
  assert.match(text, /Upgrade minimist 1\.2\.5 to 1\.2\.6/);
  assert.doesNotMatch(text, /0\.2\.4/);
});

test('table shortens lists of ids on a terminal only, the worst first', () => {
  const item = samples.packages['openssl']!;
  const many = Array.from({ length: 300 }, (_, index): Finding => {
    const kev = { added: '2026-01-01', ransomware: false };
    return samples.finding(`CVE-2025-${10_000 + index}`, item, {
      severity: 'low',
      fixed: ['9'],
      risk: index === 299 ? 90 : 1,
      ...(index === 299 ? { detail: { kev } } : {}),
    });
  });
  const report: Report = { ...samples.sampleReport, findings: many };
  const short = rendered(report);
  assert.match(short, /CVE-2025-10299 KEV, CVE-2025-10000,/);
  const shown = short.match(/CVE-2025-\d+/g)?.length ?? 0;
  assert.match(short, new RegExp(`\\+${300 - shown} more`));
  assert.equal(toFile(report).match(/CVE-2025-\d+/g)?.length, 300);
});

test('table says the sum again where a long report ends, on a terminal only', () => {
  const ends = (text: string): string => text.trimEnd().split('\n\n').at(-1) ?? '';
  assert.match(ends(rendered(samples.sampleReport)), /^12 vulnerabilities/);
  assert.doesNotMatch(ends(toFile(samples.sampleReport)), /^12 vulnerabilities/);
  assert.doesNotMatch(ends(rendered(samples.clean)), /^No known/);
});

test('table --show-suppressed gives each reason, source and date', () => {
  const text = rendered(samples.sampleReport, { showSuppressed: true, columns: 120 });
  assert.match(text, /CVE-2016-2781 +coreutils +chroot is not used.*until 2027-01-31.*ignore:3/);
  assert.doesNotMatch(text, /--show-suppressed/);
});

test('table --list-all-pkgs lists packages without findings too', () => {
  assert.match(rendered(samples.clean, { listAllPackages: true }), /bash +5\.2\.15-2\+b2 +GPL/);
});

test('table shows findings of other kinds with their place', () => {
  const secret: Finding = {
    rule: 'aws-access-key',
    kind: 'secret',
    severity: 'critical',
    verdict: 'affected',
    message: { id: 'secret.found', params: {}, text: 'An AWS access key lies in a layer' },
    aliases: [],
    locations: [samples.at(2, 'app/.env', 4)],
    evidence: ['AKIA************'],
  };
  const text = rendered({ ...samples.clean, findings: [secret] });
  assert.match(text, /1 secret/);
  assert.match(text, /CRITICAL +aws-access-key +app\/\.env:4\n +An AWS access key/);
});

test('table tells malware to be removed, not upgraded', () => {
  const item = samples.packages['lodash']!;
  const one = samples.finding('MAL-2026-1', item, { severity: 'critical', kind: 'malware' });
  const text = rendered({ ...samples.clean, findings: [one] });
  assert.match(text, /1 malware/);
  assert.match(text, /Remove lodash: it is malware/);
});

test('table counts what a flag hid apart from what somebody decided', () => {
  const [one, two] = samples.sampleReport.findings;
  const by = { by: 'option', source: '--severity', reason: 'severity low' } as const;
  const suppressed = [
    ...samples.sampleReport.suppressed,
    { ...one!, suppressed: by },
    { ...two!, suppressed: { ...by, source: '--ignore-unfixed' } },
  ];
  const text = rendered({ ...samples.clean, suppressed }, { columns: 120 });
  assert.match(text, /^2 suppressed \(1 by ignore file, 1 by the vendor\)/m);
  assert.match(text, /^2 hidden \(1 by --ignore-unfixed, 1 by --severity\); --show-suppressed/m);
  assert.doesNotMatch(rendered(samples.sampleReport), /hidden/);
});

test('the system is named with its release, whatever os-release says', () => {
  const rows: readonly [OperatingSystem, string][] = [
    [
      { id: 'debian', version: '12.5', prettyName: 'Debian GNU/Linux 12 (bookworm)' },
      'Debian GNU/Linux 12 (bookworm)',
    ],
    [{ id: 'alpine', version: '3.20.1', name: 'Alpine Linux' }, 'Alpine Linux 3.20.1'],
    [{ id: 'debian', version: '12', name: 'Debian 12' }, 'Debian 12'],
    [{ id: 'arch', version: '' }, 'Arch Linux'],
    [{ id: 'nobody', version: '' }, 'nobody'],
  ];
  for (const [os, title] of rows) assert.equal(osTitle(os), title);
});

test('a check that read nothing says so, and not that there is no fault', () => {
  const subject = { kind: 'file', name: 'x' } as const;
  const row = { rule: 'A', subject: 'x', result: 'pass', evidence: [] } as const;
  const head = (report: Partial<Report>): string =>
    rendered({ ...samples.clean, packages: [], coverage: [], subject, ...report }).split('\n')[0] ??
    '';
  const errors = [{ code: 'IO_READ_FAILED', text: 'gone' }];
  assert.match(head({ status: 'partial', errors, checks: [] }), /Nothing could be checked/);
  assert.match(head({ status: 'partial', errors, checks: [row] }), /No fault found/);
  assert.match(head({ checks: [row] }), /No fault found/);
});

test('the headline counts one package as one, and says what the user hid', () => {
  const { clean } = samples;
  const [item] = clean.packages;
  const [row] = clean.coverage;
  assert.ok(item !== undefined && row !== undefined);
  const one: Report = { ...clean, packages: [item], coverage: [{ ...row, packages: 1 }] };
  const first = (report: Report): string => rendered(report).split('\n')[0] ?? '';
  assert.equal(first(one), 'No known vulnerabilities in 1 package');
  const [fault] = samples.sampleReport.findings;
  assert.ok(fault !== undefined);
  const hidden = (by: 'option' | 'ignore-file' | 'vendor' | 'not-present'): Finding => ({
    ...fault,
    suppressed: { by, reason: '', source: '' },
  });
  const rows: readonly [readonly Finding[], string][] = [
    [[hidden('option'), hidden('ignore-file')], ' · 2 hidden'],
    // What the vendor says is no decision of the user's.
    [[hidden('vendor'), hidden('not-present')], ''],
  ];
  for (const [suppressed, end] of rows)
    assert.equal(first({ ...one, suppressed }), `No known vulnerabilities in 1 package${end}`);
});

test('a table of more faults than fit on the stack is drawn', () => {
  const report = samples.faultyFile();
  const [one] = report.findings;
  assert.ok(one !== undefined);
  const findings = Array.from({ length: 150_000 }, (_, index) => ({
    ...one,
    rule: `DF-${index}`,
  }));
  const lines = rendered({ ...report, findings }).split('\n').length;
  assert.ok(lines > 150_000, `${lines}`);
});

test('an image that a file names is no package that could not be checked', () => {
  const [one] = samples.clean.packages;
  assert.ok(one !== undefined);
  const image = { ...one, type: 'docker', name: 'debian', version: 'latest' };
  const other = { ...one, type: 'hex', name: 'phoenix', version: '1.0' };
  const { packages } = samples.clean;
  assert.equal(
    rendered({ ...samples.clean, packages: [...packages, image] }).includes('could not be checked'),
    false,
  );
  assert.match(
    rendered({ ...samples.clean, packages: [...packages, other] }),
    /1 of \d+ packages could not be checked/,
  );
});
