import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../test/kit/fuzz.ts';
import { limits } from '../../model/index.ts';
import { decodeText } from '../text.ts';
import { parseCheckDirective } from './directives.ts';
import { parseDockerfile } from './parse.ts';
import { columnAt, lineAt } from './syntax.ts';
import type { DockerfileSyntax, Instruction, Span } from './syntax.ts';

const sample = `# syntax=docker/dockerfile:1
# check=skip=JSONArgsRecommended;error=true
# base this is the base
FROM --platform=$BUILDPLATFORM golang:1.22 AS base

ENV A=1 B="two words" \\
    # a comment inside

    C='x'
RUN --mount=type=cache,target=/root/.cache --network=none go build \\
  ./... && echo done
COPY --from=base --chown=1:1 ["a b", "/dest/"]
RUN <<EOF cat <<-'TAB' > /x
one $A
EOF
	two
	TAB
onbuild run echo hi
HEALTHCHECK --interval=5s CMD ["curl", "-f", "x"]
LABEL old value here
ARG ONE TWO=2
`;

const at = (file: DockerfileSyntax, { start, end }: Span): string =>
  `${lineAt(file, start)}:${columnAt(file, start)}-${lineAt(file, end)}:${columnAt(file, end)}`;

test('flags, words and pairs have their places, over continued lines too', () => {
  const file = parseDockerfile(sample);
  assert.deepEqual(file.faults, []);
  const [from, env, run, copy, , , health, label, arg] = file.instructions;
  assert.ok(from && env && run && copy && health && label && arg);
  assert.equal(at(file, from), '4:1-4:51');
  assert.deepEqual(
    from.comments.map(({ text }) => text),
    ['base this is the base'],
  );
  assert.deepEqual(
    from.flags.map((flag) => [flag.name, flag.value, at(file, flag)]),
    [['platform', '$BUILDPLATFORM', '4:6-4:31']],
  );
  assert.deepEqual(
    from.words.map((word) => [word.text, at(file, word)]),
    [
      ['golang:1.22', '4:32-4:43'],
      ['AS', '4:44-4:46'],
      ['base', '4:47-4:51'],
    ],
  );
  assert.deepEqual(
    env.pairs.map(({ key, value }) => [key.text, value?.text, value && at(file, value)]),
    [
      ['A', '1', '6:7-6:8'],
      ['B', '"two words"', '6:11-6:22'],
      ['C', "'x'", '9:7-9:10'],
    ],
  );
  assert.deepEqual([env.startLine, env.endLine, env.emptyLines], [6, 9, [8]]);
  const { argument } = run;
  const start = argument.origin(argument.text.indexOf('./...'));
  assert.equal(at(file, { start, end: run.end }), '11:3-11:21');
  assert.deepEqual(
    run.flags.map(({ name, value }) => [name, value]),
    [
      ['mount', 'type=cache,target=/root/.cache'],
      ['network', 'none'],
    ],
  );
  assert.deepEqual(
    copy.words.map((word) => [word.text, at(file, word)]),
    [
      ['a b', '12:31-12:36'],
      ['/dest/', '12:38-12:46'],
    ],
  );
  assert.equal(health.verb?.text, 'CMD');
  assert.deepEqual(
    label.pairs.map(({ value, joint }) => [value?.text, joint]),
    [['value here', ' ']],
  );
  assert.deepEqual(
    arg.pairs.map(({ key, value }) => [key.text, value?.text]),
    [
      ['ONE', undefined],
      ['TWO', '2'],
    ],
  );
});

test('several here-documents on one line follow one another', () => {
  const { instructions } = parseDockerfile(sample);
  const [run, onbuild] = instructions.filter(({ startLine }) => startLine >= 13);
  assert.deepEqual(
    run?.heredocs.map((one) => [one.name, one.expand, one.chomp, one.content.text, one.startLine]),
    [
      ['EOF', true, false, 'one $A\n', 14],
      ['TAB', false, true, '\ttwo\n', 16],
    ],
  );
  assert.equal(run?.endLine, 17);
  assert.deepEqual(
    [onbuild?.keyword, onbuild?.inner?.keyword, onbuild?.startLine],
    ['ONBUILD', 'RUN', 18],
  );
});

