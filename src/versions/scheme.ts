/** Result of comparing two versions; undefined when either does not parse. */
export type Order = -1 | 0 | 1;

/**
 * One way of ordering versions. A text that does not parse is a value (`undefined`), never a guess:
 * what cannot be ordered must become the verdict `unknown`.
 */
export interface VersionScheme<Parsed = unknown> {
  readonly scheme: string;
  /** Other names the contract accepts. */
  readonly aliases?: readonly string[];
  /** The policy or specification followed. */
  readonly reference: string;
  /** Parse once, compare often: the matcher keeps the parsed form. Undefined when it is no version of this scheme. */
  readonly parse: (text: string) => Parsed | undefined;
  readonly compare: (a: Parsed, b: Parsed) => Order;
  /** Range in the ecosystem's own syntax, and always the comma (AND) and `||` (OR) form. Undefined when either does not parse. */
  readonly satisfies: (version: string, range: string) => boolean | undefined;
}
