import { FormatError } from '../../../formats/errors.ts';
import { lines } from '../../../formats/text.ts';
import type { Line } from '../../../formats/text.ts';

/** One block of a yarn.lock, as it stands there. */
export interface YarnEntry {
  /** `name@range` for every range that it answers. */
  readonly descriptors: readonly string[];
  readonly startLine: number;
  endLine: number;
  version: string;
  /** Where it came from (`name@npm:1.0.0`); Yarn 2 and newer only. */
  resolution: string | undefined;
  /** The archive that was downloaded; Yarn 1 only. */
  resolved: string | undefined;
  /** Name and range of each package that it needs, the optional ones too. */
  readonly needs: (readonly [name: string, range: string])[];
}

/** Sections of an entry that name what it needs; peers are somebody else's to bring. */
const needed: ReadonlySet<string> = new Set(['dependencies', 'optionalDependencies']);

/**
 * Entries of a yarn.lock of any version: Yarn 1 writes a form of its own, newer ones a subset of
 * YAML; both put the entry's name at the margin, its fields two and their members four spaces in.
 * https://classic.yarnpkg.com/lang/en/docs/yarn-lock, https://yarnpkg.com/configuration/lockfile.
 * @throws {FormatError} LOCKFILE_INVALID at the first line that fits neither.
 */
export function parseYarnLock(text: string, what: string): readonly YarnEntry[] {
  const entries: YarnEntry[] = [];
  let open: YarnEntry | undefined;
  let section = '';
  let long: Line | undefined;
  for (const line of lines(text)) {
    const content = line.text.trim();
    if (content === '' || content.startsWith('#')) continue;
    const indent = line.text.length - line.text.trimStart().length;
    if (indent === 0) {
      // A key of more than 1024 characters is written in YAML's long form: `? key`, then `:`.
      if (content.startsWith('? ')) long = { number: line.number, text: `${content.slice(2)}:` };
      else {
        const key: Line = content === ':' && long !== undefined ? long : line;
        open = openEntry(key, what);
        if (!open.descriptors.includes('__metadata')) entries.push(open);
      }
      section = '';
      continue;
    }
    if (open === undefined) throw unreadable(what, line.number);
    open.endLine = line.number;
    const [name, value] = fieldOf(content);
    if (indent <= 2) {
      section = value === '' ? name : '';
      if (name === 'version') open.version = value;
      else if (name === 'resolution') open.resolution = value;
      else if (name === 'resolved') open.resolved = value;
    } else if (needed.has(section)) open.needs.push([name, value]);
  }
  return entries;
}

function openEntry({ number, text }: Line, what: string): YarnEntry {
  const content = text.trimEnd();
  if (!content.endsWith(':')) throw unreadable(what, number);
  const descriptors = descriptorsOf(content.slice(0, -1));
  const sound = descriptors.every((one) => one === '__metadata' || one.indexOf('@', 1) > 0);
  if (!sound || descriptors.length === 0) throw unreadable(what, number);
  return {
    descriptors,
    startLine: number,
    endLine: number,
    version: '',
    resolution: undefined,
    resolved: undefined,
    needs: [],
  };
}

/** The list of a key: Yarn 1 quotes its members one by one, newer ones the whole of it. */
function descriptorsOf(key: string): readonly string[] {
  const found: string[] = [];
  let rest = key.trim();
  while (rest !== '') {
    const [token, following] = takeToken(rest, ',');
    for (const part of token.split(', ')) {
      const before = found.at(-1);
      // A comma inside a range does not start another descriptor.
      if (part.indexOf('@', 1) > 0 || before === undefined || part === '__metadata')
        found.push(part);
      else found[found.length - 1] = `${before}, ${part}`;
    }
    rest = following.replace(/^,/, '').trimStart();
  }
  return found;
}

/** Name and value of a field: `version "1.0.0"`, `version: 1.0.0`, `"@a/b": "npm:^1"`, `dependencies:`. */
function fieldOf(content: string): readonly [name: string, value: string] {
  const [name, rest] = takeToken(content, ' :');
  const value = rest.replace(/^:/, '').trim();
  return [name, value.startsWith('"') ? takeToken(value, '')[0] : value];
}

/** The quoted or bare word at the start of a text, and what follows it. */
function takeToken(text: string, ends: string): readonly [token: string, rest: string] {
  if (!text.startsWith('"')) {
    let end = 0;
    while (end < text.length && !ends.includes(text.charAt(end))) end += 1;
    return [text.slice(0, end), text.slice(end)];
  }
  let end = 1;
  while (end < text.length && text.charAt(end) !== '"') end += text.charAt(end) === '\\' ? 2 : 1;
  return [text.slice(1, end).replaceAll(/\\(.)/g, '$1'), text.slice(end + 1)];
}

function unreadable(what: string, line: number): FormatError {
  const message = `Cannot read ${what} at line ${line}: found no entry of a yarn.lock, wanted "name@range:" and its fields`;
  return new FormatError('LOCKFILE_INVALID', message, { line });
}
