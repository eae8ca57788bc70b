import { openExecutable } from '../../../formats/executable.ts';
import type { Executable } from '../../../formats/executable.ts';
import type { FileReader } from '../contract.ts';

/** Several analyzers look at every program, whose tables need not be read for each. */
const opened: WeakMap<Uint8Array, Executable> = new WeakMap();

/** A program of an image, opened once. @throws {FormatError} ELF_INVALID, PE_INVALID */
export function programOf({ bytes, path }: Pick<FileReader, 'bytes' | 'path'>): Executable {
  const known = opened.get(bytes);
  if (known !== undefined) return known;
  const program = openExecutable(bytes, `"${path}"`);
  opened.set(bytes, program);
  return program;
}
