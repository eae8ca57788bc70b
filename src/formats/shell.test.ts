import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { decodeText } from './text.ts';
import { LimitError } from '../model/index.ts';
import { parseShell } from './shell.ts';

const shown = (text: string): readonly string[] =>
  parseShell(text).commands.map(({ before, name, args, assignments, redirects }) =>
    [
      before,
      ...assignments.map((one) => `[${one.text}]`),
      ...[name, ...args].flatMap((word) => (word === undefined ? [] : [word.text])),
      ...redirects.map(
        ({ descriptor = '', operator, target }) => `{${descriptor}${operator}${target.text}}`,
      ),
    ]
      .filter((part) => part !== '')
      .join(' '),
  );

test('simple commands are listed with what stands between them', () => {
  for (const [text, commands] of [
    ['a b "c d" && e || f; g & h', ['a b c d', '&& e', '|| f', '; g', '& h']],
    ['a | b |& c', ['a', '| b', '|& c']],
    ['A=1 B="x y" cmd', ['[A=1] [B=x y] cmd']],
    ['A=$(x -y)', ['[A=$(x -y)]', 'x -y']],
    ['a 2>&1 >/dev/null <x &>y', ['a {2>&1} {>/dev/null} {<x} {&>y}']],
    ['if a; then b; elif c; then d; else e; fi', ['a', '; b', '; c', '; d', '; e']],
    ['for i in 1 $(ls); do rm $i; done && z', ['ls', '; rm $i', '&& z']],
    ['while read x; do y; done <f', ['read x', '; y', '; {<f}']],
    ['case $(u -m) in a|b) x;; (c) y z ;; *) w ;; esac; v', ['u -m', '; x', '; y z', '; w', '; v']],
    ['f() { a; }; f', ['a', '; f']],
    ['(cd /x && make) || exit', ['cd /x', '&& make', '|| exit']],
    ['echo "$(curl x | sh)" `w`', ['echo $(curl x | sh) `w`', 'curl x', '| sh', 'w']],
    ['[[ a && b ]] && c', ['[[ a && b ]]', '&& c']],
    ['x=(a b); y', ['[x=]', '; y']],
    ['a # b && c\nd', ['a', '; d']],
    ['a#b', ['a#b']],
    ['cat <<E\nx && y\nE\nz', ['cat {<<E}', '; z']],
    ['a && \\\n  b', ['a', '&& b']],
    ['a &&\n\n  b', ['a', '&& b']],
    ['echo if then', ['echo if then']],
    ['"if" a', ['if a']],
    ['((i++)); d', ['d']],
    ["echo a\\ b'c d'", ['echo a bc d']],
    ['', []],
    [' ;; ', []],
  ] as const) {
    const [first = '', ...rest] = shown(text);
    assert.deepEqual(first === '' ? rest : [first, ...rest], commands, text);
  }
});

test('words know whether something in them is expanded, and where they are', () => {
  const text = 'x "$A" \'$A\' a\\$b $';
  const [command] = parseShell(text).commands;
  assert.deepEqual(
    command?.args.map((word) => [word.text, word.literal, text.slice(word.start, word.end)]),
    [
      ['$A', false, '"$A"'],
      ['$A', true, "'$A'"],
      ['a$b', true, 'a\\$b'],
      ['$', true, '$'],
    ],
  );
  const inner = parseShell('a `b "c"`').commands[1];
  assert.deepEqual([inner?.start, inner?.end, inner?.depth], [3, 8, 1]);
});

test('pipelines keep their number', () => {
  const numbers = (text: string): readonly number[] =>
    parseShell(text).commands.map(({ pipeline }) => pipeline);
  const [a, b, c] = numbers('a | b; c');
  assert.equal(a, b);
  assert.notEqual(b, c);
  const [d, e] = numbers('d | { e; }');
  assert.equal(d, e);
});

test('an open end is a fault, and what came before it stays', () => {
  for (const text of [
    'a && b "c',
    "a && b 'c",
    'a && b $(c',
    'a && b `c',
    'a && b ${c',
    'a && (b',
  ]) {
    const { commands, fault } = parseShell(text);
    assert.ok(fault !== undefined, text);
    assert.equal(commands[0]?.name?.text, 'a', text);
  }
  assert.equal(parseShell('a && b "c"').fault, undefined);
  assert.throws(() => parseShell('$('.repeat(5000)), LimitError);
});

test('a here-document keeps its body', () => {
  const { commands } = parseShell('sh <<-E >x\n\ta\n\tE\nb');
  assert.equal(commands[0]?.redirects[0]?.body, '\ta\n');
  assert.equal(commands[1]?.name?.text, 'b');
});

test('long scripts take as many steps as they have characters', () => {
  assert.equal(parseShell('a b && \\\n'.repeat(100_000)).commands.length, 100_000);
  assert.equal(parseShell('`a`'.repeat(50_000)).commands.length, 50_001);
  assert.equal(
    parseShell('case x in\n' + 'a) b;;\n'.repeat(50_000) + 'esac').commands.length,
    50_000,
  );
});

test('mutations keep places inside the script', () => {
  const fixtures = [
    'set -eux; apt-get update && apt-get install -y "a$(b)" c | tee x 2>&1; case $x in a) b;; esac',
    'for i in `ls`; do ( [[ a ]] || { b; } ); done <<E\nbody\nE\n',
  ];
  fuzz(
    fixtures.map((text) => Buffer.from(text)),
    (bytes) => {
      const text = decodeText(bytes, 'fuzz');
      for (const { start, end } of parseShell(text).commands)
        if (start < 0 || end > text.length || start >= end) throw new Error(`${start}-${end}`);
    },
  );
});
