import type { Directive, DockerfileSyntax, Fault } from './syntax.ts';
import { append } from '../../model/append.ts';

/** Reads directives line by line until the first line that is none. */
interface DirectiveReader {
  readonly escape: DockerfileSyntax['escape'];
  readonly found: readonly Directive[];
  /** Whether the line is a directive; `place` is where its text begins. */
  readonly accepts: (text: string, place: { number: number; start: number }) => boolean;
}

const names: ReadonlySet<string> = new Set(['syntax', 'escape', 'check']);

/**
 * A reader for the head of a file; https://docs.docker.com/reference/dockerfile/#parser-directives.
 * An unknown `# name=value` is a comment, but lets directives follow.
 */
export function directiveReader(faults: Fault[]): DirectiveReader {
  const found: Directive[] = [];
  let escape: DirectiveReader['escape'] = '\\';
  let over = false;
  const accepts: DirectiveReader['accepts'] = (text, { number, start }) => {
    if (over) return false;
    const match = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(\S.*)$/.exec(text);
    over = match === null;
    const name = match?.[1]?.toLowerCase() ?? '';
    if (!names.has(name)) return false;
    const value = (match?.[2] ?? '').trimEnd();
    const place = { start, end: start + text.length };
    const fault = (kind: Fault['kind'], message: string): void => {
      faults.push({ kind, line: number, message, ...place });
    };
    if (found.some((one) => one.name === name))
      fault('directive-twice', `the directive "${name}" is given twice`);
    else if (name === 'escape' && value !== '\\' && value !== '`')
      fault('escape-value', `the escape token is "${value}", it must be \\ or \``);
    else {
      if (name === 'escape') escape = value === '`' ? '`' : '\\';
      found.push({ name: name as Directive['name'], value, line: number, text, ...place });
    }
    return true;
  };
  return {
    accepts,
    found,
    get escape() {
      return escape;
    },
  };
}

/** What `# check=` asks for. */
export interface CheckDirective {
  /** Rules to leave out, `all` among them for every one. */
  readonly skip: readonly string[];
  readonly experimental: readonly string[];
  /** Whether findings fail the build. */
  readonly error: boolean;
  /** Parts that are not understood. */
  readonly wrong: readonly string[];
}

/** Reads the value of a check directive: `skip=A,B;error=true;experimental=all`. */
export function parseCheckDirective(value: string): CheckDirective {
  const skip: string[] = [];
  const experimental: string[] = [];
  const wrong: string[] = [];
  let error = false;
  for (const part of value.split(';').map((one) => one.trim())) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const key = part.slice(0, Math.max(equals, 0)).trim();
    const list = part
      .slice(equals + 1)
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
    const [first = ''] = list;
    if (key === 'skip') append(skip, list);
    else if (key === 'experimental') append(experimental, list);
    else if (key === 'error' && goTrue.has(first)) error = true;
    else if (key !== 'error' || !goFalse.has(first)) wrong.push(part);
  }
  return { skip, experimental, error, wrong };
}

/** The spellings of Go's strconv.ParseBool. */
const goTrue: ReadonlySet<string> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const goFalse: ReadonlySet<string> = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);
