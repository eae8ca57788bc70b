import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as samples from '../../test/kit/sample-report.ts';
import type { Finding, Report } from '../model/index.ts';
import type { RenderOptions } from './contract.ts';
import { markdownCode, markdownText } from './markdown-text.ts';
import { markdown } from './markdown.ts';

const options: RenderOptions = {
  lang: 'en',
  columns: 80,
  color: true,
  showSuppressed: false,
  listAllPackages: false,
  program: { name: 'plimsoll', version: '0.0.0' },
};

function rendered(report: Report, more: Partial<RenderOptions> = {}): string {
  let text = '';
  markdown.write(report, (piece) => (text += piece), { ...options, ...more });
  return text;
}

test('markdown has the facts of the table: sum, gaps, rows with links, what to do', () => {
  const text = rendered(samples.partial);
  assert.match(text, /^## `registry\.example\/shop:1\.4`\n\n\*\*INCOMPLETE 12 vulnerabilities/);
  assert.match(text, / UNKNOWN  2 of 11 packages could not be checked/);
  assert.match(
    text,
    /\| HIGH \| 98 \| `libwebp` \| `1\.2\.4-0\.2` \| `1\.2\.4-0\.2\+deb12u1` \| 2 \|/,
  );
  assert.match(
    text,
    /\[CVE-2023-4863\]\(https:\/\/nvd\.nist\.gov\/vuln\/detail\/CVE-2023-4863\) \*\*KEV\*\*/,
  );
  assert.match(text, /1\. Upgrade libwebp 1\.2\.4-0\.2 to/);
  assert.match(rendered(samples.partial, { lang: 'zh-CN' }), /\| 高危 \| 98 \|/);
  assert.match(rendered(samples.withoutDatabase), /NOT CHECKED/);
});

test('markdown fits into a comment, however many findings there are', () => {
  const findings = Array.from({ length: 5000 }, (_, index): Finding => {
    const item = samples.deb(`package-${index % 500}`, '1.0', `source-${index % 500}`, 0);
    return samples.finding(`CVE-2025-${10_000 + index}`, item, { severity: 'high', fixed: ['2'] });
  });
  const packages = findings
    .slice(0, 500)
    .map((_, index) => samples.deb(`package-${index}`, '1.0', `source-${index}`, 0));
  const text = rendered({ ...samples.clean, packages, findings });
  assert.ok(text.length < 65_536, String(text.length));
  assert.match(text, /\+420 more/);
});

test('markdown: names of strangers are neither markup nor mentions', () => {
  for (const name of ['@team', 'a|b', '`x`', '![i](u)', '<b>', '````', 'a\n# b', '*x*']) {
    const item = { ...samples.packages['bash']!, name, source: { name, version: '1' } };
    const one = samples.finding('CVE-2025-1111', item, { severity: 'low', fixed: [name] });
    const text = rendered({ ...samples.clean, packages: [item], findings: [one] });
    const row = text.split('\n').find((line) => line.startsWith('| LOW')) ?? '';
    assert.equal(row.replaceAll('\\|', '').split('|').length, 9, row);
    const bare = row.replaceAll(/`[^`]*`/g, '').replaceAll(/\]\(https:[^)]*\)/g, '');
    assert.doesNotMatch(bare, /@|!\[|<b>|\*/, row);
  }
});

test('markdownText() and markdownCode() take the meaning out of marks', () => {
  assert.equal(markdownText('a|b_c <i>'), 'a\\|b\\_c &lt;i>');
  assert.equal(markdownCode('a|b`c'), "`a\\|b'c`");
  assert.equal(markdownCode(' '), '');
});

test('markdown has the line of a fault and what to do, and bounds faults over all files', () => {
  const report = samples.faultyFile();
  assert.match(rendered(report), /^- LOW `DF-X` `Dockerfile:3`: a & b<br>→ do &lt;this>$/m);
  const findings = Array.from({ length: 300 }, (_, index) => ({
    ...report.findings[0]!,
    locations: [{ file: { path: `f${index}/Dockerfile`, startLine: 3 } }],
  }));
  const rows = rendered({ ...report, findings }).match(/^- LOW/gm) ?? [];
  assert.equal(rows.length, 80);
});
