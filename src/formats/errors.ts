import { PlimsollError } from '../model/index.ts';

/** Code of a FormatError. */
export type FormatsCode =
  | 'JSON_INVALID'
  | 'ZIP_INVALID'
  | 'IMAGE_REFERENCE_INVALID'
  | 'OCI_INVALID'
  | 'OCI_SCHEMA1';

/** What can be wrong with bytes that should have a known form. */
export const formatsErrors: Readonly<Record<FormatsCode, string>> = {
  IMAGE_REFERENCE_INVALID:
    'The name of an image has a wrong form. Write it as [host[:port]/]path[:tag][@digest], in lower case.',
  OCI_INVALID:
    'A manifest, index or configuration of an image lacks what the OCI image specification asks for. Build or push the image again.',
  OCI_SCHEMA1:
    'The image has a manifest of Docker schema version 1, which is out of use since 2017 and has no image configuration. Push it again with a current client.',
  JSON_INVALID: 'The text is not JSON, or not a JSON object where one is needed. Correct the file.',
  ZIP_INVALID:
    'The file is no zip archive, is cut short, or its parts contradict one another. Fetch it again.',
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
