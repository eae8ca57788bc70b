import { errorText, printable } from '../model/index.ts';
import { FormatError } from './errors.ts';
import type { JsonObject } from './json-values.ts';

/** What a statement says; https://github.com/openvex/spec, the words of the other forms are mapped to these. */
export type VexStatus = 'not_affected' | 'affected' | 'fixed' | 'under_investigation';

/** What a statement is about. Any of its names means it: a document gives one thing several. */
export interface VexProduct {
  /** Package URLs, image references and digests, as written. */
  readonly names: readonly string[];
  /** Digests of its content as `algorithm:hex`, in lower case. */
  readonly digests: readonly string[];
  readonly cpes: readonly string[];
  /** Only these versions of it, where the document lists them apart from the name. */
  readonly versions?: readonly string[];
  /** The components of it that are spoken of; none: all that is in it. */
  readonly parts: readonly VexProduct[];
}

/** One statement: these products and this vulnerability. */
export interface VexStatement {
  /** The vulnerability and its aliases, in upper case; never empty. */
  readonly ids: readonly string[];
  readonly status: VexStatus;
  /** The reason in a word of the form's own list (`vulnerable_code_not_present`). */
  readonly justification?: string;
  /** The reason, or what to do, in the author's sentence. */
  readonly detail?: string;
  /** When it was made, in milliseconds; of statements on one thing the newest counts. */
  readonly time?: number;
  readonly products: readonly VexProduct[];
}

/** A VEX document of any form. All of it is a stranger's word. */
export interface VexDocument {
  readonly statements: readonly VexStatement[];
}

/** One form of VEX; a new one is a new file and one line in `read-vex.ts`. */
export interface VexFormat {
  readonly id: string;
  readonly recognises: (document: JsonObject) => boolean;
  /** @throws {FormatError} VEX_INVALID: half a document must not decide anything. */
  readonly read: (document: JsonObject, what: string) => VexDocument;
}

/** The error of a document that is VEX by its form and says something that VEX does not allow. */
export function vexInvalid(what: string, found: string, cause?: unknown): FormatError {
  const because = cause === undefined ? '' : `: ${errorText(cause)}`;
  return new FormatError(
    'VEX_INVALID',
    `Cannot read ${what} as VEX: ${printable(found)}${because}`,
    cause === undefined ? {} : { cause },
  );
}

/** A time as documents write it, or nothing where they write none. */
export function timeOf(value: unknown): { readonly time?: number } {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? {} : { time };
}

/** `SHA-256`, `sha256` and `sha-256` are one algorithm. */
export function digestName(algorithm: string, hex: string): string {
  return `${algorithm.toLowerCase().replaceAll(/[-_]/g, '')}:${hex.toLowerCase()}`;
}

/** Ids in upper case, each once; of the address of a record, the id it ends in. */
export function vexIds(names: readonly string[]): readonly string[] {
  return [
    ...new Set(
      names.map((name) => {
        const last = /^https?:\/\//i.test(name) ? name.split(/[/?#]/).findLast(Boolean) : name;
        return (last ?? name).trim().toUpperCase();
      }),
    ),
  ].filter((name) => name !== '');
}
