/** Error codes of one room with their meaning: the source of docs/reference/errors.md. */
export type ErrorCatalogue = Readonly<Record<string, string>>;

/**
 * Base of the one error class that each room has. The message names the action that failed, the
 * value in double quotes, the state found and the state wanted: `Cannot read layer "sha256:…":
 * digest is sha256:aa…, expected sha256:bb…`.
 */
export abstract class PlimsollError<Code extends string = string> extends Error {
  readonly code: Code;
  /** True when trying again may help (a timeout, a 503). */
  readonly temporary: boolean;

  constructor(code: Code, message: string, options?: { cause?: unknown; temporary?: boolean }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
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
  const text = error instanceof Error ? error.message : String(error);
  return printable(text.length > 500 ? `${text.slice(0, 497)}...` : text);
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
