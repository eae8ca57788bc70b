import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as samples from '../../test/kit/sample-report.ts';
import { parseGoTemplate } from '../formats/go-template.ts';
import type { Report } from '../model/index.ts';
import { templateFunctions } from './template-functions.ts';
import { runTemplate } from './template-run.ts';
import { template } from './template.ts';

function run(text: string, value: unknown): string {
  let made = '';
  runTemplate(parseGoTemplate(text, '"t"'), value, {
    sink: (piece) => (made += piece),
    functions: templateFunctions('2026-11-22T06:05:04Z'),
    what: '"t"',
  });
  return made;
}

function rendered(report: Report, text: string): string {
  let made = '';
  template.write(report, (piece) => (made += piece), {
    lang: 'en',
    color: false,
    showSuppressed: false,
    listAllPackages: false,
    program: { name: 'plimsoll', version: '0' },
    template: { name: '"t"', text },
  });
  return made;
}

const data = { a: 'x', n: 3, list: ['p', 'q'], map: { k: 'v', b: 1 }, empty: '', __proto__x: 1 };

test('functions that templates for reports use', () => {
  const rows: readonly [string, string][] = [
    ['{{ .a | toUpper }}{{ .a | lower }}', 'Xx'],
    ['{{ escapeXML "<a & \\"b\\">" }}', '&lt;a &amp; &quot;b&quot;&gt;'],
    ['{{ endWithPeriod "a" }}{{ endWithPeriod "b." }}', 'a.b.'],
    ['{{ abbrev 5 "abcdefgh" }} {{ trunc 3 "abcdef" }}', 'ab... abc'],
    ['{{ replace "a" "$&" "banana" }}', 'b$&n$&n$&'],
    [
      '{{ contains "an" "banana" }} {{ hasPrefix "b" "a" }} {{ hasSuffix "a" "ba" }}',
      'true false true',
    ],
    ['{{ .list | join ", " }} {{ first .list }}{{ last .list }}', 'p, q pq'],
    ['{{ default "-" .empty }}{{ default "-" .a }}{{ .none | default "?" }}', '-x?'],
    ['{{ ternary "y" "n" true }}{{ coalesce .none .empty .a }}', 'yx'],
    ['{{ add 1 2 3 }} {{ sub 5 .n }} {{ div 7 2 }} {{ div 7 0 }} {{ mod 7 3 }}', '6 2 3 0 1'],
    ['{{ dict "k" .n | toJson }}', '{"k":3}'],
    ['{{ get .map "k" }}{{ hasKey .map "z" }}{{ hasKey .map "toString" }}', 'vfalsefalse'],
    ['{{ quote "a\\"b" }} {{ "x" | squote }}', '"a\\"b" \'x\''],
    [
      '{{ now | date "2006-01-02T15:04:05" }} {{ getCurrentTime }}',
      '2026-11-22T06:05:04 2026-11-22T06:05:04Z',
    ],
    ['{{ date "2006" "no time" }}', ''],
    ['{{ nindent 2 "a\\nb" }}', '\n  a\n  b'],
    ['{{ sha256sum "" | trunc 8 }}', 'e3b0c442'],
    ['{{ .none.more }}|{{ .constructor }}|{{ .a.length }}|{{ index .list 9 }}', '|||'],
  ];
  for (const [text, expected] of rows) assert.equal(run(text, data), expected, text);
});

test('nothing outside of the report can be read, and faults name their line', () => {
  const rows: readonly [string, RegExp][] = [
    ['\n{{ env "HOME" }}', /line 2: there is no function "env"/],
    ['{{ getHostByName "x" }}', /no function/],
    ['{{ constructor }}', /no function "constructor"/],
    ['{{ $x }}', /variable "\$x" is not declared/],
    ['{{ if true }}{{ $x := 1 }}{{ end }}{{ $x }}', /not declared/],
    ['{{ $x = 1 }}', /not declared/],
    ['{{ .a "b" }}', /no function/],
  ];
  for (const [text, message] of rows) assert.throws(() => run(text, data), message, text);
});

test('a template cannot run on, and control characters of strangers stay inside', () => {
  const wide = Array.from({ length: 10_000 }, (_, at) => at);
  const inner = '{{ range $.w }}a{{ end }}';
  assert.throws(() => run(`{{ range .w }}${inner}${inner}{{ end }}`, { w: wide }), {
    code: 'LIMIT_TEMPLATE_STEPS',
  });
  assert.equal(run('{{ .t }}\u0007', { t: 'a\u001b[2Jb\nc' }), 'a\ufffd[2Jb\nc\u0007');
  assert.equal(run('{{ repeat 99999999 "ab" | len }}', {}), '1000000');
});

test("the report's results are what the template sees", () => {
  const text =
    '{{ range . }}{{ $c := .Class }}{{ range .Vulnerabilities }}{{ if eq .Severity "CRITICAL" }}{{ $c }} {{ .VulnerabilityID }} {{ .PkgName }}\n{{ end }}{{ end }}{{ end }}';
  const made = rendered(samples.sampleReport, text).trim().split('\n');
  const critical = samples.sampleReport.findings.filter(({ severity }) => severity === 'critical');
  assert.equal(made.length, critical.length);
  for (const { rule } of critical)
    assert.ok(
      made.some((line) => line.includes(rule)),
      rule,
    );
  assert.equal(rendered(samples.clean, text), '');
});

test('without a template, or with a broken one, the user is told before any work', () => {
  assert.throws(() => template.expects?.(undefined), { code: 'REPORT_TEMPLATE' });
  assert.throws(() => template.expects?.({ name: 't', text: '{{' }), { code: 'TEMPLATE_INVALID' });
  assert.doesNotThrow(() => template.expects?.({ name: 't', text: 'x' }));
});
