import { fileChunks, sizeOf } from '../io/files.ts';
import { LimitError, limits } from '../model/index.ts';
import type { LayerRef } from './contract.ts';
import { ImageError } from './errors.ts';
import { compressionOf, openInflater } from './inflate.ts';
import type { LayerFacts, LayerVisitor, WalkOptions } from './layer-facts.ts';
import { LayerWalk } from './layer-walk.ts';
import { largest } from '../model/append.ts';

/** Receives plain bytes that begin `before` bytes into the unpacked file; false when it has enough. */
export type PackedSink = (plain: Buffer, length: number, before: number) => boolean;

const ratioFrom = 16 * 1024 * 1024;

/**
 * Streams the unpacked content of a compressed file into `sink`.
 * @throws {ImageError} LAYER_COMPRESSION, LAYER_TRUNCATED @throws {LimitError}
 */
export async function readPacked(
  path: string,
  sink: PackedSink,
  signal?: AbortSignal,
): Promise<void> {
  let before = 0;
  let stored = 0;
  let more = true;
  const onPlain = (plain: Buffer, length: number): void => {
    if (!more) return;
    more = sink(plain, length, before);
    before += length;
    if (before > limits.layer_bytes.value) throw new LimitError('layer_bytes', `"${path}"`);
    if (before > ratioFrom && before > stored * limits.layer_ratio.value) {
      throw new LimitError('layer_ratio', `"${path}"`);
    }
  };
  let inflater: ReturnType<typeof openInflater> | undefined;
  try {
    for await (const chunk of fileChunks({ path, offset: 0, length: sizeOf(path) }, signal)) {
      stored += chunk.length;
      inflater ??= openInflater(compressionOf(chunk), onPlain);
      await inflater.write(chunk);
      if (!more) return;
    }
    await inflater?.finish();
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    const text = `Cannot read "${path}": ${error.message}`; // the inflater knows no name
    throw new ImageError(error.code, text, { cause: error });
  } finally {
    inflater?.close();
  }
}

/** How one of several layers ended. */
export type LayerOutcome =
  | { readonly ref: LayerRef; readonly facts: LayerFacts }
  | { readonly ref: LayerRef; readonly error: unknown };

/** One layer that is fed from a stream that carries several. */
interface Part {
  readonly ref: LayerRef;
  readonly start: number;
  readonly end: number;
  readonly walk: LayerWalk;
  error?: unknown;
}

/**
 * Walks layers inside one compressed archive in a single pass over it, whatever their order: an
 * archive of n layers would be unpacked n times if each were walked alone.
 * @throws {ImageError} when the archive itself cannot be unpacked.
 */
export async function walkPackedLayers(
  refs: readonly LayerRef[],
  visitorOf: (ref: LayerRef) => LayerVisitor,
  options: WalkOptions = {},
): Promise<LayerOutcome[]> {
  const parts = refs.flatMap((ref): Part[] => {
    if (ref.bytes.kind !== 'packed') return [];
    const { offset, length } = ref.bytes;
    const walk = new LayerWalk(ref, visitorOf(ref), options);
    return [{ ref, start: offset, end: offset + length, walk }];
  });
  const path = parts[0]?.ref.bytes.kind === 'packed' ? parts[0].ref.bytes.path : undefined;
  if (path === undefined) return [];
  const last = largest(parts.map((part) => part.end));
  try {
    await readPacked(
      path,
      (plain, length, before) => {
        for (const part of parts) feed(part, plain.subarray(0, length), before);
        return before + length < last;
      },
      options.signal,
    );
    return await Promise.all(parts.map(outcome));
  } finally {
    for (const part of parts) part.walk.close();
  }
}

/** Gives a part its share of a piece. */
function feed(part: Part, plain: Buffer, before: number): void {
  const from = Math.max(0, part.start - before);
  const to = Math.min(plain.length, part.end - before);
  if (from >= to || part.error !== undefined) return;
  try {
    // Only the public streams answer later; they keep copies and their order, so nothing is lost.
    part.walk.push(plain.subarray(from, to))?.catch((error: unknown) => (part.error ??= error));
  } catch (error) {
    part.error = error;
  }
}

async function outcome(part: Part): Promise<LayerOutcome> {
  try {
    const facts = await part.walk.finish();
    if (part.error === undefined) return { ref: part.ref, facts };
  } catch (error) {
    part.error ??= error;
  }
  return { ref: part.ref, error: part.error };
}
