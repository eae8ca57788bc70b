import { FormatError } from './errors.ts';
import { lines } from './text.ts';

/** A package of apk's installed database, in the words of its format (one letter a field). */
export interface ApkEntry {
  /** Values by field letter; of a letter given twice the last counts. `F` and its followers are not kept here. */
  readonly fields: ReadonlyMap<string, string>;
  /** Files (`R:` below the last `F:`), relative to the root, without leading slash. */
  readonly paths: readonly string[];
  readonly startLine: number;
  readonly endLine: number;
}

/**
 * Entries of `/lib/apk/db/installed` (apk-tools `database.c`): `X:value` lines, an entry ends at a
 * blank line.
 * @throws {FormatError} APKDB_INVALID at the first line of another form.
 */
export function* apkEntries(text: string): Generator<ApkEntry> {
  let fields = new Map<string, string>();
  let paths: string[] = [];
  let folder = '';
  let startLine = 1;
  let last = 0;
  for (const { number, text: line } of lines(text)) {
    last = number;
    if (line === '') {
      if (fields.size > 0) yield { fields, paths, startLine, endLine: number - 1 };
      fields = new Map();
      paths = [];
      folder = '';
      startLine = number + 1;
      continue;
    }
    if (line.charCodeAt(1) !== 0x3a) {
      throw new FormatError(
        'APKDB_INVALID',
        `Cannot read line ${number} of the apk database: found no field letter with a colon, wanted one such as "P:name"`,
        { line: number },
      );
    }
    const letter = line.charAt(0);
    const value = line.slice(2);
    if (letter === 'F') folder = value;
    else if (letter === 'R') paths.push(folder === '' ? value : `${folder}/${value}`);
    // Modes and checksums of folders and files: nothing downstream asks for them.
    else if (letter !== 'M' && letter !== 'a' && letter !== 'Z') fields.set(letter, value);
  }
  if (fields.size > 0) yield { fields, paths, startLine, endLine: last };
}

/** `Q1` + base64 SHA-1, `Q2` + base64 SHA-256, as `sha1:hex`; undefined for anything else. */
export function apkDigest(text: string): string | undefined {
  const sizes: Readonly<Record<string, { name: string; bytes: number }>> = {
    Q1: { name: 'sha1', bytes: 20 },
    Q2: { name: 'sha256', bytes: 32 },
  };
  const kind = Object.hasOwn(sizes, text.slice(0, 2)) ? sizes[text.slice(0, 2)] : undefined;
  if (kind === undefined) return undefined;
  const digest = Buffer.from(text.slice(2), 'base64');
  return digest.length === kind.bytes ? `${kind.name}:${digest.toString('hex')}` : undefined;
}

/** Name of a dependency or provision: `so:libc.so.6=1.2`, `musl>=1.2`, `cmd:sh` without the constraint. */
export function apkDependencyName(text: string): string {
  let end = 0;
  while (end < text.length && !'<>=~@'.includes(text.charAt(end))) end += 1;
  return text.slice(0, end);
}
