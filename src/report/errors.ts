import type { ErrorCatalogue } from '../model/index.ts';
import { PlimsollError } from '../model/index.ts';

/** Codes of failures to write a report, or to read one back. */
export type ReportErrorCode =
  | 'REPORT_FORMAT'
  | 'REPORT_INVALID'
  | 'REPORT_FOREIGN'
  | 'REPORT_ENTRY'
  | 'REPORT_TEMPLATE';

/** What can go wrong when a report is written or read back, and what to do about it. */
export const reportErrors: ErrorCatalogue & Readonly<Record<ReportErrorCode, string>> = {
  REPORT_FORMAT: 'There is no output format of that name. The reference lists those there are.',
  REPORT_INVALID:
    'The file is no JSON report of schema version 2. Only what `-f json` writes can be converted.',
  REPORT_FOREIGN:
    'Another program wrote the JSON report. It is read as far as it goes; scan again to know what could not be judged.',
  REPORT_TEMPLATE: 'The format template needs a template. Give one with --template @FILE.',
  REPORT_ENTRY:
    'Entries of the JSON report have no name or id and were left out. Write the report again.',
};

/** A report could not be written as asked. Failures of the place it goes to are the sink's own errors. */
export class ReportError extends PlimsollError<ReportErrorCode> {}