test('here-documents are found where the builder finds them, and nowhere else', () => {
  const names = (text: string): unknown =>
    parseDockerfile(text).instructions.map(({ heredocs, inner }) =>
      (inner?.heredocs ?? heredocs).map(({ name, expand, descriptor }) => [
        name,
        expand,
        descriptor,
      ]),
    );
  for (const [text, wanted] of [
    ['COPY <<EOF /x\nEOF\n', [[['EOF', true, 0]]]],
    [
      'COPY <<"E F" 3<<\'B\' /x\nE F\nB\n',
      [
        [
          ['E F', false, 0],
          ['B', false, 3],
        ],
      ],
    ],
    ['COPY <<E\\ F /x\nE F\n', [[['E F', false, 0]]]],
    ['ONBUILD RUN <<EOF\na\nEOF\n', [[['EOF', true, 0]]]],
    ['RUN cat <<EOF\nEOF\nRUN x', [[['EOF', true, 0]], []]],
    ['RUN cat <<< EOF', [[]]],
    ['RUN cat "<<EOF"', [[]]],
    ['RUN cat << EOF', [[]]],
    ['RUN ["cat", "<<EOF"]', [[]]],
    ["RUN echo it's <<EOF", [[]]],
    ['CMD cat <<EOF', [[]]],
  ] as const) {
    assert.deepEqual(names(text), wanted, text);
  }
});

test('directives end with the first line that is none', () => {
  for (const [text, names, escape] of [
    ['# syntax=a\n#escape = `\nFROM x', ['syntax', 'escape'], '`'],
    ['# Escape=`\nFROM x', ['escape'], '`'],
    ['# other=x\n# escape=`\nFROM x', ['escape'], '`'],
    ['# a comment\n# escape=`\nFROM x', [], '\\'],
    ['\n# escape=`\nFROM x', [], '\\'],
    ['FROM x\n# escape=`\n', [], '\\'],
    ['\ufeff# escape=`\r\nFROM x', ['escape'], '`'],
  ] as const) {
    const file = parseDockerfile(text);
    assert.deepEqual(
      file.directives.map(({ name }) => name),
      names,
      JSON.stringify(text),
    );
    assert.equal(file.escape, escape, JSON.stringify(text));
    assert.equal(file.instructions[0]?.words[0]?.text, 'x');
  }
});

test('the check directive', () => {
  assert.deepEqual(parseCheckDirective('skip=A, B;error=true;experimental=all'), {
    skip: ['A', 'B'],
    experimental: ['all'],
    error: true,
    wrong: [],
  });
  const odd = { skip: [], experimental: [], error: false, wrong: ['skipp=A', 'error=yes', 'x'] };
  assert.deepEqual(parseCheckDirective('skipp=A;error=yes;;x'), odd);
  assert.equal(parseCheckDirective('error=1').error, true);
});

test('what is wrong is told with its line, and nothing after it is lost', () => {
  const cases: readonly (readonly [text: string, faults: readonly string[], keywords: string])[] = [
    ['', ['1 empty'], ''],
    ['# nothing\n', ['1 empty'], ''],
    ['FROM a\nFOO b c\nRUN x', ['2 unknown-instruction'], 'FROM FOO RUN'],
    ['ENV PATH\nRUN x', ['1 missing-value'], 'ENV RUN'],
    ['ENV A=1 B\nRUN x', ['1 not-a-pair'], 'ENV RUN'],
    ['\nCMD ["a", ["b"]]', ['2 json-not-strings'], 'CMD'],
    ['RUN x\nRUN <<EOF\na\n', ['2 heredoc-open'], 'RUN RUN'],
    ['# escape=x\nRUN a', ['1 escape-value'], 'RUN'],
    ['# escape=`\n# escape=\\\nRUN a', ['2 directive-twice'], 'RUN'],
    ['ONBUILD FOO a', ['1 unknown-instruction'], 'ONBUILD'],
    ['RUN a', [], 'RUN'],
  ];
  for (const [text, faults, keywords] of cases) {
    const file = parseDockerfile(text);
    assert.deepEqual(
      file.faults.map(({ line, kind }) => `${line} ${kind}`),
      faults,
      text,
    );
    assert.equal(file.instructions.map(({ keyword }) => keyword).join(' '), keywords, text);
  }
});

