import type { CelProgram } from '../../formats/cel.ts';
import type { Severity, Text } from '../../model/index.ts';

/** What `params` is to an expression, for one binding; undefined: nobody has shown it. */
export interface Parameters {
  /** The binding, for sentences. */
  readonly binding: string;
  readonly value: unknown;
}

/** One condition that has to hold. */
export interface Condition {
  readonly holds: CelProgram;
  /** The sentence when it does not. */
  readonly message?: Text;
  /** The same, computed; its value is a text. */
  readonly messageExpression?: CelProgram;
}

/** A rule that a user wrote: expressions over the data of one family's views. */
export interface UserRule {
  readonly id: string;
  /** Id of the family: `kubernetes`, `dockerfile`, `compose` … */
  readonly family: string;
  readonly severity: Severity;
  readonly title: Text;
  readonly why: Text;
  readonly advice: Text;
  readonly references: readonly string[];
  /** Names of kinds of Kubernetes objects; empty is every kind. */
  readonly resources: readonly string[];
  /** All of them have to be true, else the rule does not apply. */
  readonly matches: readonly CelProgram[];
  /** Named values, each computed from those before it. */
  readonly variables: readonly { readonly name: string; readonly value: CelProgram }[];
  /** A list; the conditions are asked for each of its items, as `item`. */
  readonly each?: CelProgram;
  readonly conditions: readonly Condition[];
  /** What `params` is, once for each; absent: nobody has shown it. */
  readonly params?: readonly Parameters[];
  /** Parts of the rule that judge nothing here; told once. */
  readonly unjudged?: readonly string[];
  /** Keys and indexes of the field to point at. */
  readonly at: readonly (string | number)[];
  readonly bad: readonly string[];
  readonly good: readonly string[];
  /** File and line of the rule. */
  readonly source: string;
}
