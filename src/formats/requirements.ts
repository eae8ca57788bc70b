import { lines } from './text.ts';

/** One requirement of a pip requirements file or a PEP 508 text. */
export interface Requirement {
  readonly name: string;
  /** The exact version, when the specifier names one (`==1.2`, `===1.2`) or a wheel's file name does. */
  readonly version: string;
  /** The specifier without spaces (`>=1.0,<2`), or `@ URL`; empty when there is none. */
  readonly specifier: string;
  readonly extras: readonly string[];
  readonly marker?: string;
}

/** What the logical lines of a requirements file say. */
export interface RequirementsFile {
  readonly requirements: readonly (Requirement & {
    readonly startLine: number;
    readonly endLine: number;
  })[];
  /** Files named by `-r`, as written. Constraints (`-c`) install nothing and are left out. */
  readonly includes: readonly string[];
  /** Lines that are neither requirement, option nor comment. */
  readonly unreadable: readonly number[];
}

/**
 * Reads a requirements file as pip does: comments, continued lines, options, then requirements.
 * https://pip.pypa.io/en/stable/reference/requirements-file-format.
 */
export function parseRequirements(text: string): RequirementsFile {
  const requirements: RequirementsFile['requirements'][number][] = [];
  const includes: string[] = [];
  const unreadable: number[] = [];
  for (const { text: line, startLine, endLine } of logicalLines(text)) {
    const content = withoutComment(line).trim();
    if (content === '') continue;
    const included = optionValue(content, ['-r', '--requirement']);
    const editable = optionValue(content, ['-e', '--editable']);
    if (included !== undefined) includes.push(included);
    else if (content.startsWith('-') && editable === undefined) continue;
    else {
      const one = parseRequirement(editable ?? content);
      if (one === undefined) {
        if (!isLocalPath(editable ?? content)) unreadable.push(startLine);
      } else requirements.push({ ...one, startLine, endLine });
    }
  }
  return { requirements, includes, unreadable };
}

/** Joins lines that end in a backslash; a comment line is not continued. */
function* logicalLines(
  text: string,
): Generator<{ text: string; startLine: number; endLine: number }> {
  let parts: string[] = [];
  let startLine = 1;
  let last = 1;
  for (const { number, text: line } of lines(text)) {
    last = number;
    if (parts.length === 0) startLine = number;
    const comment = line.trimStart().startsWith('#');
    if (line.endsWith('\\') && !comment) {
      parts.push(line.slice(0, -1));
      continue;
    }
    if (!comment || parts.length === 0) parts.push(line);
    yield { text: parts.join(' '), startLine, endLine: number };
    parts = [];
  }
  if (parts.length > 0) yield { text: parts.join(' '), startLine, endLine: last };
}

/** Text before a `#` that starts the line or follows white space; `#egg=` inside a URL stays. */
function withoutComment(line: string): string {
  for (let at = line.indexOf('#'); at !== -1; at = line.indexOf('#', at + 1)) {
    const before = line.charAt(at - 1);
    if (at === 0 || before === ' ' || before === '\t') return line.slice(0, at);
  }
  return line;
}

/** Value of an option in any of its forms: `-r x`, `-rx`, `--requirement=x`. */
function optionValue(line: string, names: readonly string[]): string | undefined {
  for (const name of names) {
    if (!line.startsWith(name)) continue;
    const rest = line.slice(name.length);
    if (name.startsWith('--') && !rest.startsWith('=') && !rest.startsWith(' ')) continue;
    return rest.replace(/^[= ]/, '').trim();
  }
  return undefined;
}

/**
 * One PEP 508 requirement, or a URL or path that pip accepts in its place and that names its
 * package (`#egg=name`, a wheel's file name). Undefined for anything else.
 */
export function parseRequirement(text: string): Requirement | undefined {
  const content = withoutOptions(text.trim());
  const name = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?/.exec(content)?.[0];
  const found =
    name === undefined || isArchive(name) ? undefined : fromName(name, content.slice(name.length));
  return found ?? fromAddress(content);
}

function isArchive(name: string): boolean {
  return /\.(?:whl|zip|tar\.gz|tgz)$/.test(name);
}

/** Requirement of a name and what follows it: extras, then specifiers or `@ URL`, then a marker. */
function fromName(name: string, following: string): Requirement | undefined {
  let rest = following.trim();
  let extras: readonly string[] = [];
  if (rest.startsWith('[')) {
    const close = rest.indexOf(']');
    if (close === -1) return undefined;
    extras = rest
      .slice(1, close)
      .split(',')
      .map((word) => word.trim());
    rest = rest.slice(close + 1).trim();
  }
  if (rest.startsWith('@')) {
    const url = rest.slice(1).trim().split(/\s/, 1)[0] ?? '';
    const version = wheelVersion(url) ?? '';
    return { name, version, specifier: `@ ${url}`, extras };
  }
  const semicolon = rest.indexOf(';');
  const marker = semicolon === -1 ? undefined : rest.slice(semicolon + 1).trim();
  let specifier = (semicolon === -1 ? rest : rest.slice(0, semicolon)).trim();
  if (specifier.startsWith('(') && specifier.endsWith(')'))
    specifier = specifier.slice(1, -1).trim();
  const clauses: string[] = [];
  let version = '';
  for (const clause of specifier === '' ? [] : specifier.split(',')) {
    const parts = /^(===|==|~=|!=|<=|>=|<|>)\s*([^\s<>=!~]+)$/.exec(clause.trim());
    if (parts === null) return undefined;
    const [, operator = '', value = ''] = parts;
    clauses.push(`${operator}${value}`);
    if (operator.startsWith('==') && !value.includes('*') && version === '') version = value;
  }
  return {
    name,
    version,
    specifier: clauses.join(','),
    extras,
    ...(marker === undefined ? {} : { marker }),
  };
}

/** pip's per-requirement options follow the requirement: `--hash=…`, `--config-settings=…`. */
function withoutOptions(text: string): string {
  const at = text.search(/\s--[a-z]/);
  return at === -1 ? text : text.slice(0, at).trimEnd();
}

function fromAddress(address: string): Requirement | undefined {
  const egg = /[#&]egg=([A-Za-z0-9][A-Za-z0-9._-]*)/.exec(address)?.[1];
  const specifier = `@ ${address.split(/\s/, 1)[0] ?? ''}`;
  const wheel = wheelName(address);
  const name = egg ?? wheel;
  if (name === undefined) return undefined;
  return { name, version: wheelVersion(address) ?? '', specifier, extras: [] };
}

/** Parts of a wheel's file name (PEP 427): `name-version-python-abi-platform.whl`. */
function wheelParts(address: string): readonly string[] {
  const path = address.split(/[?#;\s]/, 1)[0] ?? '';
  const base = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const parts = base.endsWith('.whl') ? base.slice(0, -4).split('-') : [];
  return parts.length >= 5 ? parts : [];
}

function wheelName(address: string): string | undefined {
  return wheelParts(address)[0];
}

function wheelVersion(address: string): string | undefined {
  return wheelParts(address)[1];
}

/** A folder or archive of the project itself: nothing to name, and not a mistake either. */
function isLocalPath(text: string): boolean {
  return isArchive(text) || /^[./~]|:\/\/|^[A-Za-z]:\\/.test(text);
}

/** The name under which PyPI and advisories know a distribution; PEP 503. */
export function normalizedName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}
