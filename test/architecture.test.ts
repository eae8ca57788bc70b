import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  cycles,
  importViolations,
  nameViolations,
  parseImportTable,
  percentile,
  roomOf,
  tableRows,
} from './kit/house-rules.ts';
import { readSourceTree } from './kit/source-tree.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface PackageFile {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, { readonly 'plimsoll-source': string }>>;
}
interface LockEntry {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
}

const manifest = JSON.parse(read('package.json')) as PackageFile;
const tree = readSourceTree(root);
const product = tree.filter(({ path }) => path.startsWith('src/') && !path.endsWith('.test.ts'));
/** Tables of facts, exempt from the size budgets. */
const isData = (path: string): boolean => /\/(messages|starter)\//.test(path);

test('the tree was read', () => {
  assert.ok(product.length > 20, `${product.length} product files`);
  assert.ok(tree.flatMap(({ references }) => references).length > 40);
});

test('no import breaks the tables of ARCHITECTURE.md', () => {
  const table = parseImportTable(read('ARCHITECTURE.md'));
  assert.ok(table.rooms.size >= 15 && table.outside.size >= 40, 'the tables were read');
  const found = importViolations(tree, table);
  assert.equal(found.length, 0, `\n${found.join('\n')}`);
});

test('no import cycle, type imports included', () => {
  const found = cycles(tree).map((group) => group.join(' '));
  assert.equal(found.length, 0, `\n${found.join('\n')}`);
});

test('every room is in the plan picture', () => {
  const plan = read('ARCHITECTURE.md');
  for (const room of new Set(product.map(({ path }) => roomOf(path))))
    if (room !== undefined && room !== 'index.ts')
      assert.match(plan, new RegExp(`^  ${room}/ `, 'm'), room);
});

test('names say what they hold; index.ts is a registry or a public entry', () => {
  const entries = Object.values(manifest.exports).map((entry) =>
    entry['plimsoll-source'].replace('./', ''),
  );
  const found = nameViolations(tree, entries);
  assert.equal(found.length, 0, `\n${found.join('\n')}`);
});

test('files and functions keep their budgets', () => {
  const files = product.filter(({ path }) => !isData(path));
  const long = files.filter(({ codeLines }) => codeLines > 600).map(({ path }) => path);
  assert.deepEqual(long, [], 'files above 600 lines of code');
  const fileSize = percentile(
    files.map(({ codeLines }) => codeLines),
    0.95,
  );
  assert.ok(fileSize <= 350, `95 % of files are below ${fileSize} lines, wanted 350`);
  const functions = files.flatMap(({ path, functions: all }) =>
    all.map((each) => ({ ...each, path })),
  );
  const giants = functions
    .filter(({ codeLines }) => codeLines > 80)
    .map(({ path, name, line, codeLines }) => `${path}:${line} ${name} has ${codeLines} lines`);
  assert.deepEqual(giants, [], 'functions above 80 lines of code');
  const functionSize = percentile(
    functions.map(({ codeLines }) => codeLines),
    0.95,
  );
  assert.ok(functionSize <= 45, `95 % of functions are below ${functionSize} lines, wanted 45`);
});

test('dependencies: few, exact, without install scripts, each with a reason', () => {
  const lock = JSON.parse(read('package-lock.json')) as {
    readonly packages: Readonly<Record<string, LockEntry>>;
  };
  const direct = Object.keys(manifest.dependencies);
  assert.ok(direct.length <= 16, `${direct.length} direct dependencies`);
  const closure = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && !dev);
  assert.ok(closure.length <= 60, `${closure.length} packages in the closure`);
  assert.ok(closure.length >= direct.length, 'the closure was read');
  const scripted = closure.filter(([, entry]) => entry.hasInstallScript === true);
  assert.deepEqual(scripted, [], 'runtime dependencies with install scripts');
  const decision = read('docs/decisions/0001-dependencies.md');
  const kinds: [string, Readonly<Record<string, string>>][] = [
    ['runtime', manifest.dependencies],
    ['development', manifest.devDependencies],
  ];
  for (const [kind, wanted] of kinds) {
    for (const [name, version] of Object.entries(wanted))
      assert.match(version, /^\d+\.\d+\.\d+$/, `${name} is pinned exactly`);
    const reasons = tableRows(decision, kind);
    assert.deepEqual(
      reasons.map(([name]) => (name ?? '').replaceAll('`', '')).toSorted(),
      Object.keys(wanted).toSorted(),
      `reasons in docs/decisions/0001-dependencies.md (${kind})`,
    );
    for (const [name, reason] of reasons)
      assert.ok((reason ?? '').length > 20, `${name} has a reason`);
  }
});

test('public declarations say what they are', () => {
  const all = product.flatMap(({ path, exports }) => exports.map((each) => ({ ...each, path })));
  const bare = all.filter(({ documented }) => !documented);
  const share = 1 - bare.length / all.length;
  const names = bare.map(({ path, line, name }) => `${path}:${line} ${name}`);
  assert.ok(all.length > 500, `${all.length} were read`);
  assert.ok(share >= 0.98, `${(share * 100).toFixed(1)} % have a comment:\n${names.join('\n')}`);
});

test('errors say what could not be done', () => {
  const wrong = product.flatMap(({ path, text }) =>
    [...text.matchAll(/new \w+Error\(\s*'[A-Z0-9_]+',\s*(?:\{\s*en:\s*)?[`'"](.{0,60})/g)]
      .map(([, sentence = '']) => sentence)
      .filter((sentence) => !sentence.startsWith('Cannot '))
      .map((sentence) => `${path}: ${sentence}`),
  );
  assert.deepEqual(wrong, []);
});

test('lists are not handed over on the stack', () => {
  const spread = product
    .filter(({ path }) => path !== 'src/model/append.ts')
    .flatMap(({ path, text }) =>
      [...text.matchAll(/\.(?:push|unshift)\(\s*\.\.\..{0,40}/g)].map(
        ([found]) => `${path}: ${found}`,
      ),
    );
  assert.deepEqual(spread, [], 'src/model/append.ts says why, and what to write');
});
