import { FormatError } from '../../formats/errors.ts';
import { parseJsonBytes } from '../../formats/json-members.ts';
import { plainJson } from '../../formats/jsonc.ts';
import { objectOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import { LimitError, limits } from '../../model/index.ts';
import type { FileReader } from './contract.ts';

/**
 * The JSON object that a wanted file consists of. A stranger wrote it: read it through `json-values.ts`.
 * @throws {FormatError} JSON_INVALID; LOCKFILE_INVALID for a list, a text or null.
 * @throws {LimitError} `text_bytes`, `json_depth`.
 */
export function jsonObjectOf({ path, bytes }: Pick<FileReader, 'path' | 'bytes'>): JsonObject {
  if (bytes.length > limits.text_bytes.value)
    throw new LimitError('text_bytes', `"${path}"`, bytes.length);
  return topObject(parseJsonBytes(bytes, `"${path}"`), path);
}

/**
 * The same of a file with comments and trailing commas; `bytes` are without them, everything else
 * at its place. @throws {FormatError} as above. @throws {LimitError} as above.
 */
export function commentedObjectOf({ path, bytes }: FileReader): {
  readonly document: JsonObject;
  readonly bytes: Uint8Array;
} {
  if (bytes.length > limits.text_bytes.value)
    throw new LimitError('text_bytes', `"${path}"`, bytes.length);
  const plain = plainJson(bytes);
  return { document: jsonObjectOf({ path, bytes: plain }), bytes: plain };
}

/** A value that has to be an object. @throws {FormatError} LOCKFILE_INVALID. */
export function topObject(value: unknown, path: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FormatError('LOCKFILE_INVALID', `Cannot read "${path}": found no JSON object`);
  return objectOf(value);
}
