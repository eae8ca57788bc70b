import { FormatError } from '../../formats/errors.ts';
import { parseJsonBytes } from '../../formats/json-members.ts';
import { objectOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import { LimitError, limits } from '../../model/index.ts';
import type { FileReader } from './contract.ts';

/**
 * The JSON object that a wanted file consists of. A stranger wrote it: read it through `json-values.ts`.
 * @throws {FormatError} JSON_INVALID; LOCKFILE_INVALID for a list, a text or null.
 * @throws {LimitError} `text_bytes`, `json_depth`.
 */
export function jsonObjectOf({ path, bytes }: FileReader): JsonObject {
  if (bytes.length > limits.text_bytes.value)
    throw new LimitError('text_bytes', `"${path}"`, bytes.length);
  const value = parseJsonBytes(bytes, `"${path}"`);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FormatError('LOCKFILE_INVALID', `Cannot read "${path}": found no JSON object`);
  return objectOf(value);
}
