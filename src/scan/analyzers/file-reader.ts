import { decodeText } from '../../formats/text.ts';
import type { FileReader, FileStat } from './contract.ts';

/** A FileReader over bytes in memory; the text is decoded when first asked for, and once. */
export function fileReader(path: string, stat: FileStat, bytes: Uint8Array): FileReader {
  let decoded: string | undefined;
  return { path, stat, bytes, text: () => (decoded ??= decodeText(bytes, `"${path}"`)) };
}
