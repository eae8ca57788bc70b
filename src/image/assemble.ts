import { createHash } from 'node:crypto';
import { type ImageConfig, layerHistory } from '../formats/oci.ts';
import type { ImageSubject } from '../model/index.ts';
import type { LayerBytes, LayerRef, OpenImage } from './contract.ts';
import { ImageError } from './errors.ts';

/** A layer as a manifest lists it, found in a store. */
export interface FoundLayer {
  readonly bytes: LayerBytes;
  readonly digest?: string;
  readonly size?: number;
  readonly mediaType?: string;
}

/** The parts of an image, once read and verified. */
export interface ImageParts {
  /** What the user named, for messages. */
  readonly name: string;
  readonly source: string;
  /** Digest of the configuration. */
  readonly id: string;
  readonly manifestDigest?: string;
  readonly tags: readonly string[];
  readonly digests?: readonly string[];
  readonly config: ImageConfig;
  readonly layers: readonly FoundLayer[];
}

/**
 * Makes the open image of its parts: diffIDs and history go with their layers.
 * @throws {ImageError} IMAGE_INVALID when configuration and manifest count different layers.
 */
export function assembleImage(parts: ImageParts): OpenImage {
  const { config } = parts;
  if (config.diffIds.length !== parts.layers.length) {
    throw new ImageError(
      'IMAGE_INVALID',
      `Cannot open image "${parts.name}": its configuration lists ${config.diffIds.length} layers, its manifest ${parts.layers.length}`,
    );
  }
  const history = layerHistory(config, parts.layers.length);
  const layers = parts.layers.map((layer, index): LayerRef => {
    const diffId = config.diffIds[index];
    const made = history[index];
    return {
      index,
      ...layer,
      ...(diffId === undefined ? {} : { diffId }),
      ...(made === undefined ? {} : { history: made }),
    };
  });
  const { settings, history: instructions } = config;
  return {
    subject: subjectOf(parts, layers),
    layers,
    configuration: { settings, history: instructions },
    notes: [],
    close: async () => {},
  };
}

function subjectOf(parts: ImageParts, layers: readonly LayerRef[]): ImageSubject {
  const { config, manifestDigest } = parts;
  return {
    id: parts.id,
    ...(manifestDigest === undefined ? {} : { manifestDigest }),
    tags: parts.tags,
    digests: parts.digests ?? [],
    os: config.os,
    architecture: config.architecture,
    ...(config.variant === undefined ? {} : { variant: config.variant }),
    ...(config.created === undefined ? {} : { created: config.created }),
    layers: layers.map(({ diffId, digest, history }) => ({
      ...(diffId === undefined ? {} : { diffId }),
      ...(digest === undefined ? {} : { digest }),
      ...(history === undefined ? {} : { createdBy: history.createdBy }),
    })),
    source: parts.source,
  };
}

/** The sha256 digest of bytes. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
