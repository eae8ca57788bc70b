/** One assignment of an environment file. */
export interface DotenvVariable {
  readonly name: string;
  /** Undefined of a name alone: the value is that of the environment. */
  readonly value: string | undefined;
  /** False of values in single quotes, in which a dollar sign is one. */
  readonly interpolated: boolean;
  readonly line: number;
}

/** An environment file, and lines that no reader of compose would take. */
export interface DotenvFile {
  readonly variables: readonly DotenvVariable[];
  readonly faults: readonly { readonly line: number; readonly state: string }[];
}

const assignment = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*(?:[=:]([^]*))?$/;
const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ['\\', '\\'],
]);

/**
 * Reads an environment file as compose does: `NAME=value`, `export`, single and double quotes over
 * several lines, comments after white space. Nothing throws; what is no assignment is a fault.
 */
export function readDotenv(text: string): DotenvFile {
  const variables: DotenvVariable[] = [];
  const faults: { line: number; state: string }[] = [];
  const lines = (text.startsWith('\ufeff') ? text.slice(1) : text).split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = at + 1;
    const whole = (lines[at] ?? '').replace(/\r$/, '');
    if (/^\s*(?:#|$)/.test(whole)) continue;
    const [, name, written] = assignment.exec(whole) ?? [];
    if (name === undefined) {
      faults.push({ line, state: 'it assigns nothing to a name' });
      continue;
    }
    const value = written?.trimStart();
    const quote = value?.[0];
    if (value === undefined) variables.push({ name, value, interpolated: false, line });
    else if (quote === '"' || quote === "'") {
      const quoted = quotedValue(lines, at, { quote, first: value });
      if (quoted === undefined) faults.push({ line, state: 'its quotes do not close' });
      else {
        variables.push({ name, value: quoted.value, interpolated: quote === '"', line });
        at = quoted.last;
      }
    } else variables.push({ name, value: bareValue(value), interpolated: true, line });
  }
  return { variables, faults };
}

function bareValue(value: string): string {
  const comment = value.startsWith('#') ? 0 : value.search(/\s#/);
  return (comment < 0 ? value : value.slice(0, comment)).trimEnd();
}

function quotedValue(
  lines: readonly string[],
  from: number,
  { quote, first }: { readonly quote: string; readonly first: string },
): { readonly value: string; readonly last: number } | undefined {
  let value = '';
  let rest = first.slice(1);
  for (let last = from; ;) {
    for (let at = 0; at < rest.length; at += 1) {
      const character = rest[at] ?? '';
      if (character === quote) return { value, last };
      const next = rest[at + 1];
      if (character === '\\' && quote === '"' && next !== undefined) {
        value += escapes.get(next) ?? `\\${next}`;
        at += 1;
      } else value += character;
    }
    last += 1;
    const line = lines[last];
    if (line === undefined) return undefined;
    value += '\n';
    rest = line;
  }
}
