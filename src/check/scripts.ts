import type { Text } from '../model/index.ts';

/** A shell script that stands in a text. A stranger wrote it: it is data, and nothing runs it. */
export interface Script {
  /** Of the text it stands in. */
  readonly path: string;
  readonly dialect: Dialect;
  /** What the shell gets. */
  readonly text: string;
  /** Variables that the shell finds set, each a name of the shell's. */
  readonly variables: readonly string[];
}

/**
 * Language of a script. `sh` is what POSIX says, for an image whose `/bin/sh` nobody knows; `busybox`
 * is that of Alpine, which takes much of what bash has.
 */
export type Dialect = 'sh' | 'dash' | 'busybox' | 'bash' | 'ksh';

/** What ShellCheck says about a stretch of a script. */
export interface Remark {
  /** `SC2086`. */
  readonly code: string;
  readonly level: 'error' | 'warning' | 'info' | 'style';
  /** ShellCheck's own sentence. */
  readonly text: string;
  /** UTF-16 offsets in the script, the end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** What ShellCheck answered, or why it did not. */
export type ScriptAnswer = { readonly remarks: readonly Remark[] } | { readonly failure: Text };

/** ShellCheck, as rules see it; it is asked before they run. */
export type ScriptJudge =
  | { readonly state: 'answered'; readonly of: (script: Script) => ScriptAnswer }
  /** The program is not installed; `first` is the path of the first text with a script. */
  | { readonly state: 'absent'; readonly first: string };
