import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as samples from '../../test/kit/sample-report.ts';
import type { Report } from '../model/index.ts';
import { csv } from './csv.ts';

/** Rows of a CSV text, read by the rules of RFC 4180. */
function rowsOf(report: Report): Record<string, string>[] {
  let text = '';
  csv.write(report, (piece) => (text += piece), {
    lang: 'en',
    color: false,
    showSuppressed: false,
    listAllPackages: false,
    program: { name: 'plimsoll', version: '0.0.0' },
  });
  const table = text
    .trimEnd()
    .split('\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    );
  const [head = [], ...rows] = table;
  for (const row of rows) assert.equal(row.length, head.length);
  return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ''])));
}

test('csv writes one row a finding, with its facts', () => {
  const rows = rowsOf(samples.sampleReport);
  assert.equal(rows.length, samples.sampleReport.findings.length);
  const webp = rows.find((row) => row['id'] === 'CVE-2023-4863');
  assert.equal(webp?.['kev'], '2023-09-13');
  assert.equal(webp?.['fixed'], '1.2.4-0.2+deb12u1');
  assert.equal(webp?.['layer'], '2');
  assert.match(webp?.['instruction'] ?? '', /^RUN apt-get update/);
});

test('csv has a row for each unanswered question, and none when all were answered', () => {
  const gaps = (report: Report): number =>
    rowsOf(report).filter((row) => row['kind'] === 'unanswered').length;
  assert.equal(gaps(samples.partial), 4);
  assert.equal(gaps(samples.withoutDatabase), 3);
  assert.equal(gaps(samples.sampleReport), 0);
});

test('csv: a name is neither a formula nor a new cell nor a new row', () => {
  const names = ['=1+1', '@SUM(A1)', '-2', '+3', 'a,b', 'say "x"', 'two\nlines', ' space'];
  for (const name of names) {
    const item = { ...samples.packages['bash']!, name };
    const one = samples.finding('CVE-2025-1111', item, { severity: 'low' });
    const rows = rowsOf({ ...samples.clean, packages: [item], findings: [one] });
    assert.equal(rows.length, 1);
    const shown = rows[0]?.['package'] ?? '';
    assert.doesNotMatch(shown, /^[=+\-@]/);
    assert.equal(shown.replace(/^'(?=[=+\-@])/, ''), name.replace('\n', '\ufffd'));
  }
});

test('csv has the line of a fault, what to do, and where to read more', () => {
  const [row] = rowsOf(samples.faultyFile());
  assert.equal(row?.['path'], 'Dockerfile');
  assert.equal(row?.['line'], '3');
  assert.equal(row?.['advice'], 'do <this>');
  assert.equal(row?.['url'], 'https://example.com/?a=1&b=2');
  assert.equal(rowsOf(samples.faultyFile({ references: ['javascript:x'] }))[0]?.['url'], '');
});
