import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Report } from '../model/index.ts';
import { needsProgram } from '../../test/kit/native.ts';
import { checkTexts } from './check-files.ts';

const now = new Date('2026-11-22T00:00:00Z');
const native = needsProgram('shellcheck');

const judge = (
  text: string | Readonly<Record<string, string>>,
  options: { readonly standards?: readonly string[]; readonly PATH?: string } = {},
): Promise<Report> =>
  checkTexts(
    Object.entries(typeof text === 'string' ? { Dockerfile: text } : text).map(
      ([path, content]) => ({ path, text: content }),
    ),
    {
      now,
      standards: options.standards ?? ['hadolint'],
      environment: { PATH: options.PATH ?? process.env['PATH'], SECRET: 'x' },
    },
  );

/** Code, line and first column of what the rule found. */
const told = ({ findings }: Report): readonly string[] =>
  findings
    .filter(({ rule }) => rule === 'DF-SHELLCHECK')
    .map(({ aliases, locations }) => {
      const { startLine, startColumn } = locations[0]?.dockerfile ?? {};
      return `${aliases[0]} ${startLine}:${startColumn ?? ''}`;
    })
    .toSorted();

const resultOf = ({ checks }: Report): string =>
  checks.flatMap(({ rule, result }) => (rule === 'DF-SHELLCHECK' ? [result] : [])).join(' ');

test('what ShellCheck says is told at its place in the Dockerfile', native, async () => {
  for (const [text, wanted] of [
    [
      'FROM alpine:3.20\nRUN echo \\\n  # why\n  é x$(ls) $undefined',
      ['SC2046 4:6', 'SC2086 4:12', 'SC2154 4:12'],
    ],
    ['FROM alpine:3.20\nRUN <<EOF\ncd /x\nls\nEOF', ['SC2164 3:1']],
    ['FROM alpine:3.20\nRUN ["/bin/sh", "-c", "cd /x; ls"]', ['SC2164 2:']],
    ['FROM alpine:3.20\nENTRYPOINT cd /x; ls', ['SC2164 2:12']],
    ['FROM alpine:3.20\nHEALTHCHECK CMD cd /x; ls', ['SC2164 2:17']],
    ['FROM alpine:3.20\nONBUILD RUN cd /x; ls', ['SC2164 2:13']],
    ['FROM debian:12\nRUN [[ $PATH ]]', ['SC3010 2:5']],
    ['FROM debian:12\nRUN cat <<E >x\n$lower\nE', ['SC2154 3:1']],
    ["FROM debian:12\nRUN echo 'x", ['SC* 2:']],
    // Must not fire.
    ['FROM alpine:3.20\nRUN [[ $PATH ]] && set -o pipefail && echo -e x', []],
    ['FROM fedora:41\nRUN [[ $PATH == x ]]', []],
    ['FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN [[ $PATH ]]', []],
    ['FROM debian:12\n# hadolint shell=bash\nRUN [[ $PATH ]]', []],
    ['FROM debian:12\nARG deps="a b"\nENV more=c\nRUN apt-get install $deps $more', []],
    ['FROM debian:12\nRUN . /etc/os-release && echo "$ID"', []],
    ['FROM debian:12\nSHELL ["pwsh"]\nRUN cd /x; ls', []],
    ['FROM mcr.microsoft.com/windows/nanoserver:1809\nRUN cd x & dir $(ls)', []],
    ['FROM debian:12\nRUN <<EOF\n#!/usr/bin/env python3\nx = $(1)\nEOF', []],
    ['FROM debian:12\n# shellcheck disable=SC2164\nRUN cd /x; ls', []],
    ['FROM debian:12\n# hadolint ignore=SC2164\nRUN cd /x; ls', []],
    ['FROM debian:12\nRUN echo && \\\n # shellcheck disable=SC2164\n cd /x; ls', []],
    ['FROM debian:12\nRUN <<EOF\n# shellcheck disable=SC2164\ncd /x\ncd /y\nEOF', []],
  ] as const) {
    const report = await judge(text);
    assert.deepEqual(told(report), wanted, text);
    assert.deepEqual(report.errors, [], text);
  }
});

test('severities are those that users of hadolint know', native, async () => {
  const { findings } = await judge(
    'FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN local x; cd /x; echo $(ls)',
  );
  const words = findings
    .filter(({ rule }) => rule === 'DF-SHELLCHECK')
    .map(({ aliases, severity }) => `${aliases[0]} ${severity}`);
  assert.ok(words.includes('SC2168 high') && words.includes('SC2164 medium'), words.join(', '));
  assert.ok(words.includes('SC2005 low'), words.join(', '));
});

test('the standard that nobody chose does not start the program', async () => {
  const PATH = '/nonexistent';
  for (const standards of [['default'], ['cis-docker']]) {
    const text = 'FROM debian:12\n# hadolint ignore=SC2164\nRUN cd /x; ls';
    const report = await judge(text, { standards, PATH });
    assert.doesNotMatch(resultOf(report), /needs-human/);
    assert.deepEqual(report.notes, [], 'a comment about what was not asked is no news');
  }
});

test('a program that is absent is told once, and is no pass', async () => {
  const report = await judge(
    { 'a/Dockerfile': 'FROM debian:12\nRUN x', 'b/Dockerfile': 'FROM debian:12\nRUN y' },
    { PATH: '/nonexistent' },
  );
  const rows = report.checks.filter(
    ({ rule, result }) => rule === 'DF-SHELLCHECK' && result === 'needs-human',
  );
  assert.equal(rows.length, 1);
  assert.match(rows[0]?.evidence.join() ?? '', /ShellCheck is not installed/);
});

/** A program of that name that does something else. */
async function withProgram(script: string, use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-shellcheck-'));
  try {
    writeFileSync(join(folder, 'shellcheck'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'shellcheck'), 0o755);
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('a program that fails, or answers something else, leaves the question open', async () => {
  for (const script of [
    'echo no >&2; exit 2',
    'echo {}',
    'echo "{"',
    `echo '{"comments":[{"file":"/etc/passwd","level":"error"}]}'`,
    `i=0; while [ $i -lt 300 ]; do printf '['; i=$((i + 1)); done`,
    'kill -9 $$',
  ]) {
    await withProgram(script, async (folder) => {
      const report = await judge('FROM debian:12\nRUN x', { PATH: `${folder}:/bin:/usr/bin` });
      assert.equal(resultOf(report), 'could-not-read', script);
      assert.equal(report.status, 'partial');
      assert.deepEqual(told(report), []);
    });
  }
});

test('scripts are handed over as files, equal ones once, without the environment', async () => {
  const script = `shift 4
exec >> "$(dirname "$0")/asked"
echo "$#|$SECRET"
cat "$1"
`;
  await withProgram(script, async (folder) => {
    const text = 'FROM debian:12\nRUN x $(y)';
    const files = { 'a/Dockerfile': text, 'b/Dockerfile': text };
    await judge(files, { PATH: `${folder}:/bin:/usr/bin` });
    assert.equal(
      readFileSync(join(folder, 'asked'), 'utf8'),
      `1|\n# shellcheck shell=dash disable=SC1090,SC1091,SC2187\nexport HOME=1 HOSTNAME=1 PATH=1 PWD=1 TERM=1\nx $(y)\n`,
    );
  });
});
