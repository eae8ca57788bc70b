import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as samples from '../../test/kit/sample-report.ts';
import type { Finding, Package, Report } from '../model/index.ts';
import type { RenderOptions } from './contract.ts';
import { ReportError } from './errors.ts';
import { formatOf, outputFormats } from './index.ts';
import type { Output } from './render.ts';
import { renderAll } from './render.ts';

const file: RenderOptions = {
  lang: 'en',
  color: false,
  showSuppressed: false,
  listAllPackages: false,
  program: { name: 'plimsoll', version: '0.0.0' },
  template: {
    name: 'a template',
    text: '{{ range . }}{{ .Target }}{{ range .Vulnerabilities }}{{ . }}{{ end }}{{ end }}\n',
  },
};

/** An output with what was written to it. */
function to(id: string, options: RenderOptions = file): Output & { readonly pieces: string[] } {
  const pieces: string[] = [];
  return { format: formatOf(id), sink: (text) => pieces.push(text), options, pieces };
}

test('renderAll() writes every output with its own options', () => {
  const terminal = to('table', { ...file, columns: 80, color: true });
  const plain = to('table');
  const json = to('json');
  assert.deepEqual(renderAll(samples.sampleReport, [terminal, plain, json]), []);
  assert.match(terminal.pieces.join(''), /\u001b\[/);
  assert.doesNotMatch(plain.pieces.join(''), /\u001b\[/);
  assert.equal(JSON.parse(json.pieces.join('')).SchemaVersion, 2);
});

test('renderAll() writes the others when one place fails, and says which', () => {
  const full = new Error('ENOSPC');
  const broken: Output = {
    ...to('sarif'),
    sink: () => {
      throw full;
    },
  };
  const last = to('cyclonedx');
  const failures = renderAll(samples.sampleReport, [to('json'), broken, last]);
  assert.deepEqual(
    failures.map(({ output, error }) => [output.format.id, error]),
    [['sarif', full]],
  );
  assert.equal(JSON.parse(last.pieces.join('')).bomFormat, 'CycloneDX');
});

test('formatOf() knows every registered format and refuses others by name', () => {
  for (const format of outputFormats) assert.equal(formatOf(format.id), format);
  for (const id of ['', 'Table', 'toString', '\u001b[2J']) {
    assert.throws(() => formatOf(id), ReportError);
  }
  assert.throws(() => formatOf('xml'), /Cannot write format "xml": it is none of table, json/);
});

/** A report of 2,000 packages and 8,000 findings. */
function largeReport(): Report {
  const packages: Package[] = [];
  const findings: Finding[] = [];
  for (let index = 0; index < 2000; index += 1) {
    const item = samples.deb(`p${index}`, `1.${index}`, `s${index >> 1}`, index % 4);
    packages.push(item);
    for (const severity of ['critical', 'high', 'medium', 'low'] as const) {
      const fixed = severity === 'low' ? {} : { fixed: ['2.0'] };
      findings.push(samples.finding(`CVE-2025-${10_000 + index}`, item, { severity, ...fixed }));
    }
  }
  return { ...samples.sampleReport, packages, findings };
}

test('every format writes a large report in pieces, none of them large', () => {
  const report = largeReport();
  for (const format of outputFormats) {
    const output = to(format.id);
    assert.deepEqual(renderAll(report, [output]), []);
    const total = output.pieces.reduce((sum, piece) => sum + piece.length, 0);
    const largest = output.pieces.reduce((most, piece) => Math.max(most, piece.length), 0);
    // Markdown is for comments and counts what is beyond their bound.
    if (format.id === 'markdown') assert.ok(total < 65_536, `${format.id}: ${total}`);
    else assert.ok(total > 250_000, `${format.id}: ${total}`);
    assert.ok(largest < 250_000, `${format.id}: a piece of ${largest}`);
  }
});

test('every format ends its document with a line break and writes the same bytes twice', () => {
  for (const format of outputFormats) {
    for (const report of [samples.sampleReport, samples.clean, samples.withoutDatabase]) {
      const [first, second] = [to(format.id), to(format.id)];
      renderAll(report, [first, second]);
      const text = first.pieces.join('');
      assert.equal(text, second.pieces.join(''));
      assert.ok(text === '' || text.endsWith('\n'), format.id);
    }
  }
});

test('no format lets a control character of a stranger through', () => {
  const hostile = 'x\u001b]0;owned\u0007\u009b2J\u202ey';
  const item: Package = { ...samples.packages['bash']!, name: hostile, version: hostile };
  const one = samples.finding(hostile, item, {
    severity: 'high',
    title: hostile,
    fixed: [hostile],
    detail: { description: hostile, references: [hostile], cwes: [hostile], dataSource: hostile },
  });
  const report: Report = {
    ...samples.partial,
    subject: { kind: 'image', name: hostile },
    packages: [item],
    findings: [one],
    errors: [{ code: 'X', text: hostile }],
  };
  for (const format of outputFormats) {
    const output = to(format.id);
    assert.deepEqual(renderAll(report, [output]), []);
    const found = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;
    assert.doesNotMatch(output.pieces.join(''), found, format.id);
  }
});
