import { lines } from './text.ts';

/**
 * Assignments of an os-release or lsb-release file: a subset of shell syntax, without expansion.
 * The last assignment of a name wins, as in a shell. Lines that are no assignment are skipped, as
 * os-release(5) asks of readers.
 */
export function parseOsRelease(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of lines(text)) {
    const trimmed = line.text.trim();
    const equals = trimmed.indexOf('=');
    if (equals <= 0 || trimmed.startsWith('#')) continue;
    const name = trimmed.slice(0, equals);
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      values.set(name, shellWord(trimmed.slice(equals + 1)));
  }
  return values;
}

/** The first word of shell text with quotes and backslashes resolved; an unclosed quote ends with the text. */
function shellWord(text: string): string {
  let quote = '';
  let word = '';
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charAt(i);
    if (quote === '' && (char === ' ' || char === '\t')) break;
    if (char === quote) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (char === '\\' && quote !== "'" && i + 1 < text.length) {
      i += 1;
      const next = text.charAt(i);
      // Inside double quotes a backslash only escapes what the shell would expand.
      word += quote === '"' && !'"\\$`'.includes(next) ? char + next : next;
    } else word += char;
  }
  return word;
}
