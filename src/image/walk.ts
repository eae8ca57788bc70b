import { fileChunks } from '../io/files.ts';
import type { LayerRef } from './contract.ts';
import { walkDirectory } from './directory.ts';
import type { LayerFacts, LayerVisitor, WalkOptions } from './layer-facts.ts';
import { httpLayerChunks } from './layer-http.ts';
import { LayerWalk } from './layer-walk.ts';
import { walkPackedLayers } from './packed.ts';
import { walkTarSplit } from './tar-split.ts';

/**
 * Walks one layer: decompresses it, verifies its digest and size to the last byte, gives wanted
 * files to the visitor and returns what else is known. Damage inside verified bytes is a problem
 * in the facts; bytes that are not what their digest says are an error.
 * @throws {ImageError} BLOB_DIGEST, BLOB_SIZE, LAYER_NOT_TAR
 * @throws {IoError}
 */
export async function walkLayer(
  ref: LayerRef,
  visitor: LayerVisitor,
  options: WalkOptions = {},
): Promise<LayerFacts> {
  const { bytes } = ref;
  switch (bytes.kind) {
    case 'file':
      return walkChunks(fileChunks(bytes, options.signal), ref, visitor, options);
    case 'http':
      return walkChunks(httpLayerChunks(bytes, { signal: options.signal }), ref, visitor, options);
    case 'tar-split':
      return walkTarSplit(ref, bytes, visitor, options);
    case 'packed': {
      const [outcome] = await walkPackedLayers([ref], () => visitor, options);
      if (outcome !== undefined && 'facts' in outcome) return outcome.facts;
      throw outcome?.error;
    }
    default:
      return walkDirectory(bytes, visitor, options);
  }
}

/** The same for bytes that come from elsewhere, in chunks of any size that are only lent until the next is asked for. */
export async function walkChunks(
  chunks: AsyncIterable<Uint8Array>,
  ref: LayerRef,
  visitor: LayerVisitor,
  options: WalkOptions = {},
): Promise<LayerFacts> {
  const walk = new LayerWalk(ref, visitor, options);
  try {
    for await (const chunk of chunks) {
      const pending = walk.push(chunk);
      if (pending !== undefined) await pending;
    }
    return await walk.finish();
  } finally {
    walk.close();
  }
}
