import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutations, random } from '../../test/kit/fuzz.ts';
import * as samples from '../../test/kit/sample-report.ts';
import { csvRows } from '../formats/csv.ts';
import { parseXml } from '../formats/xml.ts';
import type { Report } from '../model/index.ts';
import type { OutputFormat, RenderOptions } from './contract.ts';
import { outputFormats } from './index.ts';

/** What breaks out of a text, a line, an attribute, a cell or a terminal. */
const fragments: readonly string[] = [
  '\u001b]0;owned\u0007',
  '\u001b[2J\u009b31m',
  '\r\nINJECTED: x',
  '\nINJECTED',
  '\u2028INJECTED',
  '\u0000\u0008\ufffe\uffff',
  '\ud800',
  '\udc00\ud800',
  '\u202e\u2066\u200f',
  '"/><x y="',
  "']]></a>",
  '<script>alert(1)</script>',
  '<img src=x onerror=y>',
  '&amp;&#0;&bad;',
  '::set-env name=A::b',
  '%0A::error::x',
  '","',
  '|x|',
  '`](javascript:x)',
  '{{ . }}{0}{name}',
  '\\',
  '__proto__',
  '=1+1',
  '',
];

/** Members whose words are the house's own, never a stranger's. */
const own: ReadonlySet<string> = new Set(
  'severity verdict kind state status by result relationship'.split(' '),
);

/** A copy in which some texts, wherever they stand, are hostile. */
function poisoned(value: unknown, next: () => number, key = ''): unknown {
  if (typeof value === 'string') {
    if (own.has(key) || next() < 0.6) return value;
    const at = Math.floor(next() * (value.length + 1));
    const fragment = fragments[Math.floor(next() * fragments.length)] ?? '';
    return next() < 0.2 ? fragment : value.slice(0, at) + fragment + value.slice(at);
  }
  if (Array.isArray(value)) return value.map((item) => poisoned(item, next, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, poisoned(item, next, name)]),
  );
}

const options: RenderOptions = {
  lang: 'en',
  color: false,
  showSuppressed: true,
  listAllPackages: true,
  showChecks: true,
  program: { name: 'plimsoll', version: '0.0.0' },
  template: {
    name: 'a template',
    text: '{{ range . }}{{ range .Vulnerabilities }}{{ .Title | printf "%q" }}\n{{ end }}{{ end }}',
  },
};

function written(format: OutputFormat, report: Report, lang: RenderOptions['lang']): string {
  let text = '';
  format.write(report, (piece) => (text += piece), { ...options, lang });
  return text;
}

/** XML 1.0 §2.2 and §4.1: characters that may stand, and references that are known. */
function wellFormed(text: string): void {
  parseXml(text, 'the output');
  assert.doesNotMatch(text, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  assert.doesNotMatch(text, /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)/i);
}

const json = (text: string): unknown => JSON.parse(text);
const lines = (text: string): void => assert.doesNotMatch(text, /^INJECTED/m);

/** What the output of each format has to be, whatever the texts in it are. */
const wanted: Readonly<Record<string, (text: string) => void>> = {
  table: lines,
  json,
  ndjson: (text) => text.trimEnd().split('\n').map(json),
  sarif: json,
  cyclonedx: json,
  'spdx-json': json,
  spdx: (text) => {
    // Texts of several lines stand between tags of their own.
    lines(text.replaceAll(/<text>[^<]*<\/text>/g, ''));
  },
  github: json,
  gitlab: json,
  'github-annotations': (text) => {
    for (const line of text.split('\n').slice(0, -1))
      assert.match(line, /^::(?:error|warning|notice) /);
  },
  'gitlab-codequality': json,
  junit: wellFormed,
  checkstyle: wellFormed,
  csv: (text) => {
    const widths = new Set([...csvRows(text)].map((row) => row.length));
    assert.equal(widths.size, 1, [...widths].join(' '));
  },
  markdown: (text) => {
    lines(text);
    // In code nothing is a tag.
    const prose = text
      .replaceAll(/^(`{3,})[^\n]*\n[^]*?^\1$/gm, '')
      .replaceAll(/(?<!\\)`[^`\n]*`/g, '');
    assert.doesNotMatch(prose, /<(?:script|img)|(?<!\\)\]\(javascript/);
  },
  html: (text) => assert.doesNotMatch(text, /<script>alert|<img src=x|<x y=/),
  template: lines,
};

const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

test('every format stays what it is, whatever texts a report holds', () => {
  const whole: Report = {
    ...samples.sampleReport,
    findings: samples.sampleReport.findings.slice(0, 9),
    errors: [{ code: 'X', text: 'Cannot read', location: { file: { path: 'a', startLine: 1 } } }],
    notes: [{ id: 'x', params: { a: 'b' }, text: 'a note' }],
    checks: [{ rule: 'DF-A', result: 'fail', subject: 'Dockerfile', evidence: ['seen'] }],
  };
  assert.deepEqual(Object.keys(wanted).sort(), outputFormats.map(({ id }) => id).sort());
  for (const { seed } of mutations([])) {
    const next = random(seed);
    const report = poisoned(whole, next) as Report;
    const format = outputFormats[seed % outputFormats.length];
    if (format === undefined) continue;
    const text = written(format, report, seed % 3 === 0 ? 'zh-CN' : 'en');
    try {
      if (format.id !== 'template') assert.doesNotMatch(text, controls);
      wanted[format.id]?.(text);
    } catch (error) {
      throw new Error(`seed ${seed}, ${format.id}: ${String(error).slice(0, 2000)}`, {
        cause: error,
      });
    }
  }
});
