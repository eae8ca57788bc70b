import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildTar } from '../../test/kit/oci.ts';
import { needsShared, sharedPath } from '../../test/kit/outside.ts';
import { runSuite } from '../../test/kit/suite.ts';
import type { LayerRef } from './contract.ts';
import type { LayerFacts } from './layer-facts.ts';
import { folderOf } from './layer-path.ts';
import { followLinks } from './links.ts';
import { openInput } from './open.ts';
import { type MergedTree, mergeLayers } from './tree.ts';
import { walkChunks, walkLayer } from './walk.ts';

interface HostileCase {
  readonly file: string;
  readonly kind: 'docker-save' | 'layer' | 'oci-layout' | 'not-an-image';
}

interface WhiteoutCase {
  readonly path: string;
  readonly whiteout: string;
  readonly deleted: boolean;
}

/** Everything of an image: facts, merged tree, and content by layer and path. */
class Opened {
  readonly facts: LayerFacts[] = [];
  readonly #contents: Map<string, string>[] = [];

  async add(ref: LayerRef): Promise<void> {
    const contents = new Map<string, string>();
    this.#contents.push(contents);
    const facts = await walkLayer(ref, {
      wants: () => true,
      file: (path, _stat, bytes) => contents.set(path, Buffer.from(bytes).toString()),
    });
    assert.deepEqual(facts.problems, []);
    this.facts.push(facts);
  }

  get tree(): MergedTree {
    return mergeLayers(this.facts);
  }

  /** What a process in the container would read, or why it would not. */
  read(path: string): string {
    const found = this.tree.resolve(path);
    if (found.kind !== 'file') return `<${found.kind}>`;
    return this.#contents[found.layer]?.get(found.path) ?? '<nothing>';
  }

  /** Every path with content, links included. */
  get readable(): string[] {
    const { files, links } = this.tree;
    const paths = [...files.map(({ path }) => path), ...links.keys()];
    return paths.filter((path) => !this.read(path).startsWith('<')).toSorted();
  }
}

const folder = (): string => sharedPath('cases/scan/hostile');

async function image(reference: string): Promise<Opened> {
  const opened = new Opened();
  for (const layer of (await openInput(join(folder(), reference))).layers) await opened.add(layer);
  return opened;
}

/** An archive on its own, as the only layer. */
async function layer(name: string): Promise<Opened> {
  const path = join(folder(), name);
  const opened = new Opened();
  const length = statSync(path).size;
  await opened.add({ index: 0, bytes: { kind: 'file', path, offset: 0, length } });
  return opened;
}

/** A lower layer with these files under an archive: which of them are left. */
async function left(name: string, paths: readonly string[]): Promise<string[]> {
  const upper = await layer(name);
  const lower = await factsOf(paths);
  const { files } = mergeLayers([lower, ...upper.facts]);
  return files.filter((file) => file.layer === 0).map(({ path }) => path);
}

async function factsOf(paths: readonly string[]): Promise<LayerFacts> {
  const bytes = buildTar(paths.map((path) => ({ path, content: path })));
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    yield bytes;
  };
  const place = { kind: 'file', path: '-', offset: 0, length: bytes.length } as const;
  return walkChunks(chunks(), { index: 0, bytes: place }, { wants: () => true, file: () => {} });
}

const sampleText = 'sample text\n';
const links = (opened: Opened, paths: readonly string[]): string[] =>
  paths.map((path) => opened.read(path));

