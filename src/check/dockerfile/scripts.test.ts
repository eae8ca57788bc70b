import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDockerfile } from '../../formats/dockerfile/parse.ts';
import { modelOf } from '../../formats/dockerfile/stages.ts';
import { scriptsOf } from './scripts.ts';

const scripts = (text: string): ReturnType<typeof scriptsOf> =>
  scriptsOf(modelOf(parseDockerfile(text)), 'Dockerfile');

test('the language of a script follows the base image, SHELL and comments', () => {
  for (const [text, dialects] of [
    ['FROM alpine:3.20\nRUN x', ['busybox']],
    ['FROM node:22-alpine\nRUN x', ['busybox']],
    ['FROM debian:bookworm\nRUN x', ['dash']],
    ['FROM python:3.13\nRUN x', ['dash']],
    ['FROM registry.access.redhat.com/ubi9/ubi-minimal\nRUN x', ['bash']],
    ['FROM registry.example/a/base:1\nRUN x', ['sh']],
    ['ARG B\nFROM $B\nRUN x', ['sh']],
    ['FROM alpine AS a\nFROM a\nRUN x', ['busybox']],
    ['FROM a\nSHELL ["/bin/bash", "-c"]\nRUN x\nSHELL ["/bin/ash"]\nRUN y', ['bash', 'busybox']],
    ['FROM x/a AS b\nSHELL ["/bin/bash", "-c"]\nFROM b\nRUN x', ['bash']],
    ['FROM x/a\n# hadolint shell=/bin/bash\nRUN x\nFROM x/a\nRUN y', ['bash', 'sh']],
    ['# hadolint shell=bash\nFROM x/a\nRUN x', ['sh']],
    ['FROM x/a\nRUN x \\\n# hadolint shell=bash\n y\nRUN z', ['sh', 'bash']],
    ['FROM a\nSHELL ["pwsh", "-Command"]\nRUN x', []],
    ['FROM mcr.microsoft.com/windows/nanoserver:1809\nRUN dir\nRUN ["cmd", "/c", "x"]', []],
    ['FROM a\nRUN <<EOF\n#!/usr/bin/env bash\nx\nEOF', ['bash']],
    ['FROM a\nRUN <<EOF\n#!/usr/bin/python3\nx\nEOF', []],
    ['FROM a\nRUN <<-EOF\n\t#!/usr/bin/python3\n\tx\nEOF', []],
    ['FROM a\nRUN ["/bin/bash", "-ec", "x"]\nCMD ["x"]', ['bash']],
    ['FROM x/a\nCMD x\nENTRYPOINT y\nHEALTHCHECK CMD z\nONBUILD RUN u', ['sh', 'sh', 'sh', 'sh']],
    ['FROM a\nHEALTHCHECK NONE\nRUN\nCMD', []],
  ] as const) {
    assert.deepEqual(
      scripts(text).map(({ dialect }) => dialect),
      dialects,
      text,
    );
  }
});

test('every character of a script is found again in the file', () => {
  const text = `FROM a
RUN x \\
  # told
  "y" && \\

  z
RUN cat <<A <<-B > f && x
one
A
	two
	B
RUN <<C
#!/bin/sh
x
C
`;
  const [joined, documents, heredoc] = scripts(text);
  assert.equal(joined?.text, 'x   "y" &&   z');
  assert.equal(documents?.text, 'cat <<A <<-B > f && x\none\nA\n\ttwo\nB\n');
  assert.equal(heredoc?.text, '# /bin/sh\nx\n');
  for (const script of [joined, documents, heredoc]) {
    for (const word of script?.text.match(/\b(?:x|y|z|cat|one|two)\b/g) ?? []) {
      const at = script?.origin?.(script.text.indexOf(word)) ?? 0;
      assert.equal(text.slice(at, at + word.length), word);
    }
  }
});

test('a script sees the variables of its stage, when it runs those of the image alone', () => {
  const [run, command] = scripts(`ARG G=1
FROM a AS base
ENV ONE=1
ARG HIDDEN
FROM base
ARG TWO=1 x-y
ENV THREE 3
RUN x
CMD x
`);
  assert.deepEqual(run?.variables.slice(5).toSorted(), ['ONE', 'THREE', 'TWO']);
  assert.deepEqual(command?.variables.slice(5).toSorted(), ['ONE', 'THREE']);
});
