import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { buildTar } from '../../test/kit/oci.ts';
import type { TarEntry } from '../../test/kit/oci.ts';
import { tarSplitOf, writeStoredLayer } from '../../test/kit/tar-split.ts';
import type { LayerRef } from './contract.ts';
import type { LayerFacts } from './layer-facts.ts';
import { walkChunks, walkLayer } from './walk.ts';

const base = await mkdtemp(join(tmpdir(), 'plimsoll-'));
after(() => rm(base, { recursive: true }));
let layers = 0;

async function stored(
  entries: readonly TarEntry[],
): Promise<{ ref: LayerRef; folder: string; recipe: string }> {
  const place = join(base, String((layers += 1)));
  const folder = join(place, 'diff');
  const recipe = join(place, 'tar-split.json.gz');
  await writeStoredLayer(folder, recipe, entries);
  return { ref: { index: 0, bytes: { kind: 'tar-split', recipe, folder } }, folder, recipe };
}

interface Walked {
  readonly facts: LayerFacts;
  readonly files: Map<string, string>;
}

async function walk(
  run: (visitor: Parameters<typeof walkLayer>[1]) => Promise<LayerFacts>,
): Promise<Walked> {
  const files = new Map<string, string>();
  const facts = await run({
    wants: (path) => !path.includes('unwanted'),
    file: (path, _stat, bytes) => {
      files.set(path, Buffer.from(bytes).toString());
    },
  });
  return { facts, files };
}

const entries: readonly TarEntry[] = [
  { path: 'etc/' },
  { path: 'etc/a', content: 'one', mode: 0o600 },
  { path: 'etc/.wh.gone' },
  { path: 'etc/big', content: 'x'.repeat(700_000) },
  { path: 'etc/unwanted', content: 'never read' },
  { path: 'etc/empty', content: '' },
  { path: 'etc/b', hardlink: 'etc/a' },
  { path: 'etc/c', symlink: '/etc/a' },
  { path: 'opt/' },
  { path: 'opt/.wh..wh..opq' },
  { path: `${'long/'.repeat(30)}file`, content: 'deep' },
];

test('a stored layer gives the same facts and files as its archive', async () => {
  const tar = buildTar(entries);
  const archive = await walk((visitor) =>
    walkChunks(
      (async function* chunks() {
        yield tar;
      })(),
      { index: 0, bytes: { kind: 'directory', path: '' } },
      visitor,
    ),
  );
  const { ref } = await stored(entries);
  const store = await walk((visitor) => walkLayer(ref, visitor));
  const { diffId, ...facts } = archive.facts;
  assert.ok(diffId !== undefined);
  assert.deepEqual(store.facts, facts);
  assert.deepEqual(store.files, archive.files);
  assert.equal(store.files.get('etc/b'), 'one');
  assert.deepEqual(store.facts.opaque, ['opt']);
});

test('a folder with a link to the host gives nothing of the host', async () => {
  const secret = join(base, 'secret');
  await mkdir(secret);
  await writeFile(join(secret, 'passwd'), 'host');
  await writeFile(join(secret, 'plain'), 'host');
  const { ref, folder } = await stored([
    { path: 'inside/passwd', content: 'mine' },
    { path: 'plain', content: 'mine' },
    { path: 'up/passwd', content: 'mine' },
  ]);
  await rm(join(folder, 'inside'), { recursive: true });
  await symlink(secret, join(folder, 'inside'));
  await rm(join(folder, 'plain'));
  await symlink(join(secret, 'plain'), join(folder, 'plain'));
  await rm(join(folder, 'up'), { recursive: true });
  await symlink('../../../secret', join(folder, 'up'));
  const { facts, files } = await walk((visitor) => walkLayer(ref, visitor));
  assert.deepEqual([...files], []);
  assert.equal(facts.problems.length, 3);
});

test('a link inside the folder is followed inside it', async () => {
  const { ref, folder } = await stored([{ path: 'lib/x', content: 'mine' }]);
  await mkdir(join(folder, 'usr'));
  execFileSync('mv', [join(folder, 'lib'), join(folder, 'usr', 'lib')]);
  await symlink('/usr/lib', join(folder, 'lib'));
  const { files } = await walk((visitor) => walkLayer(ref, visitor));
  assert.deepEqual([...files], [['lib/x', 'mine']]);
});

for (const [title, damage] of [
  ['missing', (path: string) => rm(path)],
  ['longer', (path: string) => writeFile(path, 'longer than before')],
  ['shorter', (path: string) => writeFile(path, '')],
  [
    'a pipe',
    async (path: string) => {
      await rm(path);
      execFileSync('mkfifo', [path]);
    },
  ],
] as const) {
  test(`a file that is ${title} is a problem, and the others are read`, async () => {
    const { ref, folder } = await stored([
      { path: 'a', content: 'one' },
      { path: 'b', content: 'two' },
    ]);
    await damage(join(folder, 'a'));
    const { facts, files } = await walk((visitor) => walkLayer(ref, visitor));
    assert.deepEqual([...files], [['b', 'two']]);
    assert.deepEqual(
      facts.problems.map(({ path }) => path),
      ['a'],
    );
  });
}

test('mutated recipes are walked or refused', async () => {
  const { folder } = await stored(entries.slice(0, 5));
  const { gunzipSync } = await import('node:zlib');
  const recipes: Buffer[] = [];
  fuzz([gunzipSync(tarSplitOf(buildTar(entries.slice(0, 5))))], (bytes) => {
    if (recipes.length < 2000) recipes.push(Buffer.from(bytes));
  });
  const recipe = join(base, 'mutated');
  for (const bytes of recipes) {
    await writeFile(recipe, bytes);
    const ref: LayerRef = { index: 0, bytes: { kind: 'tar-split', recipe, folder } };
    await walk((visitor) => walkLayer(ref, visitor)).catch((error: unknown) => {
      assert.match(
        String((error as { code?: string }).code),
        /^(?:TAR_|LIMIT_|LAYER_|IO_)/,
        String(error),
      );
    });
  }
});

test('walkLayer leaves files of a store alone that their first bytes refuse', async () => {
  const size = 700_000;
  const { ref } = await stored([
    { path: 'elf', content: 'ELF'.padEnd(size), mode: 0o755 },
    { path: 'script', content: '#!'.padEnd(size), mode: 0o755 },
    { path: 'short', content: '#!', mode: 0o755 },
    { path: 'last', content: 'ELF', mode: 0o755 },
  ]);
  const files = new Map<string, number>();
  const facts = await walkLayer(ref, {
    wants: () => 'head',
    wantsHead: (_path, _stat, head) => Buffer.from(head).toString('latin1', 0, 3) === 'ELF',
    file: (path, _stat, bytes) => files.set(path, bytes.length),
  });
  assert.deepEqual(Object.fromEntries(files), { elf: size, last: 3 });
  assert.deepEqual(facts.problems, []);
});
