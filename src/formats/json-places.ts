import type { LineSpan } from './json-spans.ts';
import { parseJsonBytes } from './json-members.ts';

/** Where a value of a JSON text stands, and the values in it. */
export interface JsonPlace {
  /** First and behind the last character, from 0. */
  readonly range: readonly [start: number, end: number];
  /** Lines of the value, from 1. */
  readonly lines: LineSpan;
  /** Values of an object by name (of a name given twice the last), of an array by index. */
  readonly parts: ReadonlyMap<string, JsonPlace>;
  /** Names that an object gives twice, with the lines of the later value. */
  readonly repeated: readonly { readonly name: string; readonly lines: LineSpan }[];
}

/** A JSON document with the place of every value. */
export interface PlacedJson {
  readonly value: unknown;
  readonly place: JsonPlace;
}

const none: ReadonlyMap<string, JsonPlace> = new Map();

/**
 * Reads a JSON text and where each value of it stands. A byte-order mark is left out.
 * @throws {FormatError} JSON_INVALID. @throws {LimitError} `json_depth`.
 */
export function readPlacedJson(text: string, what: string): PlacedJson {
  const value = parseJsonBytes(Buffer.from(text), what);
  return {
    value,
    place: new Walker(text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text).value(),
  };
}

/** Walks a text that JSON.parse has accepted: it checks nothing again. */
class Walker {
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  value(): JsonPlace {
    this.#space();
    const start = this.#at;
    const startLine = this.#line;
    const first = this.#text.charAt(start);
    const inner =
      first === '{' ? this.#object() : first === '[' ? this.#array() : this.#scalar(first);
    const lines = { startLine, endLine: this.#line };
    return { range: [start, this.#at], lines, ...inner };
  }

  #object(): Pick<JsonPlace, 'parts' | 'repeated'> {
    const parts = new Map<string, JsonPlace>();
    const repeated: { name: string; lines: LineSpan }[] = [];
    this.#at += 1;
    for (this.#space(); this.#next() !== '}'; this.#space()) {
      if (this.#next() === ',') {
        this.#at += 1;
        continue;
      }
      const start = this.#at;
      this.#string();
      const name = String(JSON.parse(this.#text.slice(start, this.#at)));
      this.#space();
      this.#at += 1;
      const place = this.value();
      if (parts.has(name)) repeated.push({ name, lines: place.lines });
      parts.set(name, place);
    }
    this.#at += 1;
    return { parts, repeated };
  }

  #array(): Pick<JsonPlace, 'parts' | 'repeated'> {
    const parts = new Map<string, JsonPlace>();
    this.#at += 1;
    for (this.#space(); this.#next() !== ']'; this.#space()) {
      if (this.#next() === ',') this.#at += 1;
      else parts.set(String(parts.size), this.value());
    }
    this.#at += 1;
    return { parts, repeated: [] };
  }

  #scalar(first: string): Pick<JsonPlace, 'parts' | 'repeated'> {
    if (first === '"') this.#string();
    else while (this.#at < this.#text.length && !',]} \t\r\n'.includes(this.#next())) this.#at += 1;
    return { parts: none, repeated: [] };
  }

  #string(): void {
    for (this.#at += 1; this.#next() !== '"'; this.#at += 1)
      if (this.#next() === '\\') this.#at += 1;
    this.#at += 1;
  }

  #space(): void {
    for (;;) {
      const next = this.#next();
      if (next === '\n') this.#line += 1;
      else if (next !== ' ' && next !== '\t' && next !== '\r') return;
      this.#at += 1;
    }
  }

  #next(): string {
    return this.#text.charAt(this.#at);
  }
}
