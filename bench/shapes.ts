/**
 * Images of odd shapes with the built program: how much memory they take, and whether the progress
 * line moves. Sizes by environment: PLIMSOLL_BENCH_FILES (50,000 files of node_modules),
 * PLIMSOLL_BENCH_ENTRIES (3,000,000 empty files in three layers), PLIMSOLL_BENCH_JARS (500 in one).
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { compare, ratioTable } from './kit/compare.ts';
import type { Contestant } from './kit/compare.ts';
import { buildTar } from '../test/kit/oci.ts';
import type { TarEntry } from '../test/kit/oci.ts';
import { zipOf } from '../test/kit/zip.ts';

const built = join(import.meta.dirname, '../dist/plimsoll.js');
if (!existsSync(built)) throw new Error('Cannot measure: run "npm run build" first');

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-shapes-'));
const rounds = Number(process.env['PLIMSOLL_BENCH_ROUNDS'] ?? '3');
/** Most memory a scan may take, whatever the shape; MB. */
const promisedMemory = 250;

function numberOf(name: string, otherwise: number): number {
  return Number(process.env[name] ?? otherwise);
}

/** Writes layers of entries that are made as they are written; nothing of a layer is held. */
function layout(name: string, layers: readonly Iterable<readonly TarEntry[]>[]): string {
  const path = join(folder, name);
  const blobs = join(path, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const put = (content: object): { digest: string; size: number } => {
    const text = JSON.stringify(content);
    const digest = createHash('sha256').update(text).digest('hex');
    writeFileSync(join(blobs, digest), text);
    return { digest: `sha256:${digest}`, size: Buffer.byteLength(text) };
  };
  const written = layers.map((batches, index) => writeLayer(join(path, `layer-${index}`), batches));
  for (const [index, { digest }] of written.entries()) {
    spawnSync('mv', [join(path, `layer-${index}`), join(blobs, digest.slice(7))]);
  }
  const config = put({
    architecture: 'amd64',
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: written.map(({ diffId }) => diffId) },
  });
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = put({
    schemaVersion: 2,
    mediaType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: written.map(({ digest, size }) => ({
      mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
      digest,
      size,
    })),
  });
  writeFileSync(join(path, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  const index = { schemaVersion: 2, manifests: [{ mediaType, ...manifest }] };
  writeFileSync(join(path, 'index.json'), JSON.stringify(index));
  return path;
}

/** One gzip member a batch: any number of them is one layer. */
function writeLayer(
  path: string,
  batches: Iterable<readonly TarEntry[]>,
): { readonly digest: string; readonly diffId: string; readonly size: number } {
  const plain = createHash('sha256');
  const packed = createHash('sha256');
  const file = openSync(path, 'w');
  let size = 0;
  const write = (tar: Buffer): void => {
    const member = gzipSync(tar, { level: 1 });
    plain.update(tar);
    packed.update(member);
    size += writeSync(file, member);
  };
  // Every batch but the end without its end mark, which readers of archives stop at.
  for (const batch of batches) write(buildTar(batch).subarray(0, -1024));
  write(Buffer.alloc(1024));
  closeSync(file);
  const digest = `sha256:${packed.digest('hex')}`;
  return { digest, diffId: `sha256:${plain.digest('hex')}`, size };
}

/** `count` entries in batches that fit into memory. */
function* batchesOf(count: number, entry: (index: number) => TarEntry): Generator<TarEntry[]> {
  for (let at = 0; at < count; at += 1000) {
    const length = Math.min(1000, count - at);
    yield Array.from({ length }, (_, index) => entry(at + index));
  }
}

/** Four files a package, one of which names it. */
function nodeModules(files: number): string {
  const names = ['package.json', 'index.js', 'README.md', 'LICENSE'];
  const entry = (index: number): TarEntry => {
    const name = `package-${index >> 2}`;
    const file = names[index & 3] ?? '';
    const content =
      file === 'package.json'
        ? JSON.stringify({ name, version: `1.${(index >> 2) % 50}.0`, license: 'MIT' })
        : `${name} `.repeat(100);
    return { path: `app/node_modules/${name}/${file}`, content };
  };
  return layout('node-modules', [batchesOf(files, entry)]);
}

function emptyFiles(entries: number): string {
  const each = Math.ceil(entries / 3);
  const layer = (number: number): Generator<TarEntry[]> =>
    batchesOf(each, (index) => ({
      path: `srv/${number}/folder-${Math.floor(index / 500)}/file-${index}`,
    }));
  return layout('empty-files', [0, 1, 2].map(layer));
}

/** An archive of a Java service: jars stored in it, each with 200 classes and its coordinates. */
function fatJar(jars: number): string {
  const classes = Array.from({ length: 200 }, (_, index) => ({
    name: `com/example/part/Class${index}.class`,
    bytes: createHash('sha512').update(String(index)).digest(),
  }));
  const inner = Array.from({ length: jars }, (_, index) => {
    const name = `library-${index}`;
    const properties = `groupId=com.example\nartifactId=${name}\nversion=1.${index}.0\n`;
    const about = {
      name: `META-INF/maven/com.example/${name}/pom.properties`,
      bytes: Buffer.from(properties),
    };
    return {
      name: `BOOT-INF/lib/${name}-1.${index}.0.jar`,
      bytes: zipOf([about, ...classes]),
      stored: true,
    };
  });
  return layout('fat-jar', [[[{ path: 'app/service.jar', content: zipOf(inner) }]]]);
}

/** How many different states a progress line shows, drawn on a terminal that `script` makes. */
function framesOf(command: string): string {
  const { stdout, status } = spawnSync(
    'script',
    ['-qec', `stty cols 120; ${command}`, '/dev/null'],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, TERM: 'xterm', NO_COLOR: '1' },
      maxBuffer: 2 ** 28,
    },
  );
  if (status !== 0) return 'unknown';
  const texts = stdout.split('\r').map((text) => /\d[\d.,]* ?[kMG]?i?B/.exec(text)?.[0]);
  return String(new Set(texts.filter((text) => text !== undefined)).size);
}

function measure(title: string, path: string): void {
  const cache = join(folder, 'cache');
  const scan = (more: string): string =>
    `sh -c 'rm -rf ${cache}; exec ${process.execPath} ${built} image oci-dir:${path} --offline -f json -o ${folder}/report.json --cache-dir ${cache}${more}'`;
  const blobs = `sh -c 'cat ${path}/blobs/sha256/* | gzip -dcf > /dev/null'`;
  const contestants: Contestant[] = [
    { name: '`gzip -dc` of it (floor)', command: blobs },
    { name: 'cold scan', command: scan(' -q') },
  ];
  const measured = compare(contestants, rounds);
  console.log(ratioTable(title, contestants, measured));
  const peak = Math.max(...(measured[1]?.memory ?? []));
  const kept = peak <= promisedMemory ? 'kept' : 'MISSED';
  console.log(
    `Peak ${peak.toFixed(0)} MB (≤ ${promisedMemory} ${kept}); the progress line showed ${framesOf(scan(''))} amounts.\n`,
  );
  rmSync(path, { recursive: true });
}

try {
  const files = numberOf('PLIMSOLL_BENCH_FILES', 50_000);
  measure(`node_modules of ${files} files`, nodeModules(files));
  const jars = numberOf('PLIMSOLL_BENCH_JARS', 500);
  measure(`A jar with ${jars} jars in it`, fatJar(jars));
  const entries = numberOf('PLIMSOLL_BENCH_ENTRIES', 3_000_000);
  measure(`${entries} empty files in three layers`, emptyFiles(entries));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
