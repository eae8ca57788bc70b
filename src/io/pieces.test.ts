import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { Pieces } from './pieces.ts';

const root = mkdtempSync(join(tmpdir(), 'plimsoll-pieces-'));
after(() => rmSync(root, { recursive: true }));

const table = { files: { 'one-aa': ['first', 'second'], 'two-bb': ['third'] } };
const ran: string[] = [];
Object.assign(globalThis, { plimsollRan: ran });

const program = join(root, 'program');
mkdirSync(program);
const piece = (name: string, body: string): string =>
  `${name}($piece){plimsollRan.push("${name}");${body}}`;
const file = (...pieces: readonly string[]): string =>
  `"use strict";(function($here){return{${pieces.join(',')}}})`;
writeFileSync(
  join(program, 'one-aa.cjs'),
  file(
    piece('first', 'const{three}=$piece("third");return{four:()=>three()+1}'),
    piece('second', 'return{here:$here}'),
  ),
);
writeFileSync(join(program, 'two-bb.cjs'), file(piece('third', 'return{three:()=>3}')));

function open(compiled: string): Pieces {
  ran.length = 0;
  return new Pieces(table, { program, compiled });
}

/** Runs `first`, which needs `third`, and keeps the code. */
function once(compiled: string): void {
  const pieces = open(compiled);
  assert.equal((pieces.load('first') as { four: () => number }).four(), 4);
  pieces.remember();
}

const ending = `.${process.version}-${process.arch}`;

test('a piece runs when it is first wanted, once, and knows where it lies', () => {
  const pieces = open(join(root, 'none'));
  const first = pieces.load('first') as { four: () => number };
  assert.equal(pieces.load('first'), first);
  assert.equal(first.four(), 4);
  assert.deepEqual(ran, ['first', 'third']);
  const { here } = pieces.load('second') as { here: string };
  assert.match(here, /^file:.*\/program\/one-aa\.cjs$/);
  assert.throws(() => pieces.load('fourth'));
  assert.equal(existsSync(join(root, 'none')), false, 'nothing is kept unless it is asked for');
});

test('code is kept a file of pieces each, for this user alone', () => {
  const compiled = join(root, 'kept');
  once(compiled);
  assert.deepEqual(readdirSync(compiled).toSorted(), [`one-aa${ending}`, `two-bb${ending}`]);
  for (const name of readdirSync(compiled))
    assert.equal(statSync(join(compiled, name)).mode & 0o777, 0o600);
});

test('what is kept is written again only when another piece has run', () => {
  const compiled = join(root, 'grown');
  once(compiled);
  const [one, two] = ['one-aa', 'two-bb'].map((name) => join(compiled, name + ending));
  const written = (path = ''): number => statSync(path).ino;
  const before = [written(one), written(two)];
  once(compiled);
  assert.deepEqual([written(one), written(two)], before);
  const pieces = open(compiled);
  pieces.load('second');
  pieces.remember();
  assert.notEqual(written(one), before[0]);
  assert.equal(written(two), before[1]);
  const grown = written(one);
  once(compiled);
  assert.equal(written(one), grown, 'the first piece was not forgotten');
});

test('damaged code is not given to V8, and is written anew', () => {
  const damages: readonly ((path: string) => void)[] = [
    (path) => writeFileSync(path, ''),
    (path) => writeFileSync(path, Buffer.alloc(300)),
    (path) => truncateSync(path, statSync(path).size - 8),
    (path) => {
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.fill(0, 128, 640));
    },
  ];
  for (const [at, damage] of damages.entries()) {
    const compiled = join(root, `damaged-${at}`);
    once(compiled);
    const path = join(compiled, `one-aa${ending}`);
    const whole = readFileSync(path).length;
    damage(path);
    once(compiled);
    assert.equal(readFileSync(path).length, whole, `damage ${at}`);
  }
});

test('what an earlier build left is removed, other files are not', () => {
  const compiled = join(root, 'older');
  mkdirSync(compiled);
  for (const name of [`one-00${ending}`, `one-aa.v1.0.0-x64`, `other-00${ending}`])
    writeFileSync(join(compiled, name), '');
  once(compiled);
  assert.deepEqual(
    readdirSync(compiled).toSorted(),
    [`one-aa${ending}`, `one-aa.v1.0.0-x64`, `other-00${ending}`, `two-bb${ending}`].toSorted(),
  );
});

test('a folder that cannot be written costs only the speed', () => {
  const blocked = join(root, 'blocked');
  writeFileSync(blocked, '');
  once(join(blocked, 'code'));
});

test('whatever lies in place of kept code, the program runs', () => {
  const compiled = join(root, 'mutated');
  once(compiled);
  const path = join(compiled, `one-aa${ending}`);
  // V8 trusts its own bytes: what is mutated is the head, the length, and the words of the sum.
  const whole = readFileSync(path);
  fuzz([whole.subarray(0, 128), whole.subarray(0, 64)], (head) => {
    const bytes = Buffer.concat([head, whole.subarray(128)]);
    writeFileSync(path, bytes);
    const pieces = open(compiled);
    assert.equal((pieces.load('first') as { four: () => number }).four(), 4);
  });
});
