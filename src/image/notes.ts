import { imageMessages } from '../model/messages/image.ts';
import { format } from '../model/messages/table.ts';
import type { OpenImage } from './contract.ts';

/** A remark on how an image was opened. */
export type ImageNote = OpenImage['notes'][number];

/** The remark with this message id, its English text filled in. */
export function imageNote(
  id: string,
  params: Readonly<Record<string, string | number>> = {},
): ImageNote {
  return { id, params, text: format(imageMessages[id]?.en ?? id, params) };
}
