/** Result of comparing two versions; undefined when either does not parse. */
export type Order = -1 | 0 | 1;

/**
 * Says whether one parsed version lies in a range that was read once. Written as a method so that the
 * registry can hold schemes of different parsed types.
 */
export type RangeTest<Parsed> = { test(version: Parsed): boolean }['test'];

/** Longest version that is read, in UTF-16 units. Real ones stay below 120; a longer text is no version. */
export const maxVersionLength = 1024;

/** Longest range that is read. Lists of exact versions in advisories reach some thousand characters. */
export const maxRangeLength = 65_536;

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
  parse(text: string): Parsed | undefined;
  compare(a: Parsed, b: Parsed): Order;
  /**
   * Reads a range as advisories mean it: every version between the bounds, pre-releases included.
   * Same syntax as `satisfies`. Undefined when a bound does not parse.
   */
  range(text: string): RangeTest<Parsed> | undefined;
  /**
   * Range in the ecosystem's own syntax and meaning (npm leaves out pre-releases nobody asked for),
   * and always the comma (AND) and `||` (OR) form. Undefined when either does not parse.
   */
  satisfies(version: string, range: string): boolean | undefined;
}
