import { lines } from './text.ts';

/** A paragraph of a deb822 file (Debian policy §5.1): fields by lower-case name, continuation lines joined by line feeds. */
export interface Paragraph {
  readonly fields: ReadonlyMap<string, string>;
  readonly startLine: number;
  readonly endLine: number;
  /** First line that is neither field, continuation nor comment; the rest of the paragraph is kept. */
  readonly malformed?: number;
}

/**
 * Paragraphs of a deb822 text. Field names are case-insensitive; of a field given twice the first
 * counts. `only` names the fields to keep, in lower case.
 */
export function* paragraphs(text: string, only?: ReadonlySet<string>): Generator<Paragraph> {
  let open = new Builder(1);
  let last = 0;
  for (const line of lines(text)) {
    last = line.number;
    if (line.text.trim() !== '') open.add(line.text, line.number, only);
    else {
      if (!open.empty) yield open.close(line.number - 1);
      open = new Builder(line.number + 1);
    }
  }
  if (!open.empty) yield open.close(last);
}

class Builder {
  readonly #fields = new Map<string, string>();
  readonly #start: number;
  #malformed: number | undefined;
  #seen = false;
  /** Field that continuation lines belong to: a name to keep, '' to drop, undefined when there is none. */
  #current: string | undefined;

  constructor(start: number) {
    this.#start = start;
  }

  get empty(): boolean {
    return !this.#seen;
  }

  add(text: string, number: number, only: ReadonlySet<string> | undefined): void {
    const first = text.charCodeAt(0);
    if (first === 0x23) return;
    this.#seen = true;
    if (first === 0x20 || first === 0x09) {
      if (this.#current === undefined) this.#malformed ??= number;
      else if (this.#current !== '') {
        this.#fields.set(this.#current, `${this.#fields.get(this.#current) ?? ''}\n${text.trim()}`);
      }
      return;
    }
    const colon = text.indexOf(':');
    if (colon <= 0) {
      this.#malformed ??= number;
      this.#current = undefined;
      return;
    }
    const name = text.slice(0, colon).trimEnd().toLowerCase();
    this.#current = this.#fields.has(name) || (only !== undefined && !only.has(name)) ? '' : name;
    if (this.#current !== '') this.#fields.set(name, text.slice(colon + 1).trim());
  }

  close(endLine: number): Paragraph {
    const malformed = this.#malformed === undefined ? {} : { malformed: this.#malformed };
    return { fields: this.#fields, startLine: this.#start, endLine, ...malformed };
  }
}

/** `name (version)` as in a `Source` field; the version is undefined when it is not given. */
export function nameAndVersion(text: string): { name: string; version: string | undefined } {
  const open = text.indexOf('(');
  if (open === -1) return { name: text.trim(), version: undefined };
  const close = text.indexOf(')', open);
  const version = text.slice(open + 1, close === -1 ? text.length : close).trim();
  return { name: text.slice(0, open).trim(), version: version === '' ? undefined : version };
}

/** Package names of a relationship field (`Depends`, `Provides`): alternatives in one group, without versions and architectures. */
export function relationNames(text: string): readonly (readonly string[])[] {
  return text
    .split(',')
    .map((group) =>
      group
        .split('|')
        .map(relationName)
        .filter((name) => name !== ''),
    )
    .filter((group) => group.length > 0);
}

function relationName(text: string): string {
  const trimmed = text.trim();
  let end = 0;
  while (end < trimmed.length && !' \t\n(:[<'.includes(trimmed.charAt(end))) end += 1;
  return trimmed.slice(0, end);
}
