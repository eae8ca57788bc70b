import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as samples from '../../test/kit/sample-report.ts';
import type { Finding, Package, Report } from '../model/index.ts';
import type { RenderOptions } from './contract.ts';
import { table } from './table.ts';

const options: RenderOptions = {
  lang: 'en',
  columns: 80,
  color: false,
  showSuppressed: false,
  listAllPackages: false,
  program: { name: 'plimsoll', version: '0.0.0' },
};

function advice(report: Report, more: Partial<RenderOptions> = {}): string {
  let text = '';
  table.write(report, (piece) => (text += piece), { ...options, ...more });
  return text.slice(text.search(/What to do|如何处理/));
}

function withFindings(packages: readonly Package[], findings: readonly Finding[]): Report {
  return samples.advised({ ...samples.clean, packages, findings });
}

const os = (name: string): readonly [Package, Finding] => {
  const item = samples.deb(name, '1.0-1', name, 0);
  return [item, samples.finding('CVE-2026-1', item, { severity: 'high', fixed: ['1.0-2'] })];
};

test('advice: one line for a package, with the smaller step on its line', () => {
  const item = { ...samples.packages['lodash']!, version: '3.2.12' };
  const fixes = [['3.2.25', '4.2.11'], ['3.2.24', '4.2.10'], ['4.2.10'], []];
  const findings = fixes.map((fixed, index) =>
    samples.finding(`CVE-2026-${index}`, item, { severity: index === 0 ? 'high' : 'low', fixed }),
  );
  const report = withFindings([item], findings);
  assert.match(
    advice(report),
    /1\. Upgrade lodash 3\.2\.12 to 4\.2\.11 in app\/package-lock\.json:\n +ends 1 high, 2 low, leaves 1\n +3\.2\.25 stays on the installed line and ends all but 1 of them\n/,
  );
  assert.match(advice(report, { lang: 'zh-CN' }), /将 lodash 3\.2\.12 升级到 4\.2\.11/);
});

test('advice: the system has one command when all packages are its own', () => {
  const [[a, one], [b, two]] = [os('libb2'), os('liba1')];
  const text = advice(withFindings([a, b], [one, two]));
  assert.match(text, /\n {2}\$ apt-get install --only-upgrade liba1 libb2\n/);
  const alpine = { ...withFindings([a], [one]), os: { id: 'alpine', version: '3.20' } };
  assert.match(advice(alpine), /\n {2}\$ apk add --upgrade libb2\n/);
});

test('advice: no command for packages of two managers, unknown systems and odd names', () => {
  const [a, one] = os('liba1');
  const lib = samples.packages['lodash']!;
  const two = samples.finding('CVE-2026-2', lib, { severity: 'high', fixed: ['9'] });
  const [odd, three] = os('x;rm -rf /');
  const [flag, four] = os('--purge');
  const reports: readonly Report[] = [
    withFindings([a, lib], [one, two]),
    { ...withFindings([a], [one]), os: { id: 'none', version: '1' } },
    withFindings([a, odd], [one, three]),
    withFindings([a, flag], [one, four]),
    withFindings([a], []),
  ];
  for (const report of reports) assert.doesNotMatch(advice(report), /apt-get|rm -rf.*\n.*\$/);
});

test('advice: a long command is continued so that it can be copied', () => {
  const all = Array.from({ length: 20 }, (_, index) => os(`library-number-${index}`));
  const report = withFindings(
    all.map(([item]) => item),
    all.map(([, finding]) => finding),
  );
  const text = advice(report);
  for (const line of text.split('\n')) assert.ok(line.length <= 80, line);
  const command = /\$ (apt-get(?:.*\\\n)+.*)/.exec(text)?.[1]?.replaceAll(/\\\n/g, '') ?? '';
  assert.equal(command.trim().split(/\s+/).length, 3 + 20);
});
