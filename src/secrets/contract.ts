import type { Severity, Text } from '../model/index.ts';

/**
 * How sure a match is: `certain` when a checksum inside the credential holds or the bytes have the
 * form that only a key has, `likely` when the form is its issuer's own, `possible` when a telling
 * name stands beside a value that looks random.
 */
export type Confidence = 'certain' | 'likely' | 'possible';

/** What the caller knows about a text. */
export interface SecretContext {
  /** Path or name of the file: some kinds look into files of certain names only. */
  readonly path?: string;
}

/** Named groups of a kind's pattern; `value` is the credential. */
export type Groups = Readonly<Record<string, string | undefined>>;

/** One kind of credential: a row of `secretKinds`. */
export interface SecretKind {
  readonly id: string;
  readonly title: Text;
  readonly severity: Severity;
  /** Where the form is described. */
  readonly reference: string;
  /** Texts without which there is no match, three characters or more, ASCII. */
  readonly keywords: readonly string[];
  /** True when the keywords may stand in any case. */
  readonly caseless?: boolean;
  /**
   * What may stand in front of the keyword and belongs to the match: looked for backwards,
   * character by character, `most` characters at most.
   */
  readonly before?: { readonly allowed: string; readonly most: number };
  /** True when letters and digits right in front of the match do not speak against it. */
  readonly inside?: boolean;
  /**
   * Matched where the keyword, or what `before` allows in front of it, begins. Flags `dy`, a group
   * `value`, and no quantifier without an upper bound, so that a match costs a bounded time.
   */
  readonly pattern: RegExp;
  readonly confidence: Confidence;
  /** Only in files of these names. */
  readonly wants?: (path: string) => boolean;
  /**
   * A second look at the value: checksum, inner form, entropy. Undefined when it is no credential.
   * Placeholders and published examples are refused before it is asked.
   */
  readonly judge?: (
    value: string,
    groups: Groups,
    context: SecretContext,
  ) => Confidence | undefined;
}

/** A credential found. The credential itself is never in here. */
export interface SecretMatch {
  readonly kind: SecretKind;
  /** Line, from 1. */
  readonly line: number;
  /** Column of the first character, from 1: UTF-16 units of a text, bytes of bytes. */
  readonly column: number;
  /** First and behind the last unit of the credential, from 0; units as for `column`. */
  readonly range: readonly [start: number, end: number];
  /** What may be shown: a few characters of both ends, or only stars. */
  readonly redacted: string;
  readonly confidence: Confidence;
}
