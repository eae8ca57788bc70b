import type { Text, Translations } from './finding.ts';

/**
 * Error codes of one room with their meaning and what to do: the source of docs/reference/errors.md,
 * and what readers of other languages see before a sentence that is English alone.
 */
export type ErrorCatalogue<Code extends string = string> = Readonly<Record<Code, Text>>;

/**
 * Base of the one error class that each room has. The message names the action that failed, the
 * value in double quotes, the state found and the state wanted: `Cannot read layer "sha256:…":
 * digest is sha256:aa…, expected sha256:bb…`.
 */
export abstract class PlimsollError<Code extends string = string> extends Error {
  readonly code: Code;
  /** True when trying again may help (a timeout, a 503). */
  readonly temporary: boolean;
  /** The message in other languages, where the place that threw it knows them. */
  readonly translations: Translations | undefined;

  constructor(
    code: Code,
    message: string | Text,
    options?: { cause?: unknown; temporary?: boolean },
  ) {
    const text = typeof message === 'string' ? message : message.en;
    super(text, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.translations = typeof message === 'string' ? undefined : { 'zh-CN': message['zh-CN'] };
    this.temporary = options?.temporary ?? false;
  }
}

/** Code of any thrown value, for reports: the catalogue's code, Node's errno code, or `INTERNAL`. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return 'INTERNAL';
}

/** Text of any thrown value, on one line and bounded, so that hostile bytes in it stay harmless. */
export function errorText(error: unknown): string {
  return bounded(error instanceof Error ? error.message : String(error));
}

function bounded(text: string): string {
  return printable(text.length > 500 ? `${text.slice(0, 497)}...` : text);
}

/** Code and texts of any thrown value, as a report holds them. */
export function problemOf(error: unknown): {
  readonly code: string;
  readonly text: string;
  readonly translations?: Translations;
} {
  const problem = { code: errorCode(error), text: errorText(error) };
  const known = error instanceof PlimsollError ? error.translations : undefined;
  if (known === undefined) return problem;
  return { ...problem, translations: { 'zh-CN': bounded(known['zh-CN']) } };
}

/** The text of any thrown value in every language, English where it is not known, as a part of another text. */
export function errorWords(error: unknown): Text {
  const { text, translations } = problemOf(error);
  return { en: text, 'zh-CN': translations?.['zh-CN'] ?? text };
}

/**
 * Replaces control characters in text that a stranger wrote: terminal escapes, line breaks, and all
 * that change the direction of writing (UAX #9: marks, embeddings, overrides, isolates), so that a
 * name cannot be shown as another.
 */
export function printable(text: string): string {
  return text.replaceAll(
    /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    '\ufffd',
  );
}
