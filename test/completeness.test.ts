import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { errorCatalogues, referencePages } from '../scripts/reference.ts';
import { meaningOf } from '../src/cli/error-meanings.ts';
import { imageSources } from '../src/image/index.ts';
import { limits } from '../src/model/index.ts';
import { outputFormats } from '../src/report/index.ts';
import { feeds } from '../src/scan/advisories/feeds/index.ts';
import { analyzers } from '../src/scan/analyzers/index.ts';
import { secretKinds } from '../src/secrets/index.ts';
import { schemes } from '../src/versions/index.ts';
import { deadLinks, projectFiles } from './kit/documents.ts';
import { targetOf } from './kit/house-rules.ts';
import { readSourceTree } from './kit/source-tree.ts';

const root = join(import.meta.dirname, '..');
const files = projectFiles(root);
const tree = readSourceTree(root);
const product = tree.filter(({ path }) => path.startsWith('src/') && !path.endsWith('.test.ts'));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Registry {
  readonly type: string;
  readonly id: string;
  readonly folder: string;
  readonly rows: readonly object[];
}

const registries: readonly Registry[] = [
  { type: 'FileAnalyzer', id: 'id', folder: 'src/scan/analyzers', rows: analyzers },
  { type: 'Feed', id: 'id', folder: 'src/scan/advisories/feeds', rows: feeds },
  { type: 'VersionScheme', id: 'scheme', folder: 'src/versions', rows: schemes },
  { type: 'OutputFormat', id: 'id', folder: 'src/report', rows: outputFormats },
  { type: 'SecretKind', id: 'id', folder: 'src/secrets', rows: secretKinds },
  { type: 'ImageSource', id: 'id', folder: 'src/image', rows: imageSources },
];

for (const { type, id, folder, rows } of registries) {
  test(`every exported ${type} is in the registry of ${folder}`, async () => {
    const declared = new RegExp(
      `^export const (\\w+): (?:readonly )?${type}(?:<[^=]*>)?(?:\\[\\])? =`,
      'gm',
    );
    const registry = join(folder, 'index.ts');
    const forgotten: string[] = [];
    for (const { path, text } of product) {
      if (path === registry) continue;
      for (const [, name = ''] of text.matchAll(declared)) {
        const module = (await import(pathToFileURL(join(root, path)).href)) as Readonly<
          Record<string, object | readonly object[]>
        >;
        const members = [module[name] ?? {}].flat();
        if (!members.every((member) => rows.includes(member))) forgotten.push(`${path}: ${name}`);
      }
    }
    assert.deepEqual(forgotten, [], `add them to ${registry}`);
    const ids = rows.map((row) => String((row as Readonly<Record<string, unknown>>)[id]));
    assert.equal(new Set(ids).size, ids.length, `ids are unique: ${ids.join(', ')}`);
  });
}

/** Files that the program, the library and worker threads start from. */
function entries(): string[] {
  return [
    'src/index.ts',
    'src/cli/main.ts',
    'src/cli/start-thread.ts',
    'src/model/index.ts',
    'src/versions/index.ts',
  ];
}

/** Product files that an import leads to, from file to file, as far as `within` allows. */
function reachable(
  from: readonly string[],
  within: (path: string) => boolean = () => true,
): Set<string> {
  const byPath = new Map(product.map((file) => [file.path, file]));
  const seen = new Set<string>();
  const queue = [...from];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const file = byPath.get(path);
    if (file === undefined || seen.has(path) || !within(path)) continue;
    seen.add(path);
    for (const { specifier } of file.references)
      if (specifier?.startsWith('.') === true) queue.push(targetOf(path, specifier));
  }
  return seen;
}

/** Parsers that landed before the rules that read with them. A name leaves when its file is reached. */
const awaited: readonly string[] = [];

test('every file is reached from an entry', () => {
  const alive = reachable(entries());
  assert.deepEqual(
    awaited.filter((path) => alive.has(path)),
    [],
    'files that are reached by now; delete them from the list of awaited ones',
  );
  const early = reachable(awaited);
  const dead = product
    .filter(({ path, functions }) => functions.length > 0 && !alive.has(path) && !early.has(path))
    .map(({ path }) => path);
  assert.deepEqual(dead, [], 'no command, no library entry and no worker leads to them');
});

