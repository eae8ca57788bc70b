import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';

/** One entry of a layer. A path that ends with `/` is a directory. */
export interface TarEntry {
  readonly path: string;
  readonly content?: string | Uint8Array;
  /** Target of a symbolic link. */
  readonly symlink?: string;
  /** Path of the entry that a hard link repeats. */
  readonly hardlink?: string;
  /** A character device `[major, minor]`. */
  readonly device?: readonly [number, number];
  readonly mode?: number;
  readonly uid?: number;
}

/** Content with its digest, as a registry or a layout stores it. */
export interface Blob {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly bytes: Uint8Array;
}

/** A layer: the blob, and the digest of its plain tar. */
export interface LayerBlob extends Blob {
  readonly diffId: string;
  readonly tar: Uint8Array;
}

/** An image with everything it consists of. */
export interface BuiltImage {
  readonly manifest: Blob;
  readonly config: Blob;
  readonly layers: readonly LayerBlob[];
  readonly platform: {
    readonly os: string;
    readonly architecture: string;
    readonly variant?: string;
  };
}

/** How `buildImage` and `buildLayer` write. */
export interface BuildOptions {
  readonly compression?: 'gzip' | 'zstd' | 'none';
  /** Media types of the OCI specification (default) or Docker's. */
  readonly flavour?: 'oci' | 'docker';
  readonly platform?: BuiltImage['platform'];
  readonly created?: string;
  /** Text of the history entry of each layer; entries that start with `#` make no layer. */
  readonly history?: readonly string[];
  /** Further fields of the configuration. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** `sha256:…` of bytes. */
export function sha256(bytes: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** A tar archive (ustar, pax records for long names), the same bytes for the same entries. */
export function buildTar(entries: readonly TarEntry[]): Buffer {
  const parts: Buffer[] = [];
  for (const entry of entries) {
    const link = entry.symlink ?? entry.hardlink ?? '';
    const records = [
      ...(Buffer.byteLength(entry.path) > 100 ? [paxRecord('path', entry.path)] : []),
      ...(Buffer.byteLength(link) > 100 ? [paxRecord('linkpath', link)] : []),
    ];
    if (records.length > 0) {
      const pax = Buffer.from(records.join(''));
      parts.push(tarHeader({ path: 'PaxHeaders/x', mode: 0o644 }, 'x', pax.length), padded(pax));
    }
    const content = Buffer.from(entry.content ?? '');
    parts.push(tarHeader(entry, typeFlag(entry), content.length), padded(content));
  }
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

function typeFlag(entry: TarEntry): string {
  if (entry.symlink !== undefined) return '2';
  if (entry.hardlink !== undefined) return '1';
  if (entry.device !== undefined) return '3';
  return entry.path.endsWith('/') ? '5' : '0';
}

function tarHeader(entry: TarEntry, type: string, size: number): Buffer {
  const header = Buffer.alloc(512);
  const octal = (value: number, at: number, width: number): void => {
    header.write(`${value.toString(8).padStart(width - 1, '0')}\0`, at, 'latin1');
  };
  header.write(entry.path.slice(0, 100), 0, 100, 'utf8');
  octal(entry.mode ?? (type === '5' ? 0o755 : 0o644), 100, 8);
  octal(entry.uid ?? 0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(1_700_000_000, 136, 12);
  header.write('        ', 148, 'latin1');
  header.write(type, 156, 'latin1');
  header.write((entry.symlink ?? entry.hardlink ?? '').slice(0, 100), 157, 100, 'utf8');
  header.write('ustar\u000000', 257, 'latin1');
  octal(entry.device?.[0] ?? 0, 329, 8);
  octal(entry.device?.[1] ?? 0, 337, 8);
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  return header;
}

function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  let length = bytes + String(bytes).length;
  length = bytes + String(length).length;
  return `${length}${rest}`;
}

function padded(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

const suffixes = {
  oci: { gzip: '+gzip', zstd: '+zstd', none: '' },
  docker: { gzip: '.gzip', zstd: '.zstd', none: '' },
};

/** One layer of these entries; a Uint8Array is taken as its plain tar. */
export function buildLayer(
  entries: readonly TarEntry[] | Uint8Array,
  options: BuildOptions = {},
): LayerBlob {
  const tar = entries instanceof Uint8Array ? entries : buildTar(entries);
  const compression = options.compression ?? 'gzip';
  const bytes =
    compression === 'gzip' ? gzipSync(tar) : compression === 'zstd' ? zstdCompressSync(tar) : tar;
  const flavour = options.flavour ?? 'oci';
  const base =
    flavour === 'oci'
      ? 'application/vnd.oci.image.layer.v1.tar'
      : 'application/vnd.docker.image.rootfs.diff.tar';
  return { ...blobOf(bytes, base + suffixes[flavour][compression]), diffId: sha256(tar), tar };
}

/** Bytes, or an object as JSON, with their digest. */
export function blobOf(content: Uint8Array | object, mediaType: string): Blob {
  const bytes = content instanceof Uint8Array ? content : Buffer.from(JSON.stringify(content));
  return { mediaType, digest: sha256(bytes), size: bytes.byteLength, bytes };
}

function descriptorOf({ mediaType, digest, size }: Blob): Record<string, unknown> {
  return { mediaType, digest, size };
}

/** An image of these layers, bottom first: lists of entries, plain tars, or layers already built. */
export function buildImage(
  contents: readonly (readonly TarEntry[] | Uint8Array | LayerBlob)[],
  options: BuildOptions = {},
): BuiltImage {
  const oci = (options.flavour ?? 'oci') === 'oci';
  const platform = options.platform ?? { os: 'linux', architecture: 'amd64' };
  const layers = contents.map((content) =>
    'diffId' in content ? content : buildLayer(content, options),
  );
  const history = options.history ?? layers.map((_, index) => `layer ${index}`);
  const config = blobOf(
    {
      created: options.created ?? '2026-01-01T00:00:00Z',
      ...platform,
      config: {},
      rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
      history: history.map((created_by) =>
        created_by.startsWith('#') ? { created_by, empty_layer: true } : { created_by },
      ),
      ...options.config,
    },
    oci
      ? 'application/vnd.oci.image.config.v1+json'
      : 'application/vnd.docker.container.image.v1+json',
  );
  const mediaType = oci
    ? 'application/vnd.oci.image.manifest.v1+json'
    : 'application/vnd.docker.distribution.manifest.v2+json';
  const manifest = blobOf(
    {
      schemaVersion: 2,
      mediaType,
      config: descriptorOf(config),
      layers: layers.map(descriptorOf),
    },
    mediaType,
  );
  return { manifest, config, layers, platform };
}

/** An index (or Docker manifest list) of images; `extra` adds descriptors such as attestations. */
export function buildIndex(
  images: readonly BuiltImage[],
  options: { flavour?: 'oci' | 'docker'; extra?: readonly object[] } = {},
): Blob {
  const mediaType =
    options.flavour === 'docker'
      ? 'application/vnd.docker.distribution.manifest.list.v2+json'
      : 'application/vnd.oci.image.index.v1+json';
  const manifests = [
    ...images.map(({ manifest, platform }) => ({ ...descriptorOf(manifest), platform })),
    ...(options.extra ?? []),
  ];
  return blobOf({ schemaVersion: 2, mediaType, manifests }, mediaType);
}

/** Every blob of images, each once. */
export function blobsOf(...images: readonly BuiltImage[]): readonly Blob[] {
  const blobs = images.flatMap(({ layers, config, manifest }) => [...layers, config, manifest]);
  return [...new Map(blobs.map((blob) => [blob.digest, blob])).values()];
}

/** Writes an OCI image layout (image-layout.md) with these images, tagged by their keys. */
export async function writeLayout(
  folder: string,
  images: Readonly<Record<string, BuiltImage>>,
): Promise<void> {
  const blobs = join(folder, 'blobs', 'sha256');
  await mkdir(blobs, { recursive: true });
  for (const blob of blobsOf(...Object.values(images))) {
    await writeFile(join(blobs, blob.digest.slice('sha256:'.length)), blob.bytes);
  }
  const manifests = Object.entries(images).map(([tag, { manifest, platform }]) => ({
    ...descriptorOf(manifest),
    platform,
    annotations: { 'org.opencontainers.image.ref.name': tag },
  }));
  await writeFile(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  await writeFile(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
}

/** A `docker save` archive of the layout before Docker 25: `manifest.json`, one folder for each layer. */
export function dockerArchive(image: BuiltImage, tags: readonly string[]): Buffer {
  const configName = `${image.config.digest.slice('sha256:'.length)}.json`;
  const names = image.layers.map(({ diffId }, index) => `${index}${diffId.slice(7)}/layer.tar`);
  const manifest = [{ Config: configName, RepoTags: tags, Layers: names }];
  return buildTar([
    { path: configName, content: image.config.bytes },
    ...image.layers.map(({ tar }, index) => ({ path: names[index] ?? '', content: tar })),
    { path: 'manifest.json', content: JSON.stringify(manifest) },
  ]);
}

/**
 * Pushes an image, and an index when given, to a registry by its HTTP API (distribution
 * specification §Push). `headers` carry the authorization.
 */
export async function pushImage(
  target: { registry: string; repository: string; headers?: Readonly<Record<string, string>> },
  images: readonly BuiltImage[],
  tagged: Readonly<Record<string, Blob>>,
): Promise<void> {
  const base = `${target.registry}/v2/${target.repository}`;
  const headers = target.headers ?? {};
  for (const { layers, config } of images) {
    for (const blob of [...layers, config]) {
      const begun = await fetch(`${base}/blobs/uploads/`, { method: 'POST', headers });
      const location = new URL(begun.headers.get('location') ?? '', base);
      location.searchParams.set('digest', blob.digest);
      const binary = { ...headers, 'content-type': 'application/octet-stream' };
      await expectOk(
        fetch(location, { method: 'PUT', headers: binary, body: Buffer.from(blob.bytes) }),
      );
    }
  }
  const references = images.map(({ manifest }) => [manifest.digest, manifest] as const);
  for (const [reference, blob] of [...references, ...Object.entries(tagged)]) {
    const typed = { ...headers, 'content-type': blob.mediaType };
    const url = `${base}/manifests/${reference}`;
    await expectOk(fetch(url, { method: 'PUT', headers: typed, body: Buffer.from(blob.bytes) }));
  }
}

async function expectOk(answer: Promise<Response>): Promise<void> {
  const response = await answer;
  const text = await response.text();
  if (!response.ok) throw new Error(`Cannot push to "${response.url}": ${response.status} ${text}`);
}
