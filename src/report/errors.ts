import { PlimsollError } from '../model/index.ts';

/** Codes of failures to write a report, or to read one back. */
export type ReportErrorCode =
  | 'REPORT_FORMAT'
  | 'REPORT_INVALID'
  | 'REPORT_FOREIGN'
  | 'REPORT_ENTRY'
  | 'REPORT_TEMPLATE';

/** A report could not be written as asked. Failures of the place it goes to are the sink's own errors. */
export class ReportError extends PlimsollError<ReportErrorCode> {}
