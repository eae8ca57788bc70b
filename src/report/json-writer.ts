import type { Sink } from './contract.ts';

/** Characters gathered before they are handed to the sink. */
const pieceSize = 65_536;

/** Controls, line separators and bidi overrides: harmless in a JSON file, not on a terminal. */
const unsafe = /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/**
 * JSON text of a value, like `JSON.stringify`, that is also safe to show on a terminal: C1 control
 * characters and bidi overrides, which `JSON.stringify` leaves alone, are written as `\uXXXX`. They
 * can only stand inside strings, so the value is the same.
 */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent) ?? 'null';
  return text.replaceAll(
    unsafe,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Writes one indented JSON document in pieces, so that a report is never one string in memory. */
export interface JsonWriter {
  /** A member of the open object; `undefined` is left out. */
  readonly member: (name: string, value: unknown) => void;
  /** An element of the open array. */
  readonly element: (value: unknown) => void;
  /** Opens an object (in an array: without a name), runs `body`, closes it. */
  readonly object: (name: string | undefined, body: () => void) => void;
  /** Opens an array, runs `body`, closes it. */
  readonly array: (name: string | undefined, body: () => void) => void;
}

/** Runs `body` inside the outermost object of a document and flushes what it wrote. */
export function writeJson(sink: Sink, body: (writer: JsonWriter) => void): void {
  let pieces: string[] = [];
  let size = 0;
  let pad = '\n';
  let empty = true;

  const put = (text: string): void => {
    pieces.push(text);
    size += text.length;
    if (size < pieceSize) return;
    sink(pieces.join(''));
    pieces = [];
    size = 0;
  };
  const lead = (name: string | undefined): void => {
    put(`${empty ? '' : ','}${pad}${name === undefined ? '' : `${jsonText(name)}: `}`);
    empty = false;
  };
  const value = (name: string | undefined, item: unknown): void => {
    lead(name);
    const text = jsonText(item, 2);
    put(text.includes('\n') ? text.replaceAll('\n', pad) : text);
  };
  const nest = (brackets: '{}' | '[]', inner: () => void): void => {
    const outer = pad;
    put(brackets.charAt(0));
    pad = `${outer}  `;
    empty = true;
    inner();
    pad = outer;
    put(empty ? brackets.charAt(1) : `${outer}${brackets.charAt(1)}`);
    empty = false;
  };
  const writer: JsonWriter = {
    member: (name, item) => {
      if (item !== undefined) value(name, item);
    },
    element: (item) => value(undefined, item),
    object: (name, inner) => {
      lead(name);
      nest('{}', inner);
    },
    array: (name, inner) => {
      lead(name);
      nest('[]', inner);
    },
  };
  nest('{}', () => body(writer));
  put('\n');
  if (pieces.length > 0) sink(pieces.join(''));
}