test('docs/reference is in step with the registries', async () => {
  for (const { name, text } of await referencePages()) {
    const path = `docs/reference/${name}`;
    assert.ok(files.includes(path), `${path} is missing; run "npm run generate"`);
    assert.ok(read(path) === text, `${path} is out of step; run "npm run generate"`);
  }
});

test('every error code is thrown somewhere, belongs to one room and has a meaning in both languages', async () => {
  const seen = new Map<string, string>();
  const idle: string[] = [];
  for (const { room, codes } of await errorCatalogues()) {
    for (const [code, meaning] of Object.entries(codes)) {
      assert.match(code, /^[A-Z][A-Z0-9_]+$/, `${room}: ${code}`);
      assert.ok(meaning.en.length > 15, `${room}: ${code} says what it means`);
      assert.match(
        meaning['zh-CN'],
        /\p{Script=Han}.*[。？]$/u,
        `${room}: ${code} says it in Chinese`,
      );
      assert.equal(meaningOf(code), meaning, `${room}: ${code} is shown`);
      assert.equal(seen.get(code), undefined, `${code} is in ${seen.get(code)} and ${room}`);
      seen.set(code, room);
      const thrown = product.some(
        ({ path, text }) =>
          path.startsWith(`src/`) &&
          !/\/error(s|-catalogue)\.ts$/.test(path) &&
          text.includes(`'${code}'`),
      );
      if (!thrown) idle.push(`${room}: ${code}`);
    }
  }
  assert.deepEqual(idle, [], 'codes that nothing throws');
});

test('every limit is kept somewhere', () => {
  const idle = Object.keys(limits).filter(
    (name) =>
      !product.some(
        ({ path, text }) =>
          path !== 'src/model/limits.ts' &&
          (text.includes(`'${name}'`) || text.includes(`limits.${name}`)),
      ),
  );
  assert.deepEqual(idle, [], 'limits that nothing keeps');
});

test('source files are tested from beside them', (t) => {
  const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
  const tests = tree.filter(({ path }) => path.startsWith('src/') && path.endsWith('.test.ts'));
  const withCode = product.filter(
    ({ path, functions }) =>
      functions.length > 0 && !/\/(contract|errors|index|main)\.ts$/.test(path),
  );
  // A file of several that make one thing may be tested through the one that is imported.
  const tested = new Set<string>();
  for (const { path, references } of tests) {
    const targets = references
      .filter(({ specifier }) => specifier?.startsWith('.') === true)
      .map(({ specifier }) => targetOf(path, specifier ?? ''));
    const inside = (other: string): boolean => folderOf(other) === folderOf(path);
    for (const each of reachable(targets, inside)) tested.add(each);
  }
  const names = new Set(tests.map(({ path }) => path));
  const own = withCode.filter(({ path }) => names.has(path.replace(/\.ts$/, '.test.ts')));
  const bare = withCode.map(({ path }) => path).filter((path) => !tested.has(path));
  const share = (count: number): string => `${((count / withCode.length) * 100).toFixed(0)} %`;
  const reached = withCode.length - bare.length;
  t.diagnostic(
    `${share(own.length)} of ${withCode.length} files have a test of their name, ${share(reached)} are reached by a test of their folder`,
  );
  assert.ok(reached / withCode.length >= 0.9, `wanted 90 %, without a test: ${bare.join(' ')}`);
});

test('every relative link in a document leads somewhere', () => {
  const dead = files
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) => deadLinks(root, path, read(path)).map((link) => `${path}: ${link}`));
  assert.deepEqual(dead, []);
});

test('the tree names no machine and no package host', () => {
  const hosts =
    /\b(?:registry\.(?:npmjs|yarnpkg)\.[a-z]+|proxy\.golang\.org|files\.pythonhosted\.org|deb\.debian\.org)\b|\/work\//;
  const found = files
    .filter((path) => !path.includes('/testdata/') && !path.endsWith('.test.ts'))
    .filter((path) => hosts.test(read(path)))
    // This file has to name what it looks for.
    .filter((path) => path !== 'test/completeness.test.ts');
  assert.deepEqual(found, []);
  const lock = read('package-lock.json');
  assert.doesNotMatch(lock, /"resolved":/, 'the lock names no host, so that any mirror serves it');
});
