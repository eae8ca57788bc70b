import { PlimsollError } from '../model/index.ts';

/** Code of a FormatError. */
export type FormatsCode = 'IMAGE_REFERENCE_INVALID';

/** What can be wrong with bytes that should have a known form. */
export const formatsErrors: Readonly<Record<FormatsCode, string>> = {
  IMAGE_REFERENCE_INVALID:
    'The name of an image has a wrong form. Write it as [host[:port]/]path[:tag][@digest], in lower case.',
};

/** Bytes are not what they should be. The message names the line where that is known. */
export class FormatError extends PlimsollError<FormatsCode> {
  /** Line of the fault, from 1. */
  readonly line: number | undefined;

  constructor(code: FormatsCode, message: string, options?: { cause?: unknown; line?: number }) {
    super(code, message, options);
    this.line = options?.line;
  }
}
