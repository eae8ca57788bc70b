import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { FormatError } from './errors.ts';
import { parseGoTemplate } from './go-template.ts';

test('templates are read into text, outputs and blocks', () => {
  const nodes = parseGoTemplate('a {{- range $i, $v := .A.B }}\n{{ $v | f "x" }}{{ end -}} z', 't');
  assert.deepEqual(
    nodes.map(({ kind }) => kind),
    ['text', 'range', 'text'],
  );
  const [first, block, last] = nodes;
  assert.ok(first?.kind === 'text' && block?.kind === 'range' && last?.kind === 'text');
  assert.deepEqual([first.text, last.text], ['a', 'z']);
  assert.deepEqual(block.pipe.variables, ['$i', '$v']);
  assert.deepEqual(block.pipe.commands, [[{ kind: 'dot', path: ['A', 'B'] }]]);
  assert.deepEqual(
    block.body.map(({ kind }) => kind),
    ['text', 'output'],
  );
});

test('what is no template, or more than is offered, is refused with its line', () => {
  const rows: readonly [string, RegExp][] = [
    ['\n{{ .A', /line 2 has the end of the file, wanted "}}"/],
    ['{{ if .A }}', /wanted an \{\{end\}\}/],
    ['{{ end }}', /has "end"/],
    ['{{ else }}', /has "else"/],
    ['{{ if .A }}{{ else range .B }}{{ end }}', /has "range", wanted if or with/],
    ['{{ .A ) }}', /has "\)"/],
    ['{{ (.A }}', /wanted "\)"/],
    ['{{ .A | }}', /wanted a value or a function/],
    ['{{ "a }}', /wanted "}}"/],
    [String.raw`{{ "\q" }}`, /an escape of Go/],
    ['{{ /* x }}', /a comment without end/],
    ['{{ define "x" }}{{ end }}', /has "define"/],
    ['{{ template "x" }}', /has "template"/],
    ['{{ range .A }}{{ break }}{{ end }}', /has "break"/],
    ['{{ 1.2.3 }}', /wanted a number/],
    [`{{ ${'('.repeat(100)} }}`, /more brackets/],
    ['{{ if .A }}'.repeat(100), /more nesting/],
  ];
  for (const [text, message] of rows) {
    assert.throws(
      () => parseGoTemplate(text, '"t"'),
      (error) =>
        error instanceof FormatError &&
        error.code === 'TEMPLATE_INVALID' &&
        message.test(error.message),
      text,
    );
  }
});

test('fuzz templates', () => {
  const fixtures = [
    '{{- range $i, $v := .A.B }}{{ if eq $v.C "x" 1.5 }}{{ .D | f `y` }}{{ else if .E }}b{{ else }}c{{ end }}{{ end -}}',
    '{{/* c */}}{{ with $x := (index .A 0).B }}{{ $x = 3 }}{{ printf "%5.1f\\n" $x }}{{ end }}',
  ];
  fuzz(
    fixtures.map((text) => Buffer.from(text)),
    (bytes) => parseGoTemplate(Buffer.from(bytes).toString(), 't'),
  );
});
