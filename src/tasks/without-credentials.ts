import { shownInstruction, withoutArguments } from '../check/image/history.ts';
import type { LayerRef, OpenImage } from '../image/contract.ts';

/**
 * The image with instructions that may be shown: reports repeat them as the origin of a layer, and
 * builders keep the values of build arguments in them. Rules get the configuration as it is.
 */
export function withoutCredentials(image: OpenImage): OpenImage {
  const { layers, subject } = image;
  return {
    ...image,
    layers: shown(layers, withoutArguments),
    subject: {
      ...subject,
      layers: subject.layers.map((layer) => {
        const { createdBy } = layer;
        return createdBy === undefined
          ? layer
          : { ...layer, createdBy: withoutArguments(createdBy) };
      }),
    },
  };
}

/** Layers whose instructions hide credentials anywhere in their text: a closer look, once for each image. */
export function withShownInstructions(layers: readonly LayerRef[]): readonly LayerRef[] {
  return shown(layers, shownInstruction);
}

function shown(layers: readonly LayerRef[], show: (text: string) => string): readonly LayerRef[] {
  return layers.map((layer) => {
    const { history } = layer;
    return history === undefined
      ? layer
      : { ...layer, history: { ...history, createdBy: show(history.createdBy) } };
  });
}
