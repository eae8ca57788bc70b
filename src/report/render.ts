import type { Report } from '../model/index.ts';
import type { OutputFormat, RenderOptions, Sink } from './contract.ts';

/** One place that a report goes to: a terminal, a file, a pipe. */
export interface Output {
  readonly format: OutputFormat;
  readonly sink: Sink;
  /** Of this place: a file has no columns and no colour, while the terminal beside it may have both. */
  readonly options: RenderOptions;
}

/** An output that could not be written to its end. */
export interface RenderFailure {
  readonly output: Output;
  readonly error: unknown;
}

/**
 * Writes one report to several places, in order. A place that fails (a full disk) does not keep
 * the others from being written: the failures are handed back, and the caller says so and drops
 * what was begun. A closed pipe is no failure; its sink takes the text and forgets it.
 */
export function renderAll(report: Report, outputs: readonly Output[]): readonly RenderFailure[] {
  const failures: RenderFailure[] = [];
  for (const output of outputs) {
    try {
      output.format.write(report, output.sink, output.options);
    } catch (error) {
      failures.push({ output, error });
    }
  }
  return failures;
}
