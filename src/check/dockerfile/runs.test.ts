import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDockerfile } from '../../formats/dockerfile/parse.ts';
import { modelOf } from '../../formats/dockerfile/stages.ts';
import { callOf, has, program } from './calls.ts';
import { runsOf } from './runs.ts';
import type { Run } from './runs.ts';

const runs = (text: string): readonly Run[] => runsOf(modelOf(parseDockerfile(text)));

const shown = (text: string): unknown =>
  runs(text).map(({ commands }) =>
    commands.map(({ name, args }) => [name, ...args.map((arg) => arg.text)].join(' ')),
  );

test('commands are found in every form of RUN', () => {
  for (const [text, commands] of [
    ['FROM a\nRUN x && y z', [['x', 'y z']]],
    ['FROM a\nRUN ["x", "y z"]', [['x y z']]],
    ['FROM a\nRUN ["/bin/sh", "-ec", "x && y"]', [['x', 'y']]],
    ['FROM a\nRUN <<EOF\nx\ny\nEOF', [['x', 'y']]],
    ['FROM a\nRUN <<EOF\n#!/usr/bin/env python3\nx\nEOF', [[]]],
    ['FROM a\nRUN cat <<EOF\nx\nEOF', [['cat']]],
    ['FROM a\nONBUILD RUN x', [['x']]],
    ['FROM a\nSHELL ["powershell", "-Command"]\nRUN x', [[]]],
    ['FROM a AS b\nSHELL ["/bin/bash", "-c"]\nFROM b\nRUN x', [['x']]],
    ['FROM a\nRUN --mount=type=cache,target=/x x', [['x']]],
  ] as const) {
    assert.deepEqual(shown(text), commands, text);
  }
});

test('programs that run others are looked through', () => {
  for (const [text, commands] of [
    ['sudo -u x apt-get update', ['apt-get update']],
    ['env A=1 sudo /usr/bin/apt-get update', ['apt-get update']],
    ['timeout -s 9 5 curl x', ['curl x']],
    ['command -v curl', ['command -v curl']],
    ['sudo', ['sudo']],
    ['env', ['env']],
    ['exec x', ['x']],
  ] as const) {
    assert.deepEqual(shown(`FROM a\nRUN ${text}`), [commands], text);
  }
});

test('a call has its verb, options with values, and operands', () => {
  const [command] =
    runs('FROM a\nRUN apt-get -o A=b -yq install --target-release=x c -t y d=1')[0]?.commands ?? [];
  assert.ok(command);
  const call = callOf(command, program('apt-get', '-o -t'));
  assert.equal(call?.verb, 'install');
  assert.deepEqual(
    call?.operands.map(({ text }) => text),
    ['c', 'd=1'],
  );
  assert.ok(call && has(call, '-y') && has(call, '-q') && !has(call, '-z'));
  assert.equal(call.values.get('--target-release'), 'x');
  assert.equal(callOf(command, program('apk')), undefined);
});
