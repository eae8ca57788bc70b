import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { commands } from '../../src/cli/commands/index.ts';
import { version } from '../../src/cli/product.ts';
import { builtProgram, runProgram, sourceProgram } from '../kit/program.ts';

const root = join(import.meta.dirname, '..', '..');
const program = builtProgram();
const bundled = program.length > 1;

test('--version and --help answer from text made at build time, as the sources would', () => {
  for (const option of ['--version', '-v', '--help', '-h']) {
    for (const LANG of ['C.UTF-8', 'zh_CN.UTF-8']) {
      const built = runProgram(program, [option], { environment: { LANG } });
      const source = runProgram(sourceProgram(), [option], { environment: { LANG } });
      assert.deepEqual(built, source, `${option} ${LANG}`);
      assert.equal(built.code, 0);
    }
  }
  assert.equal(runProgram(program, ['--version']).stdout, `plimsoll ${version}\n`);
});

test('every command answers --help as the sources do, in both languages', () => {
  const paths = commands.flatMap(({ name, subcommands }) => [
    [name],
    ...(subcommands ?? []).map((sub) => [name, sub.name]),
  ]);
  for (const path of paths) {
    const given = [...path, '--help'];
    for (const LANG of ['C.UTF-8', 'zh_CN.UTF-8']) {
      const built = runProgram(program, given, { environment: { LANG } });
      assert.equal(built.code, 0, built.stderr);
      assert.deepEqual(built, runProgram(sourceProgram(), given, { environment: { LANG } }));
    }
  }
});

test('wrong usage exits 2 and says what was wrong', () => {
  for (const given of [['no-such-command'], ['image', '--no-such-option'], ['completion']]) {
    const { code, stdout, stderr } = runProgram(program, given);
    assert.equal(code, 2, `${given.join(' ')}: ${stderr}`);
    assert.equal(stdout, '');
    assert.notEqual(stderr, '');
  }
});

if (bundled) {
  test('the entry file is executable and needs nothing beside it to say its version', () => {
    assert.equal(statSync(join(root, 'dist/plimsoll.js')).mode & 0o777, 0o755);
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-'));
    try {
      copyFileSync(join(root, 'dist/plimsoll.js'), join(folder, 'plimsoll.mjs'));
      const [node = ''] = program;
      const run = runProgram([node, join(folder, 'plimsoll.mjs')], ['--version']);
      assert.equal(run.stdout, `plimsoll ${version}\n`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('an older Node is told apart before anything is loaded', () => {
    const older = `data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'20.20.2'}});Object.defineProperty(process,'version',{value:'v20.20.2'})`;
    const [node = '', file = ''] = program;
    for (const given of [[], ['--version'], ['image', 'x']]) {
      const run = spawnSync(node, ['--import', older, file, ...given], { encoding: 'utf8' });
      assert.equal(run.stderr, 'Plimsoll needs Node 24.15 or newer: found v20.20.2\n');
      assert.equal(run.stdout, '');
      assert.equal(run.status, 2);
    }
  });
}

test('compiled code is kept from the first run that did its work, not from one that failed', () => {
  if (!bundled) return;
  const cache = mkdtempSync(join(tmpdir(), 'plimsoll-code-'));
  const environment = { PLIMSOLL_CACHE_DIR: cache };
  const room = join(cache, 'code', 'scan');
  const whole = (): boolean =>
    existsSync(room) && readdirSync(room).some((name) => name.startsWith('scan-'));
  try {
    const steps: readonly (readonly [readonly string[], number, boolean])[] = [
      [['fs', '--no-such-option'], 2, false],
      [['fs', join(cache, 'nothing-there')], 3, false],
      [['fs', join(root, 'examples'), '-q'], 0, true],
      [['fs', '--no-such-option'], 2, true],
    ];
    for (const [given, code, kept] of steps) {
      assert.equal(runProgram(program, given, { environment }).code, code, given.join(' '));
      assert.equal(whole(), kept, given.join(' '));
    }
  } finally {
    rmSync(cache, { recursive: true });
  }
});

test('what a table on a screen told is not told again below it, and a log still has it', (t) => {
  if (spawnSync('script', ['--version']).status !== 0) {
    t.skip('the program "script" of bsdutils is missing');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-'));
  const log = join(folder, 'log');
  try {
    const quoted = [...program, 'check', join(folder, 'gone')].map((one) => `'${one}'`).join(' ');
    const draw = (command: string): string =>
      spawnSync('script', ['-qec', command, '/dev/null'], { encoding: 'utf8' }).stdout;
    const count = (text: string): number => text.split('IO_READ_FAILED').length - 1;
    assert.equal(count(draw(quoted)), 1);
    assert.equal(count(draw(`${quoted} 2>'${log}'`)), 1);
    assert.equal(count(readFileSync(log, 'utf8')), 1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
