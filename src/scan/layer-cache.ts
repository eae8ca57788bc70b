import { createHash } from 'node:crypto';

import type { LayerRef } from '../image/contract.ts';
import type { CacheFolder } from '../io/cache-folder.ts';
import { analysisVersion } from './layer-analysis.ts';
import type { AnalysisRequest, LayerAnalysis } from './layer-analysis.ts';

/** Raised when the form of a stored analysis, or the layer walk itself, changes. */
const format = 1;
const magic = Buffer.from('PLIMLAY1');
const digestBytes = 32;
const headBytes = 12;

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

/** A diffId is preferred, because the same layer arrives compressed in many ways. */
function identityOf(layer: LayerRef): string | undefined {
  return layer.diffId ?? layer.digest;
}

/** Reads a stored analysis; anything that does not verify is a miss and is deleted. */
export function readCached(cache: CacheFolder, name: string): LayerAnalysis | undefined {
  const content = cache.read(name);
  if (content === undefined) return undefined;
  const analysis = decode(content);
  if (analysis === undefined) cache.remove(name);
  return analysis;
}

/** Stores an analysis that is complete; one with problems is made again next time. */
export function writeCached(cache: CacheFolder, name: string, analysis: LayerAnalysis): void {
  const { facts } = analysis;
  if (facts.problems.length > 0) return;
  cache.write(name, encode(analysis));
}

/** magic, SHA-256 of the rest, lengths, JSON, then the path hashes as 64-bit floats. */
function encode(analysis: LayerAnalysis): Uint8Array {
  const { nonDirectories, directories, ...facts } = analysis.facts;
  const json = Buffer.from(JSON.stringify({ facts, files: analysis.files }));
  const lengths = Buffer.alloc(headBytes);
  lengths.writeUInt32LE(json.length, 0);
  lengths.writeUInt32LE(nonDirectories.length, 4);
  lengths.writeUInt32LE(directories.length, 8);
  const body = Buffer.concat([lengths, json, bytesOf(nonDirectories), bytesOf(directories)]);
  return Buffer.concat([magic, createHash('sha256').update(body).digest(), body]);
}

function bytesOf(hashes: Float64Array): Buffer {
  return Buffer.from(hashes.buffer, hashes.byteOffset, hashes.byteLength);
}

function decode(content: Buffer): LayerAnalysis | undefined {
  const start = magic.length + digestBytes;
  if (content.length < start + headBytes) return undefined;
  if (!content.subarray(0, magic.length).equals(magic)) return undefined;
  const body = content.subarray(start);
  const digest = createHash('sha256').update(body).digest();
  if (!digest.equals(content.subarray(magic.length, start))) return undefined;
  const json = body.readUInt32LE(0);
  const files = body.readUInt32LE(4) * 8;
  const folders = body.readUInt32LE(8) * 8;
  if (headBytes + json + files + folders !== body.length) return undefined;
  const stored = JSON.parse(body.toString('utf8', headBytes, headBytes + json)) as {
    facts: Omit<LayerAnalysis['facts'], 'nonDirectories' | 'directories'>;
    files: LayerAnalysis['files'];
  };
  const first = headBytes + json;
  const nonDirectories = floatsOf(body.subarray(first, first + files));
  const directories = floatsOf(body.subarray(first + files));
  return { facts: { ...stored.facts, nonDirectories, directories }, files: stored.files };
}

/** Copied, because the hashes need not be aligned inside the file. */
function floatsOf(bytes: Uint8Array): Float64Array {
  return new Float64Array(new Uint8Array(bytes).buffer);
}
