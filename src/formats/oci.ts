import { errorText, LimitError, limits, printable } from '../model/index.ts';
import { isDigest } from './digest.ts';
import { FormatError } from './errors.ts';
import { listOf, numberOf, objectOf, textOf } from './json-values.ts';
import type { JsonObject } from './json-values.ts';

/** What an image was built for, as documents write it: `linux`, `arm64`, `v8`. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** A pointer to content (OCI image specification, descriptor.md). Its digest has been checked for form only. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  /** Bytes of the content as stored. */
  readonly size: number;
  readonly platform?: Platform;
  /** `org.opencontainers.image.ref.name`: the tag in an image layout. */
  readonly refName?: string;
  /** The image name that containerd and docker write beside it. */
  readonly imageName?: string;
  /** True for the attestations that build tools list beside the images they are about. */
  readonly attestation: boolean;
}

/** An OCI image index or Docker manifest list: the same image for several platforms. */
export interface ImageIndex {
  readonly kind: 'index';
  readonly mediaType: string;
  readonly manifests: readonly Descriptor[];
}

/** An OCI or Docker (schema 2) image manifest. Layers are in order, bottom first. */
export interface ImageManifest {
  readonly kind: 'manifest';
  readonly mediaType: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

/** The parts of an image configuration that identify the image and its layers. */
export interface ImageConfig extends Platform {
  readonly created?: string;
  /** Digests of the plain layer tars, bottom first. */
  readonly diffIds: readonly string[];
  readonly history: readonly { readonly createdBy: string; readonly emptyLayer: boolean }[];
  /** What containers of it start with: `User`, `Env`, `Volumes` … as written; may hold credentials. */
  readonly settings: JsonObject;
}

/** Media types of manifests in the order a registry is asked for them. */
export const manifestMediaTypes: readonly string[] = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

const layerMediaType =
  /^application\/vnd\.(?:oci\.image\.layer\.(?:nondistributable\.)?v1\.tar(?:\+(?:gzip|zstd))?|docker\.image\.rootfs\.(?:foreign\.)?diff\.tar(?:\.(?:gzip|zstd))?)$/;

/** True for the media types of file system layers: tar, plain or compressed with gzip or zstd. */
export function isLayerMediaType(mediaType: string): boolean {
  return layerMediaType.test(mediaType);
}

/**
 * Reads a manifest or an index. The document's form decides which it is; the media type it came
 * with is only a hint, because registries and archives get it wrong.
 * @throws {FormatError} OCI_INVALID, OCI_SCHEMA1. @throws {LimitError} `manifest_bytes`, `layers`.
 */
export function parseManifest(bytes: Uint8Array, what: string): ImageIndex | ImageManifest {
  const document = parseDocument(bytes, what, 'manifest_bytes');
  if (document['schemaVersion'] === 1) {
    throw new FormatError(
      'OCI_SCHEMA1',
      `Cannot read ${what}: found a manifest of schema version 1, expected version 2`,
    );
  }
  const mediaType = textOf(document['mediaType']);
  const isIndex = Array.isArray(document['manifests']);
  // A document that is both would be read differently by different tools (CVE-2021-41190).
  if (isIndex === (document['config'] !== undefined || document['layers'] !== undefined)) {
    throw invalid(what, isIndex ? 'it is index and manifest at once' : 'it is no manifest');
  }
  if (isIndex) {
    const manifests = listOf(document['manifests']).map((item) => descriptor(item, what));
    return { kind: 'index', mediaType: mediaType ?? manifestMediaTypes[0] ?? '', manifests };
  }
  const layers = listOf(document['layers']);
  if (layers.length > limits.layers.value) throw new LimitError('layers', what, layers.length);
  return {
    kind: 'manifest',
    mediaType: mediaType ?? manifestMediaTypes[2] ?? '',
    config: descriptor(document['config'], what),
    layers: layers.map((item) => descriptor(item, what)),
  };
}

/**
 * Reads an image configuration (OCI config.md, and Docker's which has the same fields).
 * @throws {FormatError} OCI_INVALID. @throws {LimitError} `config_bytes`, `layers`.
 */
export function parseImageConfig(bytes: Uint8Array, what: string): ImageConfig {
  const document = parseDocument(bytes, what, 'config_bytes');
  const diffIds = objectOf(document['rootfs'])['diff_ids'];
  if (diffIds !== undefined && diffIds !== null && !Array.isArray(diffIds)) {
    throw invalid(what, 'its rootfs.diff_ids is no list');
  }
  const list = listOf(diffIds);
  if (list.length > limits.layers.value) throw new LimitError('layers', what, list.length);
  const created = textOf(document['created']);
  return {
    ...platformOf(document),
    ...(created === undefined ? {} : { created }),
    diffIds: list.map((item) => digestOf(item, what)),
    history: listOf(document['history'])
      .slice(0, limits.layers.value * 8)
      .map((item) => historyEntry(objectOf(item))),
    settings: objectOf(document['config']),
  };
}

/**
 * For each of `layers` layers the entry of the history that made it; undefined where the history
 * does not tell, because its entries and the layers do not pair up.
 */
export function layerHistory(
  config: ImageConfig,
  layers: number,
): readonly ({ readonly index: number; readonly createdBy: string } | undefined)[] {
  const entries = config.history.flatMap(({ createdBy, emptyLayer }, index) =>
    emptyLayer ? [] : [{ index, createdBy }],
  );
  return Array.from({ length: layers }, (_, at) =>
    entries.length === layers ? entries[at] : undefined,
  );
}

function historyEntry(entry: JsonObject): { createdBy: string; emptyLayer: boolean } {
  // Buildkit writes what it did into created_by; old builders only into the comment.
  const createdBy = textOf(entry['created_by']) ?? textOf(entry['comment']) ?? '';
  return { createdBy, emptyLayer: entry['empty_layer'] === true };
}

function parseDocument(
  bytes: Uint8Array,
  what: string,
  limit: 'manifest_bytes' | 'config_bytes',
): JsonObject {
  if (bytes.byteLength > limits[limit].value) throw new LimitError(limit, what, bytes.byteLength);
  let value: unknown;
  try {
    // Nothing here walks into the value by recursion, so nesting needs no bound of its own.
    value = JSON.parse(new TextDecoder('utf-8').decode(bytes));
  } catch (cause) {
    throw new FormatError('OCI_INVALID', `Cannot read ${what}: ${errorText(cause)}`, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(what, 'it is no JSON object');
  }
  return value as JsonObject;
}

function descriptor(value: unknown, what: string): Descriptor {
  const fields = objectOf(value);
  const annotations = objectOf(fields['annotations']);
  const size = numberOf(fields['size']);
  if (size === undefined || !Number.isSafeInteger(size) || size < 0) {
    throw invalid(what, 'a descriptor has no size in bytes');
  }
  const refName = textOf(annotations['org.opencontainers.image.ref.name']);
  const imageName = textOf(annotations['io.containerd.image.name']);
  const platform = fields['platform'];
  return {
    mediaType: textOf(fields['mediaType']) ?? '',
    digest: digestOf(fields['digest'], what),
    size,
    ...(platform === undefined || platform === null
      ? {}
      : { platform: platformOf(objectOf(platform)) }),
    ...(refName === undefined ? {} : { refName }),
    ...(imageName === undefined ? {} : { imageName }),
    attestation: textOf(annotations['vnd.docker.reference.type']) === 'attestation-manifest',
  };
}

function platformOf(fields: JsonObject): Platform {
  const variant = textOf(fields['variant']);
  return {
    os: textOf(fields['os']) ?? '',
    architecture: textOf(fields['architecture']) ?? '',
    ...(variant === undefined ? {} : { variant }),
  };
}

function digestOf(value: unknown, what: string): string {
  if (typeof value === 'string' && isDigest(value)) return value;
  const shown = typeof value === 'string' ? printable(value.slice(0, 100)) : typeof value;
  throw invalid(what, `"${shown}" is no sha256 or sha512 digest`);
}

function invalid(what: string, state: string): FormatError {
  return new FormatError(
    'OCI_INVALID',
    `Cannot read ${what}: ${state}, expected what the OCI image specification asks for`,
  );
}