test('the JSON form is strict, the shell form takes the rest', () => {
  for (const [text, json] of [
    ['["a", "b"]', true],
    ['[]', true],
    ["['a']", false],
    ['["a"] b', false],
    ['["a",]', false],
    ['[ -f x ] && y', false],
  ] as const) {
    const [one] = parseDockerfile(`CMD ${text}`).instructions;
    assert.equal(one?.json, json, text);
    assert.equal(one?.argument.text, text);
  }
});

test('a hundred thousand lines take as many steps as they have characters', () => {
  const continued = `RUN a \\\n${'  # note\n  b \\\n'.repeat(50_000)} c`;
  const many = 'ENV A=1\n'.repeat(100_000);
  const heredocs = `RUN <<E\n${'x\n'.repeat(100_000)}E\n`;
  const open = 'RUN <<E\n'.repeat(50_000);
  assert.equal(parseDockerfile(continued).instructions[0]?.endLine, 100_002);
  assert.equal(parseDockerfile(many).instructions.length, 100_000);
  assert.equal(parseDockerfile(heredocs).instructions[0]?.endLine, 100_002);
  assert.equal(parseDockerfile(open).faults.length, 1);
  const names = `ARG A=${'- '.repeat(1_000_000)}`;
  assert.equal(parseDockerfile(names).instructions[0]?.pairs.length, 1_000_000);
});

test('mutations keep every place inside the file, and in order', () => {
  fuzz(
    [Buffer.from(sample), Buffer.from('#escape=`\nFROM a\nRUN b `\n c\nCOPY ["x"] y\n')],
    (bytes) => {
      const file = parseDockerfile(decodeText(bytes, 'fuzz'));
      let last = 0;
      for (const one of file.instructions) {
        if (one.start < last) throw new Error(`instruction at ${one.start} begins before ${last}`);
        last = one.end;
        for (const span of spansOf(one))
          if (span.start < one.start || span.end > one.end || span.start > span.end)
            throw new Error(`${JSON.stringify(span)} is outside its instruction`);
      }
      if (last > file.text.length) throw new Error('an instruction ends behind the file');
    },
  );
});

function spansOf(one: Instruction): readonly Span[] {
  const inner = one.inner === undefined ? [] : spansOf(one.inner);
  const pairs = one.pairs.flatMap(({ key, value }) => (value === undefined ? [key] : [key, value]));
  const heredocs = one.heredocs.flatMap(({ opener, content }) => [opener, content]);
  return [one.written, ...one.flags, ...one.words, ...pairs, ...heredocs, ...inner];
}

test('a Dockerfile of megabytes, or of hundreds of thousands of instructions, is refused', () => {
  const most = limits.dockerfile_instructions.value;
  assert.equal(parseDockerfile('ENV A=1\n'.repeat(most)).instructions.length, most);
  assert.throws(() => parseDockerfile('ENV A=1\n'.repeat(most + 1)), {
    code: 'LIMIT_DOCKERFILE_INSTRUCTIONS',
  });
  const bytes = limits.dockerfile_bytes.value;
  assert.equal(parseDockerfile('RUN a '.padEnd(bytes, 'b ')).instructions.length, 1);
  assert.throws(() => parseDockerfile('RUN a '.padEnd(bytes + 1, 'b ')), {
    code: 'LIMIT_DOCKERFILE_BYTES',
  });
});
