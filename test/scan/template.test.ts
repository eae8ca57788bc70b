import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseGoTemplate } from '../../src/formats/go-template.ts';
import { templateFunctions } from '../../src/report/template-functions.ts';
import { runTemplate } from '../../src/report/template-run.ts';
import { runSuite } from '../kit/suite.ts';

const program = `package main

import (
	"encoding/json"
	"os"
	"strings"
	"text/template"
)

func main() {
	var in struct {
		Cases []string
		Data  any
	}
	if err := json.NewDecoder(os.Stdin).Decode(&in); err != nil {
		panic(err)
	}
	out := []any{}
	for _, text := range in.Cases {
		parsed, err := template.New("t").Parse(text)
		var made strings.Builder
		if err == nil {
			err = parsed.Execute(&made, in.Data)
		}
		if err != nil {
			out = append(out, nil)
		} else {
			out = append(out, made.String())
		}
	}
	json.NewEncoder(os.Stdout).Encode(out)
}
`;

const data = {
  A: 'text <b>',
  N: 3,
  F: 1.5,
  T: true,
  E: '',
  Z: 0,
  X: null,
  L: ['p', 'q', 'r'],
  O: [
    { ID: 'x', S: 'HIGH', R: ['1', '2'] },
    { ID: 'y', S: 'LOW', R: [] },
  ],
  M: { b: 2, a: 'one', c: [true] },
};

/** Texts that Go and this program must make the same of, or both refuse (null). */
const cases: readonly string[] = [
  'plain {not} }} text',
  '{{ .A }}|{{ .N }}|{{ .F }}|{{ .T }}|{{ .L }}|{{ .M }}',
  'a   {{- .A -}}   b',
  'a \n{{- "x" }} {{ "y" -}} \n b',
  '{{/* c */}}a{{- /* d */ -}} b',
  '{{ .M.a }}{{ .M.b }}',
  '{{ $ }}',
  '{{ $x := .N }}{{ $x }}{{ $x = 4 }}{{ $x }}',
  '{{ if .A }}y{{ else }}n{{ end }}{{ if .E }}y{{ else }}n{{ end }}',
  '{{ if .Z }}a{{ else if .N }}b{{ else }}c{{ end }}',
  '{{ if .Z }}a{{ else if .E }}b{{ else if .T }}c{{ end }}',
  '{{ with .E }}a{{ else }}{{ .N }}{{ end }}{{ with .A }}{{ . }}{{ end }}',
  '{{ with $v := .N }}{{ $v }}{{ end }}',
  '{{ range .L }}[{{ . }}]{{ end }}',
  '{{ range $v := .L }}{{ $v }}{{ end }}{{ range $i, $v := .L }}{{ $i }}{{ $v }}{{ end }}',
  '{{ range $k, $v := .M }}{{ $k }}={{ $v }};{{ end }}',
  '{{ range .O }}{{ .ID }}{{ range .R }}-{{ . }}{{ else }}none{{ end }}{{ $.N }}{{ end }}',
  '{{ range .X }}x{{ else }}e{{ end }}',
  '{{ $n := 0 }}{{ range .L }}{{ $n = len . }}{{ end }}{{ $n }}',
  '{{ len .L }}{{ len .A }}{{ len .M }}',
  '{{ index .L 1 }}{{ index .M "a" }}{{ index .O 0 "ID" }}{{ (index .O 1).ID }}',
  '{{ slice .A 1 3 }}{{ slice .L 1 }}',
  '{{ eq .A "text <b>" }}{{ eq .N 3.0 }}{{ ne .A "x" }}{{ eq .A "x" "text <b>" }}',
  '{{ lt .F 2.0 }}{{ le .F 1.5 }}{{ gt .F 2.0 }}{{ ge .A "a" }}',
  '{{ and .T .A }}{{ and .E .A }}{{ or .E .A }}{{ or .E .Z }}{{ not .E }}{{ not .T }}',
  '{{ and .T (not .E) }}{{ or .E (eq .N 3.0) }}',
  '{{ print .A .N }}|{{ println .A }}|{{ print "a" "b" }}',
  '{{ printf "%s %v %q" .A .T .A }}{{ printf "%5.1f|%-6s|%6s|" .F "ab" "cd" }}',
  '{{ printf "%d%%" 5 }}{{ printf "%03d" 7 }}{{ printf "%x" 255 }}{{ printf "%x" "ab" }}',
  '{{ .A | printf "%s-%s" "z" }}{{ "a" | len }}',
  '{{ html .A }}{{ html "\\"q\\" & \'" }}{{ urlquery "a b/c?" }}',
  '{{ "a\\tb\\u00e9\\x41" }}{{ `raw\\n` }}{{ \'a\' }}',
  '{{ 0x1F }}{{ 1_000 }}{{ -5 }}{{ 1e2 }}',
  '{{ true }}{{ false }}',
  '{{ (print "a" | len) }}',
  '{{ if and .T (or .E .N) }}y{{ end }}',
  '{{ .A',
  '{{ if .A }}',
  '{{ end }}',
  '{{ nofunction }}',
  '{{ $undeclared }}',
  '{{ if .T }}{{ $x := 1 }}{{ end }}{{ $x }}',
  '{{ .A "x" }}',
  '{{ "open }}',
  '{{ ) }}',
  '{{ range .L }}',
];

/** What Go makes of the cases; undefined where there is no Go. */
function judged(): readonly (string | null)[] | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-template-'));
  try {
    writeFileSync(join(folder, 'main.go'), program);
    for (const go of ['go', '/usr/local/go/bin/go']) {
      const run = spawnSync(go, ['run', 'main.go'], {
        cwd: folder,
        encoding: 'utf8',
        input: JSON.stringify({ Cases: cases, Data: data }),
        env: { ...process.env, GO111MODULE: 'off', GOFLAGS: '', GOTOOLCHAIN: 'local' },
      });
      if (run.error !== undefined) continue;
      if (run.status !== 0) throw new Error(run.stderr);
      return JSON.parse(run.stdout) as (string | null)[];
    }
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ours(text: string): string | null {
  let made = '';
  try {
    runTemplate(parseGoTemplate(text, 't'), data, {
      sink: (piece) => (made += piece),
      functions: templateFunctions(''),
      what: 't',
    });
    return made;
  } catch {
    return null;
  }
}

// Go knows it since 1.23; Debian's is older.
test('a second with may follow else', () => {
  assert.equal(ours('{{ with .E }}a{{ else with .A }}{{ . }}{{ end }}'), 'text <b>');
});

test('templates make what Go makes of them', async (t) => {
  const wanted = judged();
  if (wanted === undefined) {
    t.skip('needs the program "go", which is not here');
    return;
  }
  await runSuite(
    'go-template',
    cases.map((text, at) => ({ id: text, run: () => assert.equal(ours(text), wanted[at]) })),
  );
});
