import type { Report } from '../model/index.ts';

/** Where an output goes. Writers call it in order; the caller flushes and handles a closed pipe. */
export type Sink = (text: string) => void;

/** What a person sees depends on these; machine formats ignore all but `program`. */
export interface RenderOptions {
  readonly lang: 'en' | 'zh-CN';
  /** Terminal columns, or undefined when the output is no terminal. */
  readonly columns?: number;
  readonly color: boolean;
  readonly showSuppressed: boolean;
  readonly listAllPackages: boolean;
  readonly program: { readonly name: string; readonly version: string };
  /**
   * Orders two versions of a package type, undefined when one does not parse: `versions` behind
   * the ecosystem table, handed in by tasks. Without it no upgrade is computed across several fixes.
   */
  readonly compareVersions?: (type: string, a: string, b: string) => -1 | 0 | 1 | undefined;
  /** RFC 3339; only when `--at` or SOURCE_DATE_EPOCH fixed the time, so that equal inputs give equal bytes. */
  readonly created?: string;
}

/** One output format. */
export interface OutputFormat {
  readonly id: string;
  readonly title: string;
  readonly mediaType: string;
  readonly extension: string;
  readonly write: (report: Report, sink: Sink, options: RenderOptions) => void;
}
