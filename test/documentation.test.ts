import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { SpawnSyncReturns } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildHarbourShop } from '../examples/image/build.ts';
import { commands } from '../src/cli/commands/index.ts';
import type { CommandSpec } from '../src/cli/spec.ts';
import { examplesOf, missing, programsOf, projectFiles } from './kit/documents.ts';
import { sourceProgram } from './kit/program.ts';

const root = join(import.meta.dirname, '..');
const sandbox = mkdtempSync(join(tmpdir(), 'plimsoll-docs-'));
after(() => rmSync(sandbox, { recursive: true }));

/** A folder as a reader of the README has it: examples/, the image of the demo, `plimsoll` in PATH. */
before(async () => {
  cpSync(join(root, 'examples'), join(sandbox, 'examples'), { recursive: true });
  await buildHarbourShop(join(sandbox, '.demo', 'harbour-shop'));
  mkdirSync(join(sandbox, 'bin'));
  const words = sourceProgram().map((word) => `'${word}'`);
  writeFileSync(join(sandbox, 'bin', 'plimsoll'), `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`);
  chmodSync(join(sandbox, 'bin', 'plimsoll'), 0o755);
});

const runs = new Map<string, SpawnSyncReturns<string>>();

/** Runs a command of a document in the sandbox; pages in several languages share one run. */
function runOnce(command: string, folder = sandbox): SpawnSyncReturns<string> {
  const earlier = runs.get(command);
  if (earlier !== undefined) return earlier;
  const run = spawnSync('bash', ['-c', command], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: `${join(sandbox, 'bin')}:${process.env['PATH'] ?? ''}`,
      HOME: sandbox,
      XDG_CACHE_HOME: join(sandbox, 'cache'),
      XDG_DATA_HOME: join(sandbox, 'data'),
      LANG: 'C.UTF-8',
      PLIMSOLL_OFFLINE: 'true',
    },
  });
  runs.set(command, run);
  return run;
}

/** Runs a program of a document, with `plimsoll` resolved to the sources. */
function runScript(code: string): SpawnSyncReturns<string> {
  const modules = join(sandbox, 'node_modules');
  if (!existsSync(modules)) {
    mkdirSync(modules);
    symlinkSync(root, join(modules, 'plimsoll'));
  }
  const given = ['--conditions=plimsoll-source', '--input-type=module', '-e', code];
  return spawnSync(process.execPath, given, {
    cwd: sandbox,
    encoding: 'utf8',
    env: { HOME: sandbox, XDG_DATA_HOME: join(sandbox, 'data') },
  });
}

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const documents = projectFiles(root)
  .filter((path) => path.endsWith('.md'))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

for (const { path, text } of documents) {
  const examples = examplesOf(path, text);
  if (examples.length === 0) continue;
  test(`the ${examples.length} examples of ${path} do what the page says`, () => {
    for (const { line, command, expected, exit } of examples) {
      const where = `${path}:${line}: ${command}`;
      assert.match(command, /^plimsoll( |$)/, `${where}: only plimsoll is run from documents`);
      const run = runOnce(command);
      const output = run.stdout + run.stderr;
      assert.equal(run.status, exit, `${where}\n${output}`);
      const absent = missing(output, expected);
      assert.equal(absent, undefined, `${where}: "${absent}" is not in\n${output}`);
    }
  });
}

test('programs in documents run and print what they promise', () => {
  const programs = documents.flatMap(({ path, text }) => programsOf(path, text));
  assert.ok(programs.length > 0);
  const done = new Map<string, string>();
  for (const { path, code, expected } of programs) {
    if (!done.has(code)) {
      const run = runScript(code);
      assert.equal(run.status, 0, `${path}\n${run.stderr}`);
      done.set(code, run.stdout);
    }
    assert.equal(missing(done.get(code) ?? '', expected), undefined, `${path}\n${done.get(code)}`);
  }
});

test('examples of help screens are lines that the program understands', () => {
  const all = (specs: readonly CommandSpec[]): string[] =>
    specs.flatMap((spec) => [...(spec.examples ?? []), ...all(spec.subcommands ?? [])]);
  // Fetching feeds is the one thing that cannot be tried offline.
  const lines = all(commands).filter((line) => !line.startsWith('plimsoll db update'));
  assert.ok(lines.length > 5);
  for (const line of lines) {
    // Offline and in examples/: what names a registry or a daemon fails, but not by its usage.
    const command = line.replace(/ > .*$/, ' > /dev/null');
    const run = runOnce(command, join(sandbox, 'examples'));
    assert.notEqual(run.status, 2, `${line}\n${run.stderr}`);
    if (/^plimsoll (fs|completion)/.test(line)) assert.equal(run.status, 0, run.stderr);
  }
});

test('ignore files shown in the guide are those of examples/', () => {
  const guide = readFileSync(join(root, 'docs/guide/ignore.md'), 'utf8');
  for (const name of ['ignore.txt', 'ignore.yaml'])
    assert.ok(guide.includes(readFileSync(join(root, 'examples', name), 'utf8')), name);
});

test('documents name only npm scripts that exist', () => {
  const builtIn = new Set(['ci', 'test', 'install', 'i', 'pack']);
  const wrong = documents.flatMap(({ path, text }) =>
    [...text.matchAll(/npm (?:run )?(?:--silent )?([a-z][a-z:-]*)/g)]
      .map(([, name = '']) => name)
      .filter((name) => !builtIn.has(name) && scripts[name] === undefined)
      // Prose such as "npm packages" is no command.
      .filter(
        (name) => text.includes(`npm run ${name}`) || text.includes(`npm run --silent ${name}`),
      )
      .map((name) => `${path}: npm run ${name}`),
  );
  assert.deepEqual(wrong, []);
});

/** Terminal cells: Chinese characters and their punctuation are two wide. */
function cells(line: string): number {
  return Array.from(line).reduce((sum, c) => sum + (/[\u2e80-\uffef]/.test(c) ? 2 : 1), 0);
}

test('README.md and README.zh-CN.md show the two commands on the first screen, 80 columns', () => {
  for (const name of ['README.md', 'README.zh-CN.md']) {
    const text = documents.find(({ path }) => path === name)?.text ?? '';
    const screen = new Set(text.split('\n').slice(0, 24));
    assert.ok(screen.has('npm ci && npm run demo'), name);
    assert.ok(screen.has('npm ci && npm test'), name);
    for (const line of text.split('\n'))
      assert.ok(cells(line) <= 80 || line.startsWith('|'), `${name}: ${line}`);
  }
});

test('every guide exists in both languages and shows the same commands', () => {
  const guides = documents.filter(({ path }) => path.startsWith('docs/guide/'));
  const english = guides.filter(({ path }) => !path.endsWith('.zh-CN.md'));
  assert.ok(english.length > 0);
  assert.equal(guides.length, english.length * 2);
  const pairs = [...english, ...documents.filter(({ path }) => path === 'README.md')];
  for (const { path, text } of pairs) {
    const other = path.replace(/\.md$/, '.zh-CN.md');
    const translated = documents.find((document) => document.path === other);
    assert.ok(translated !== undefined, `${other} is missing`);
    const commands = (markdown: string): string[] =>
      examplesOf('', markdown).map(({ command }) => command.replace(/ --lang \S+/, ''));
    assert.deepEqual(commands(translated.text), commands(text), other);
  }
});
