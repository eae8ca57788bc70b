import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as samples from '../../test/kit/sample-report.ts';
import type { Finding, Report } from '../model/index.ts';
import type { RenderOptions } from './contract.ts';
import { html } from './html.ts';

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
  html.write(report, (piece) => (text += piece), { ...options, ...more });
  return text;
}

/** Elements with the names of their attributes, without the values. */
const tags = (text: string): string[] =>
  (text.match(/<[a-z!/][^>]*>/gi) ?? []).map((tag) => tag.replaceAll(/"[^"]*"/g, ''));

test('html has the facts of the table, in the language asked for', () => {
  const text = rendered(samples.partial);
  assert.match(text, /<span class="warning"> INCOMPLETE <\/span>/);
  assert.match(text, /2 of 11 packages could not be checked/);
  assert.match(text, /<a href="https:\/\/nvd\.nist\.gov\/vuln\/detail\/CVE-2023-4863"/);
  assert.match(text, /libssl3<br>openssl/);
  assert.match(rendered(samples.partial, { lang: 'zh-CN' }), /<html lang="zh-CN">[^]*高危/);
  assert.match(rendered(samples.withoutDatabase), /NOT CHECKED/);
});

test('html has what to do about a fault, why, and where to read more', () => {
  const text = rendered(samples.faultyFile());
  assert.match(text, /<small>1 fault<\/small><\/h2>/);
  assert.match(text, /a &amp; b<br><small>→ do &lt;this&gt;<\/small>/);
  assert.match(
    text,
    /<a href="https:\/\/example.com\/\?a=1&amp;b=2" rel="noreferrer" title="because &quot;x&quot;">DF-X/,
  );
  assert.doesNotMatch(text, /javascript:/);
  assert.match(
    rendered(samples.faultyFile({ references: ['javascript:alert(1)'] })),
    /<span title="because[^>]*>DF-X<\/span>/,
  );
  assert.doesNotMatch(text, /0 packages/);
});

test('html loads nothing and runs nothing', () => {
  const text = rendered(samples.partial);
  assert.match(text, /content="default-src 'none'; style-src 'unsafe-inline'"/);
  assert.doesNotMatch(
    text,
    /<(script|img|link|iframe|object|form)|src=|url\(|@import|\son[a-z]+=/i,
  );
});

test('html: text of strangers makes no element and no attribute', () => {
  const wanted = tags(rendered(sampleOf('plain')));
  for (const name of [
    '<script>x</script>',
    '"><img src=x onerror=y>',
    "' onclick='x",
    '&lt;b&gt;',
  ]) {
    const text = rendered(sampleOf(name));
    assert.deepEqual(tags(text), wanted, name);
  }
});

function sampleOf(name: string): Report {
  const item = {
    ...samples.packages['bash']!,
    name,
    version: name,
    source: { name, version: name },
  };
  const one = samples.finding('CVE-2025-1111', item, {
    severity: 'low',
    title: name,
    fixed: [name],
  });
  const secret: Finding = {
    ...one,
    kind: 'secret',
    rule: name,
    message: { id: 'x', params: {}, text: name },
    locations: [{ file: { path: name, startLine: 3 } }],
  };
  const { package: _, ...loose } = secret;
  return {
    ...samples.partial,
    subject: { kind: 'image', name },
    packages: [item],
    findings: [one, loose],
    errors: [{ code: name, text: name }],
    notes: [{ id: 'x', params: {}, text: name }],
    suppressed: [],
  };
}
