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
  /** Every answer of every rule, passes too. */
  readonly showChecks?: boolean;
  readonly program: { readonly name: string; readonly version: string };
  /** What the pipeline says of itself: some environment variables of GitHub's workflows. */
  readonly pipeline?: Readonly<Record<string, string>>;
  /** The template of `--template`, and what to call it in errors. */
  readonly template?: { readonly name: string; readonly text: string };
  /** RFC 3339; only when `--at` or SOURCE_DATE_EPOCH fixed the time, so that equal inputs give equal bytes. */
  readonly created?: string;
}

/** One output format. */
export interface OutputFormat {
  readonly id: string;
  readonly title: string;
  readonly mediaType: string;
  readonly extension: string;
  /** Throws when what the user gave beside the format's name cannot be used; asked before any work is done. */
  readonly expects?: (template: RenderOptions['template']) => void;
  readonly write: (report: Report, sink: Sink, options: RenderOptions) => void;
}
