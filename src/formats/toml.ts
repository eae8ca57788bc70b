import { parse, TomlError } from 'smol-toml';
import { errorText, LimitError, limits } from '../model/index.ts';
import { FormatError } from './errors.ts';
import type { JsonObject } from './json-values.ts';
import type { LineSpan } from './json-spans.ts';
import { lines } from './text.ts';

/** Tables inside tables: pyproject files and lockfiles stay below ten. */
const depth = 64;

/**
 * The tables of a TOML 1.0 text. Names are a stranger's: the tables have no prototype or own
 * `__proto__` members, read them through `json-values.ts`.
 * @throws {FormatError} TOML_INVALID with the line. @throws {LimitError} `text_bytes`.
 */
export function parseToml(text: string, what: string): JsonObject {
  if (text.length > limits.text_bytes.value) throw new LimitError('text_bytes', what, text.length);
  try {
    return parse(text, { maxDepth: depth, integersAsBigInt: 'asNeeded' });
  } catch (error) {
    const line = error instanceof TomlError ? error.line : undefined;
    const reason = errorText(error).split('\ufffd', 1)[0] ?? '';
    const where = line === undefined ? '' : ` at line ${line}`;
    throw new FormatError('TOML_INVALID', `Cannot read ${what}${where}: ${reason}, expected TOML`, {
      cause: error,
      ...(line === undefined ? {} : { line }),
    });
  }
}

/**
 * Lines of the tables of an array, `[[name]]`, in order. A table ends before the next header that
 * is not its own sub-table's. Undefined when the count differs from `expected` (a header inside a
 * multi-line text, an inline array): no lines are better than wrong ones.
 */
export function tableSpans(
  text: string,
  name: string,
  expected: number,
): readonly LineSpan[] | undefined {
  const spans: { startLine: number; endLine: number }[] = [];
  let open: { startLine: number; endLine: number } | undefined;
  for (const { number, text: line } of lines(text)) {
    const first = line.charCodeAt(0);
    if (first === 0x5b) {
      const header = line.replaceAll(/[[\] \t]/g, '');
      if (line.startsWith('[[') && header === name) {
        open = { startLine: number, endLine: number };
        spans.push(open);
      } else if (!header.startsWith(`${name}.`)) open = undefined;
      else if (open !== undefined) open.endLine = number;
    } else if (open !== undefined && line.trim() !== '' && first !== 0x23) open.endLine = number;
  }
  return spans.length === expected ? spans : undefined;
}

/**
 * Lines of the tables of every array, `[[name]]`, by name and in order; for files whose arrays are
 * named by what they hold. Lists are as long as the file says, so compare their length with it.
 */
export function arraySpans(text: string): ReadonlyMap<string, readonly LineSpan[]> {
  const spans = new Map<string, LineSpan[]>();
  let open: { name: string; startLine: number; endLine: number } | undefined;
  for (const { number, text: raw } of lines(text)) {
    const line = raw.trimStart();
    const first = line.charCodeAt(0);
    if (first === 0x5b) {
      const name = line.replaceAll(/[[\] \t]/g, '');
      if (line.startsWith('[[')) {
        open = { name, startLine: number, endLine: number };
        const known = spans.get(name);
        if (known === undefined) spans.set(name, [open]);
        else known.push(open);
      } else if (open === undefined || !name.startsWith(`${open.name}.`)) open = undefined;
      else open.endLine = number;
    } else if (open !== undefined && line !== '' && first !== 0x23) open.endLine = number;
  }
  return spans;
}
