import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../test/kit/fuzz.ts';
import { LimitError } from '../../model/index.ts';
import { decodeText } from '../text.ts';
import { unknownValue } from './expand.ts';
import { parseDockerfile } from './parse.ts';
import { modelOf, mountOptions } from './stages.ts';
import type { Dockerfile } from './stages.ts';

const model = (text: string): Dockerfile => modelOf(parseDockerfile(text));

test('stages know their base, by name, by argument and by chain', () => {
  const { stages, needed, target } = model(`ARG TAG=3.19
ARG UNSET
FROM alpine:$TAG AS Base
FROM base AS tools
FROM --platform=$BUILDPLATFORM golang:\${GO:-1.22}
FROM img:$UNSET AS unused
FROM scratch
COPY --from=tools /a /a
COPY --from=2 /b /b
COPY --from=nginx:1 /c /c
RUN --mount=type=bind,from=base,target=/x true
`);
  assert.deepEqual(
    stages.map(({ base, name }) => [
      name,
      base.kind,
      base.kind === 'stage' ? base.stage.index : base.kind === 'image' ? base.reference : '',
    ]),
    [
      ['base', 'image', 'alpine:3.19'],
      ['tools', 'stage', 0],
      [undefined, 'image', 'golang:1.22'],
      ['unused', 'image', undefined],
      [undefined, 'scratch', ''],
    ],
  );
  assert.deepEqual(
    target?.reads.map(({ source, stage }) => [source, stage?.index]),
    [
      ['tools', 1],
      ['2', 2],
      ['nginx:1', undefined],
      ['base', 0],
    ],
  );
  assert.deepEqual(
    [...needed].map(({ index }) => index).toSorted((a, b) => a - b),
    [0, 1, 2, 4],
  );
});

test('a stage sees its variables from their line on, and those of the stages below it', () => {
  const file = model(`ARG G=global
FROM a AS one
RUN early
ARG G
ARG NEEDS
ENV A=1 B=$A
ENV C="$A-$B" D=$NEEDS E=\${NEEDS:-x}
RUN late
FROM one
ENV A=2
RUN child
FROM a
RUN other
`);
  const run = (name: string): ((variable: string) => unknown) => {
    const found = file.stages
      .flatMap(({ instructions }) => instructions)
      .find(({ argument }) => argument.text === name);
    assert.ok(found, name);
    return (variable) => file.variable(found, variable)?.value;
  };
  assert.equal(run('early')('G'), undefined);
  assert.equal(run('late')('G'), 'global');
  assert.equal(run('late')('NEEDS'), unknownValue);
  assert.equal(run('late')('A'), '1');
  assert.equal(run('late')('B'), '', 'pairs of one ENV see what was before it');
  assert.equal(run('late')('C'), '1-');
  assert.equal(run('late')('D'), unknownValue);
  assert.equal(run('late')('E'), unknownValue);
  assert.equal(run('child')('A'), '2');
  assert.equal(run('child')('C'), '1-');
  assert.equal(run('other')('A'), undefined);
});

test('settings come from the last instruction of the chain', () => {
  const { stages, last } = model('FROM a AS b\nUSER 1\nUSER 2\nCMD x\nFROM b\nCMD y\nFROM a');
  const [first, child, other] = stages;
  assert.ok(first && child && other);
  assert.equal(last(child, 'USER')?.argument.text, '2');
  assert.equal(last(child, 'CMD')?.argument.text, 'y');
  assert.equal(last(first, 'CMD')?.argument.text, 'x');
  assert.equal(last(other, 'USER'), undefined);
});

test('a fragment without FROM is a stage of its own', () => {
  const { stages, globals } = model('ENV A=1\nRUN x\nFROM b');
  assert.deepEqual(
    stages.map(({ from, instructions }) => [from?.keyword, instructions.length]),
    [
      [undefined, 2],
      ['FROM', 0],
    ],
  );
  assert.equal(globals.length, 0);
});

test('options of mounts', () => {
  assert.deepEqual(
    [...mountOptions('type=bind,from=x, TARGET=/y,ro,')],
    [
      ['type', 'bind'],
      ['from', 'x'],
      ['target', '/y'],
      ['ro', 'true'],
    ],
  );
});

test('what grows without end is refused, what is long is not', () => {
  assert.throws(() => model(`FROM a\nENV A=xx\n${'ENV A=$A$A\n'.repeat(60)}`), LimitError);
  assert.throws(() => model('FROM a\n'.repeat(5000)), LimitError);
  const long = model(`FROM a\n${'ENV A=1$B\nRUN $A\n'.repeat(50_000)}`);
  assert.equal(long.stages[0]?.instructions.length, 100_000);
});

test('the model survives mutations', () => {
  const sample =
    'ARG A=b\nFROM $A AS x\nENV C=${A:-1} D=$C\nCOPY --from=0 a b\nFROM x\nONBUILD RUN --mount=from=x y\n';
  fuzz([Buffer.from(sample)], (bytes) => {
    const { stages, needed, expand } = model(decodeText(bytes, 'fuzz'));
    if (stages.length > 0 && needed.size === 0) throw new Error('the target is not needed');
    for (const { instructions } of stages)
      for (const one of instructions) expand(one, '$C${D:-$A}');
  });
});
