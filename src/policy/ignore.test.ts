import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import type { Finding, Scanner } from '../model/index.ts';
import { PolicyError } from './errors.ts';
import { parseIgnoreFile } from './ignore-file.ts';
import { applyIgnoreFiles } from './ignore.ts';

const now = new Date('2026-09-01T12:00:00Z');

function finding(rule: string, extra: Partial<Finding> = {}): Finding {
  return {
    rule,
    kind: 'vulnerability',
    severity: 'high',
    verdict: 'affected',
    message: { id: 'scan.affected', params: { name: 'openssl', version: '3.0.1' }, text: '' },
    aliases: [],
    locations: [{ file: { path: 'usr/lib/a/METADATA' } }],
    evidence: [],
    package: 'pkg:deb/debian/openssl@3.0.1?arch=amd64',
    ...extra,
  };
}

/** Rules left, rules hidden with their reason, and notes, in one line each. */
function apply(name: string, text: string, ...findings: Finding[]): readonly string[] {
  const result = applyIgnoreFiles(findings, [parseIgnoreFile(name, text)], { now });
  return [
    ...result.findings.map(({ rule }) => `left ${rule}`),
    ...result.suppressed.map(({ rule, suppressed }) => `hidden ${rule}: ${suppressed?.reason}`),
    ...result.notes.map((note) => note.id),
  ];
}

test('plain ignore files hide by id or alias, until they expire', () => {
  const ghsa = finding('CVE-2024-1', { aliases: ['GHSA-aaaa-bbbb-cccc'] });
  const rows: readonly [string, readonly string[]][] = [
    ['CVE-2024-1', ['hidden CVE-2024-1: no reason given']],
    ['# comment\r\n\r\nCVE-2024-1 # not reachable\r\n', ['hidden CVE-2024-1: not reachable']],
    ['ghsa-aaaa-BBBB-cccc', ['hidden CVE-2024-1: no reason given']],
    ['CVE-2024-1 exp:2026-09-02', ['hidden CVE-2024-1: no reason given']],
    ['CVE-2024-1 exp:2026-09-01', ['left CVE-2024-1', 'ignore.expired']],
    ['CVE-2024-1 exp:2026-09-01T13:00:00Z', ['hidden CVE-2024-1: no reason given']],
    ['CVE-2024-2', ['left CVE-2024-1', 'ignore.unused']],
    ['CVE-2024-2 exp:2020-01-01', ['left CVE-2024-1', 'ignore.unused']],
    [
      'CVE-2024-1 exp:2020-01-01\nCVE-2024-1',
      ['hidden CVE-2024-1: no reason given', 'ignore.expired'],
    ],
    ['CVE-2024-11', ['left CVE-2024-1', 'ignore.unused']],
    ['', ['left CVE-2024-1']],
  ];
  for (const [text, expected] of rows) {
    assert.deepEqual(apply('.trivyignore', text, ghsa), expected, text);
  }
});

test('an entry is called unused only where what it speaks of was looked for', () => {
  const rows: readonly [entry: string, by: readonly Scanner[]][] = [
    ['CVE-2024-2', ['vuln']],
    ['GHSA-aaaa-bbbb-cccc', ['vuln']],
    ['RHSA-2024:0001', ['vuln']],
    ['openSUSE-SU-2024:0001-1', ['vuln']],
    ['DLA-3000-1', ['vuln']],
    ['AVD-DS-0002', ['misconfig']],
    ['DL3007', ['misconfig']],
    ['CKV_DOCKER_7', ['misconfig']],
    ['CIS-4.1', ['misconfig']],
    ['check_4_1', ['misconfig']],
    ['DF-USER-ROOT', ['misconfig']],
    ['IMG-SECRET-FILE', ['secret']],
    ['CIS-DI-0010', ['secret']],
    ['CIS-DI-0001', ['misconfig']],
    // Names of rules of kube-linter and kinds of credentials look alike.
    ['run-as-non-root', ['misconfig', 'secret']],
    ['aws-access-key-id', ['misconfig', 'secret']],
    ['vulnerabilities: [{id: X}]', ['vuln']],
    ['secrets: [{id: X}]', ['secret']],
    ['misconfigurations: [{id: CVE-2024-1}]', ['misconfig']],
    ['licenses: [{id: MIT}]', []],
    ['- purls: ["pkg:npm/left"]', ['vuln']],
    ['- paths: ["src/**"]', ['vuln', 'misconfig', 'secret']],
  ];
  const scanners: readonly Scanner[] = ['vuln', 'misconfig', 'secret'];
  for (const [text, by] of rows) {
    const file = parseIgnoreFile('.plimsollignore', text);
    const unused = (ran: readonly Scanner[] | undefined): boolean =>
      applyIgnoreFiles([], [file], { now, scanners: ran }).notes.length > 0;
    assert.equal(unused(undefined), true, `${text}, nobody says what was looked for`);
    assert.equal(unused(scanners), by.length > 0, `${text}, all were looked for`);
    for (const without of by)
      assert.equal(
        unused(scanners.filter((one) => one !== without)),
        false,
        `${text} without ${without}`,
      );
    if (by.length > 0) assert.equal(unused(by), true, `${text} with ${by.join()}`);
  }
});

