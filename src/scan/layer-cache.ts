import { createHash } from 'node:crypto';

import type { LayerRef } from '../image/contract.ts';
import type { CacheFolder } from '../io/cache-folder.ts';
import type { Inventory } from './inventory.ts';
import { analysisVersion } from './layer-analysis.ts';
import type { AnalysisRequest, LayerAnalysis } from './layer-analysis.ts';

/** Raised when what is stored changes for the same bytes: the form, the layer walk, the merging of layers. */
const format = 3;
const headBytes = 8;

/**
 * Name under which the analysis of a layer is kept: a hash of what the bytes are and of who looked
 * at them. Undefined for layers that nothing vouches for (a folder that may change under us).
 */
export function cacheName(request: AnalysisRequest): string | undefined {
  const identity = identityOf(request.layer);
  if (identity === undefined) return undefined;
  const parts = [
    `format ${format}`,
    identity,
    request.profile,
    analysisVersion(request.profile),
    ...request.skipDirs.toSorted(),
    '',
    ...request.skipFiles.toSorted(),
    JSON.stringify(request.only ?? null),
  ];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

/**
 * The digest that the walk compares the bytes with. A diffId is only that where there is no digest
 * of the blob: otherwise it is the configuration's word, and an image that claims the diffId of
 * another's layer would get, or leave behind, that layer's analysis.
 */
function identityOf(layer: LayerRef): string | undefined {
  return layer.digest ?? layer.diffId;
}

/** Reads a stored analysis; the folder has verified it. */
export function readCached(cache: CacheFolder, name: string): LayerAnalysis | undefined {
  const content = cache.read(name);
  return content === undefined ? undefined : decode(content);
}

/** Stores an analysis that is complete; one with problems is made again next time. */
export function writeCached(cache: CacheFolder, name: string, analysis: LayerAnalysis): void {
  if (analysis.facts.problems.length === 0) cache.write(name, encode(analysis));
}

/** Lengths, JSON, then the path hashes as 64-bit floats. */
function encode(analysis: LayerAnalysis): Uint8Array {
  const { nonDirectories, directories, ...facts } = analysis.facts;
  const json = Buffer.from(JSON.stringify({ facts, files: analysis.files }));
  const lengths = Buffer.alloc(headBytes);
  lengths.writeUInt32LE(json.length, 0);
  lengths.writeUInt32LE(nonDirectories.length, 4);
  return Buffer.concat([lengths, json, bytesOf(nonDirectories), bytesOf(directories)]);
}

function bytesOf(hashes: Float64Array): Buffer {
  return Buffer.from(hashes.buffer, hashes.byteOffset, hashes.byteLength);
}

function decode(content: Buffer): LayerAnalysis {
  const json = content.readUInt32LE(0);
  const folders = headBytes + json + content.readUInt32LE(4) * 8;
  const stored = JSON.parse(content.toString('utf8', headBytes, headBytes + json)) as {
    facts: Omit<LayerAnalysis['facts'], 'nonDirectories' | 'directories'>;
    files: LayerAnalysis['files'];
  };
  const nonDirectories = floatsOf(content.subarray(headBytes + json, folders));
  const directories = floatsOf(content.subarray(folders));
  return { facts: { ...stored.facts, nonDirectories, directories }, files: stored.files };
}

/** Copied, because the hashes need not be aligned inside the file. */
function floatsOf(bytes: Uint8Array): Float64Array {
  return new Float64Array(new Uint8Array(bytes).buffer);
}

/**
 * Name under which the merged inventory of an image is kept, so that a second scan does not even
 * merge: its layers as analysed, and what the packages' locations repeat of the image.
 */
export function inventoryName(requests: readonly AnalysisRequest[]): string | undefined {
  const names = requests.map(cacheName);
  if (names.includes(undefined)) return undefined;
  const shown = requests.map(({ layer: { index, digest, diffId, history } }) => [
    index,
    digest,
    diffId,
    history,
  ]);
  return createHash('sha256')
    .update(JSON.stringify(['inventory', format, names, shown]))
    .digest('hex');
}

/** Reads a merged inventory. */
export function readInventory(cache: CacheFolder, name: string): Inventory | undefined {
  const content = cache.read(name);
  if (content === undefined) return undefined;
  const stored = JSON.parse(content.toString()) as Omit<Inventory, 'errors'>;
  return { ...stored, os: stored.os, errors: [] };
}

/** Stores a merged inventory that has no errors. */
export function writeInventory(cache: CacheFolder, name: string, inventory: Inventory): void {
  const { errors, ...stored } = inventory;
  if (errors.length === 0) cache.write(name, Buffer.from(JSON.stringify(stored)));
}
