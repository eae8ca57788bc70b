import type { ErrorCatalogue } from '../model/index.ts';
import { PlimsollError } from '../model/index.ts';

/** Codes of failures to write a report. */
export type ReportErrorCode = 'REPORT_FORMAT';

/** What can go wrong when a report is written, and what to do about it. */
export const reportErrors: ErrorCatalogue & Readonly<Record<ReportErrorCode, string>> = {
  REPORT_FORMAT: 'There is no output format of that name. The reference lists those there are.',
};

/** A report could not be written as asked. Failures of the place it goes to are the sink's own errors. */
export class ReportError extends PlimsollError<ReportErrorCode> {}