test('.trivyignore.yaml scopes by path and package URL, and by the kind of its section', () => {
  const entry = (extra: string): string => `vulnerabilities:\n  - id: CVE-2024-1\n${extra}`;
  const rows: readonly [string, readonly string[]][] = [
    [entry('    statement: accepted\n'), ['hidden CVE-2024-1: accepted']],
    [entry('    paths: ["usr/**/METADATA"]\n'), ['hidden CVE-2024-1: no reason given']],
    [entry('    paths: ["opt/**"]\n'), ['left CVE-2024-1', 'ignore.unused']],
    [entry('    purls: ["pkg:deb/debian/openssl"]\n'), ['hidden CVE-2024-1: no reason given']],
    [entry('    purls: ["pkg:deb/debian/curl"]\n'), ['left CVE-2024-1', 'ignore.unused']],
    [
      entry('    paths: ["usr/**"]\n    purls: ["pkg:deb/debian/curl"]\n'),
      ['left CVE-2024-1', 'ignore.unused'],
    ],
    [entry('    expired_at: 2026-01-01\n'), ['left CVE-2024-1', 'ignore.expired']],
    ['misconfigurations:\n  - id: CVE-2024-1\n', ['left CVE-2024-1', 'ignore.unused']],
    ['vulnerabilities: []\n', ['left CVE-2024-1']],
  ];
  for (const [text, expected] of rows) {
    assert.deepEqual(apply('.trivyignore.yaml', text, finding('CVE-2024-1')), expected, text);
  }
});

test('.plimsollignore may be YAML, with packages, reasons and whole scopes', () => {
  const rows: readonly [string, readonly string[]][] = [
    ['- CVE-2024-1\n', ['hidden CVE-2024-1: no reason given']],
    ['- id: CVE-2024-1\n  package: openssl\n  reason: r\n', ['hidden CVE-2024-1: r']],
    ['- id: CVE-2024-1\n  packages: [openssl@3.0.1]\n', ['hidden CVE-2024-1: no reason given']],
    ['- id: CVE-2024-1\n  packages: [openssl@3.0.2]\n', ['left CVE-2024-1', 'ignore.unused']],
    ['- packages: [openssl]\n  expires: 2027-01-01\n', ['hidden CVE-2024-1: no reason given']],
    ['ignore:\n  - id: CVE-2024-1\n', ['hidden CVE-2024-1: no reason given']],
  ];
  for (const [text, expected] of rows) {
    assert.deepEqual(apply('.plimsollignore', text, finding('CVE-2024-1')), expected, text);
  }
});

test('an ignore file that cannot be understood is an error that names the line', () => {
  const rows = [
    ['.trivyignore', 'CVE-2024-1\nCVE-2024-2 exp:soon', /line 2 has expiry "soon"/],
    ['.trivyignore', 'CVE-2024-1 exp:2026-13-45', /line 1 has expiry/],
    ['.trivyignore.yaml', 'vulnerabilities:\n  - paths: []\n', /line 2 has an entry without id/],
    ['.trivyignore.yaml', 'vulnerabilites:\n  - id: X\n', /line 1 has section "vulnerabilites"/],
    ['.trivyignore.yaml', 'vulnerabilities: [', /line 1/],
    ['.trivyignore.yaml', '- id: X\n  purls: [openssl]\n', /package URL "openssl"/],
    ['a.yaml', 'text', /single value/],
  ] as const;
  for (const [name, text, message] of rows) {
    assert.throws(
      () => parseIgnoreFile(name, text),
      (error) => error instanceof PolicyError && message.test(error.message),
      text,
    );
  }
});

test('parseIgnoreFile() survives any bytes', () => {
  const fixtures = [
    'CVE-2024-1 exp:2026-01-01 # why\n',
    'vulnerabilities:\n  - id: X\n    paths: ["{a,b}/**"]\n    expired_at: 2026-01-01\n',
  ].map((text) => Buffer.from(text));
  for (const name of ['.plimsollignore', 'a.yaml']) {
    fuzz(fixtures, (bytes) => parseIgnoreFile(name, Buffer.from(bytes).toString()));
  }
});