/** What each case of the outside suite asks for; a file without a row fails. */
const checks: Readonly<Record<string, () => Promise<void>>> = {
  'image-basic.tar': async () => {
    assert.equal((await image('image-basic.tar')).facts.length, 2);
  },
  'image-empty.tar': async () => {
    await assert.rejects(image('image-empty.tar'), { code: 'IMAGE_NOT_AN_IMAGE' });
  },
  'image-overwrite-file.tar': async () => {
    const opened = await image('image-overwrite-file.tar');
    assert.equal(opened.tree.files.length, 1);
    assert.equal(opened.tree.files[0]?.layer, 1);
  },
  'image-symlink-basic.tar': async () => {
    const opened = await image('image-symlink-basic.tar');
    const paths = ['dir1/sample.txt', 'dir1/absolute-symlink.txt', 'dir1/chain-symlink.txt'];
    assert.deepEqual(links(opened, paths), [sampleText, sampleText, sampleText]);
  },
  'image-symlink-attack.tar': async () => {
    const opened = await image('image-symlink-attack.tar');
    assert.equal(opened.read('dir1/attack-symlink.txt'), '<none>');
    assert.equal(opened.read('dir1/attack-symlink-absolute.txt'), '<none>');
  },
  'image-symlink-cycle.tar': async () => {
    const opened = await image('image-symlink-cycle.tar');
    const paths = ['dir1/sample.txt', 'dir1/absolute-symlink.txt', 'dir1/chain-symlink.txt'];
    assert.deepEqual(links(opened, paths), ['<cycle>', '<cycle>', '<cycle>']);
  },
  'image-symlink-depth-exceeded.tar': async () => {
    const opened = await image('image-symlink-depth-exceeded.tar');
    assert.equal(opened.read('dir1/symlink7.txt'), sampleText);
    const targets = new Map(opened.facts[0]?.links.map(({ path, target }) => [path, target]));
    const follow = (most: number): string =>
      followLinks('dir1/symlink7.txt', (path) => targets.get(path), true, most).kind;
    assert.deepEqual([follow(6), follow(7)], ['cycle', 'path']);
  },
  'image-symlink-dangling.tar': async () => {
    assert.deepEqual((await image('image-symlink-dangling.tar')).readable, []);
  },
  'unpack-escape.tar': async () => {
    const opened = await layer('unpack-escape.tar');
    assert.equal(existsSync('/tmp/poc.txt'), false);
    // The folder of the file was replaced by a link, which leads nowhere inside the image.
    assert.deepEqual(opened.readable, []);
  },
  'unpack-dangling-symlinks.tar': async () => {
    assert.deepEqual((await image('unpack-dangling-symlinks.tar')).readable, []);
  },
  'unpack-permissions.tar': async () => {
    assert.equal((await image('unpack-permissions.tar')).read('sample.txt'), 'sample text file\n');
  },
  'unpack-symlinks.tar': async () => {
    const opened = await image('unpack-symlinks.tar');
    const one = [
      'absolute-symlink',
      'chain-symlink',
      'relative-dot-symlink',
      'relative-symlink',
      'sample',
    ];
    const two = [
      'absolute-chain',
      'absolute-subfolder',
      'absolute-symlink-inside-root',
      'relative-subfolder',
    ];
    assert.deepEqual(opened.readable, [
      ...one.map((name) => `dir1/${name}.txt`),
      ...two.map((name) => `dir2/dir3/${name.includes('inside') ? name : `${name}-symlink`}.txt`),
    ]);
    for (const path of opened.readable) assert.equal(opened.read(path), sampleText, path);
  },
  'tarfs-bad_name.tar': async () => {
    const [file] = (await layer('tarfs-bad_name.tar')).readable;
    assert.match(file ?? '', /bad\ufffdname$/);
  },
  'tarfs-concat.tar': async () => {
    const opened = await layer('tarfs-concat.tar');
    assert.deepEqual(opened.readable, ['run/logs/log.txt', 'var/run/console/algo.txt']);
  },
  'testdata-oddlayer.tar': async () => {
    assert.equal((await layer('testdata-oddlayer.tar')).facts[0]?.entries, 1);
  },
  'whiteout-whiteout.layer': async () => {
    const paths = ['etc/profile', 'etc/profile.d/x', 'profile'];
    assert.deepEqual(await left('whiteout-whiteout.layer', paths), ['etc/profile.d/x', 'profile']);
  },
  'whiteout-whiteout_advanced.layer': async () => {
    const name = 'whiteout-whiteout_advanced.layer';
    const paths = ['a/a_file.txt', 'a_root_file.txt', 'b/c/d', 'a/b', 'c/b'];
    assert.deepEqual(await left(name, paths), ['a/b', 'c/b']);
    assert.deepEqual(await left(name, ['b', 'bb']), ['bb']);
  },
  'whiteout-whiteout_opaque.layer': async () => {
    const name = 'whiteout-whiteout_opaque.layer';
    assert.deepEqual(await left(name, ['a/x', 'a/b/y', 'b/x', 'aa/z']), ['b/x', 'aa/z']);
    assert.deepEqual((await layer(name)).readable, ['b/not.a.wh..wh..opq']);
  },
  'rpm-dangling_symlink': async () => {
    const opened = await layer('rpm-dangling_symlink');
    assert.equal(opened.read('tar_creation/rpmdb.sqlite'), '<none>');
  },
  'test.oci': async () => {
    assert.equal((await image('test.oci')).facts.length, 1);
  },
  'test_image_tag.oci': async () => {
    assert.equal((await image('test_image_tag.oci:0.0.1')).facts.length, 1);
    assert.equal((await image('test_image_tag.oci')).facts.length, 1);
    await assert.rejects(image('test_image_tag.oci:0.0.0'), {
      code: 'IMAGE_TAG_MISSING',
      message: /"0\.0\.0"/,
    });
  },
  'test_bad_index_json.oci': async () => {
    await assert.rejects(image('test_bad_index_json.oci'), { message: /index\.json/ });
  },
  'test_index_json_dir.oci': async () => {
    await assert.rejects(image('test_index_json_dir.oci'), { message: /index\.json/ });
  },
  'test_invalid_oci_image.oci': async () => {
    await assert.rejects(image('test_invalid_oci_image.oci'), { code: 'IMAGE_MEDIA_TYPE' });
  },
  'test_no_valid_manifests.oci': async () => {
    await assert.rejects(image('test_no_valid_manifests.oci'), { message: /manifest/ });
  },
};

const rowsOf = <Row>(name: string): Row[] =>
  readFileSync(join(folder(), name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);

test(
  'hostile archives and layouts end as they should',
  needsShared('cases/scan/hostile'),
  async () => {
    const rows = rowsOf<HostileCase>('cases.jsonl').map(({ file }) => ({
      id: file,
      run: async () => {
        const check = checks[file];
        assert.ok(check !== undefined, 'no check for this case');
        await check();
      },
    }));
    await runSuite('hostile-layers', rows);
  },
);

test('whiteouts hide what they name', needsShared('cases/scan/hostile'), async () => {
  const rows = rowsOf<WhiteoutCase>('whiteout-paths.jsonl').map(({ path, whiteout, deleted }) => ({
    id: `${whiteout} over ${path}`,
    run: async () => {
      const upper = await factsOf([whiteout]);
      // What holds the whiteout is a folder, and a folder shows unless something names it or hides all of its parent.
      if (whiteout.startsWith(`${path}/`)) {
        const hidden = upper.whiteouts.includes(path) || upper.opaque.includes(folderOf(path));
        assert.equal(hidden, deleted);
        return;
      }
      const { files } = mergeLayers([await factsOf([path]), upper]);
      assert.equal(
        files.some((file) => file.path === path && file.layer === 0),
        !deleted,
      );
    },
  }));
  await runSuite('whiteout-paths', rows);
});
