import { parseImageReference } from '../../formats/image-reference.ts';
import type { ImageReference } from '../../formats/image-reference.ts';
import { PlimsollError } from '../../model/index.ts';

/** A name of an image as it is written. */
export interface ImageName extends ImageReference {
  /** The tag that is written; absent when it is only understood. */
  readonly written: string | undefined;
}

/** Reads a name of an image; undefined when it is none. */
export function imageOf(text: string): ImageName | undefined {
  try {
    const reference = parseImageReference(text);
    const [name = ''] = text.split('@', 1);
    const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
    return { ...reference, written: colon === -1 ? undefined : name.slice(colon + 1) };
  } catch (error) {
    if (error instanceof PlimsollError) return undefined;
    throw error;
  }
}
