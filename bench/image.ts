/**
 * The image that benchmarks read: real files of this machine's Debian packages and of npm packages,
 * as OCI layouts with gzip and zstd layers. Built once and kept outside the repository, in
 * PLIMSOLL_BENCH or `plimsoll-bench` in the system's folder for temporary files.
 *
 *     node --conditions=plimsoll-source bench/image.ts
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folders of each layer, bottom first; patterns that match nothing are passed over. */
const recipe: readonly (readonly string[])[] = [
  ['/etc', '/var/lib/dpkg', '/usr/bin', '/usr/sbin', '/usr/lib/os-release'],
  ['/usr/lib/*-linux-gnu'],
  [
    '/usr/share/doc',
    '/usr/share/man',
    '/usr/share/locale',
    '/usr/share/zoneinfo',
    '/usr/share/info',
  ],
  ['/usr/lib/python3*', '/usr/include', '/usr/lib/gcc', '/usr/lib/node_modules', '/usr/lib/ruby'],
  ['/usr/share/[a-ce-hj-k]*', '/usr/share/[n-z]*', '/usr/src'],
  ['/usr/lib/llvm*', '/usr/lib/jvm', '/usr/lib/git-core', '/usr/lib/postgresql', '/usr/libexec'],
  ['/usr/local'],
  [join(import.meta.dirname, '../node_modules'), '/root/.npm/_npx/*/node_modules'],
];

/** How layers are packed. */
export type Packing = 'gzip' | 'zstd';

/** One layer of the bench image. Sizes in bytes. */
export interface BenchLayer {
  readonly plain: string;
  readonly plainSize: number;
  readonly entries: number;
  readonly packed: Readonly<Record<Packing, { readonly path: string; readonly size: number }>>;
}

/** The bench image: an OCI layout for each packing. */
export interface BenchImage {
  readonly layouts: Readonly<Record<Packing, string>>;
  readonly layers: readonly BenchLayer[];
}

const folder = process.env['PLIMSOLL_BENCH'] ?? join(tmpdir(), 'plimsoll-bench');
const packings: readonly Packing[] = ['gzip', 'zstd'];
const commands = { gzip: ['gzip', '-6', '-c'], zstd: ['zstd', '-3', '-q', '-c'] } as const;

/** The image, built when it is not there yet (several minutes). */
export async function benchImage(): Promise<BenchImage> {
  const description = join(folder, 'image.json');
  if (!existsSync(description)) {
    rmSync(folder, { recursive: true, force: true });
    const image = await build();
    writeFileSync(`${description}.new`, JSON.stringify(image, undefined, 2));
    renameSync(`${description}.new`, description);
  }
  return JSON.parse(readFileSync(description, 'utf8')) as BenchImage;
}

async function build(): Promise<BenchImage> {
  const built: BuiltLayer[] = [];
  for (const [index, patterns] of recipe.entries()) {
    const paths = patterns.flatMap((pattern) => globSync(pattern)).toSorted();
    if (paths.length > 0) built.push(await buildLayer(index, paths));
  }
  const layouts = { gzip: join(folder, 'gzip'), zstd: join(folder, 'zstd') };
  for (const packing of packings) writeLayout(layouts[packing], packing, built);
  return { layouts, layers: built.map(({ layer }) => layer) };
}

interface BuiltLayer {
  readonly layer: BenchLayer;
  readonly diffId: string;
  readonly digests: Readonly<Record<Packing, string>>;
}

async function buildLayer(index: number, paths: readonly string[]): Promise<BuiltLayer> {
  console.log(`layer ${index}: ${paths.length} folders`);
  mkdirSync(folder, { recursive: true });
  const plain = join(folder, `layer-${index}.tar`);
  // Like the layers that builders write: no times below a second, names in order.
  const options = ['--create', '--format=gnu', '--sort=name', '--numeric-owner', `--file=${plain}`];
  await run('tar', [
    ...options,
    '--warning=none',
    '--ignore-failed-read',
    '--directory=/',
    ...paths.map(relative),
  ]);
  const entries = execFileSync('tar', ['--list', '--file', plain], { maxBuffer: 2 ** 30 });
  const digests = { gzip: '', zstd: '' };
  const packed = { gzip: { path: '', size: 0 }, zstd: { path: '', size: 0 } };
  await Promise.all(
    packings.map(async (packing) => {
      const path = join(folder, `layer-${index}.${packing}`);
      const [program, ...flags] = commands[packing];
      await run('sh', ['-c', '"$@" < "$IN" > "$OUT"', 'sh', program, ...flags], {
        IN: plain,
        OUT: path,
      });
      digests[packing] = await digestOf(path);
      packed[packing] = { path, size: statSync(path).size };
    }),
  );
  const layer = {
    plain,
    plainSize: statSync(plain).size,
    entries: entries.reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), 0),
    packed,
  };
  return { layer, diffId: await digestOf(plain), digests };
}

const relative = (path: string): string => path.replace(/^\/+/, '');

function writeLayout(path: string, packing: Packing, layers: readonly BuiltLayer[]): void {
  const blobs = join(path, 'blobs', 'sha256');
  mkdirSync(blobs, { recursive: true });
  const put = (content: object): { digest: string; size: number } => {
    const text = JSON.stringify(content);
    const digest = createHash('sha256').update(text).digest('hex');
    writeFileSync(join(blobs, digest), text);
    return { digest: `sha256:${digest}`, size: Buffer.byteLength(text) };
  };
  const config = put({
    architecture: 'amd64',
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
  });
  for (const { layer, digests } of layers) {
    execFileSync('ln', ['-f', layer.packed[packing].path, join(blobs, digests[packing].slice(7))]);
  }
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = put({
    schemaVersion: 2,
    mediaType,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: layers.map(({ layer, digests }) => ({
      mediaType: `application/vnd.oci.image.layer.v1.tar+${packing}`,
      digest: digests[packing],
      size: layer.packed[packing].size,
    })),
  });
  writeFileSync(join(path, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  const index = { schemaVersion: 2, manifests: [{ mediaType, ...manifest }] };
  writeFileSync(join(path, 'index.json'), JSON.stringify(index));
}

/** Runs a program to its end; tar's exit code 1 (a file changed while it was read) is fine. */
export function run(
  program: string,
  options: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, ...environment },
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0 || (program === 'tar' && code === 1)) resolve();
      else reject(new Error(`Cannot run "${program}": it ended with ${code}`));
    });
  });
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
    hash.update(chunk as Uint8Array);
  }
  return `sha256:${hash.digest('hex')}`;
}

if (process.argv[1] === import.meta.filename) {
  const { layers } = await benchImage();
  const sum = (of: (layer: BenchLayer) => number): number =>
    layers.reduce((total, layer) => total + of(layer), 0);
  const plain = sum(({ plainSize }) => plainSize);
  console.log(`${layers.length} layers, ${sum(({ entries }) => entries)} entries, ${plain} bytes`);
  for (const packing of packings) {
    const packed = sum((layer) => layer.packed[packing].size);
    console.log(`${packing}: ${packed} bytes, ratio ${(plain / packed).toFixed(2)}`);
  }
}
