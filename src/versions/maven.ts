import { isBracketRange, readBracketRange } from './bracket-range.ts';
import { isDigit, orderNumbers, orderTexts, toNumber } from './digits.ts';
import type { VersionNumber } from './digits.ts';
import { ordered, satisfiesWith } from './range.ts';
import { maxVersionLength } from './scheme.ts';
import type { Order, RangeTest, VersionScheme } from './scheme.ts';

/**
 * A Maven version is a tree: a hyphen, or a change between digits and letters, starts a list inside
 * the list. Words are kept as the text by which they are ordered.
 */
type Item = VersionNumber | string | MavenVersion;
type MavenVersion = readonly Item[];

const release = '5';
/** Words with a meaning, as texts in their order; every other word follows them by name. */
const qualifiers: ReadonlyMap<string, string> = new Map([
  ['alpha', '0'],
  ['beta', '1'],
  ['milestone', '2'],
  ['rc', '3'],
  ['cr', '3'],
  ['snapshot', '4'],
  ['', release],
  ['ga', release],
  ['final', release],
  ['release', release],
  ['sp', '6'],
]);
const shortForms: ReadonlyMap<string, string> = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['m', 'milestone'],
]);

/** Reads any version; undefined when it is empty or holds blanks or what ranges are made of. */
function parse(input: string): MavenVersion | undefined {
  if (input.length > maxVersionLength) return undefined;
  const text = input.trim().toLowerCase();
  if (text === '' || /[\s\u0000-\u001f,[\]()<>=|]/.test(text)) return undefined;
  const lists: Item[][] = [[]];
  const add = (item: Item): unknown => lists.at(-1)?.push(item);
  let start = 0;
  let inDigits = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 46 || code === 45) {
      add(at === start ? 0 : itemOf(text.slice(start, at), inDigits));
      start = at + 1;
      if (code === 45) lists.push([]);
    } else if (isDigit(code) !== inDigits) {
      if (at > start) {
        add(itemOf(text.slice(start, at), inDigits, isDigit(code)));
        lists.push([]);
        start = at;
      }
      inDigits = !inDigits;
    }
  }
  if (start < text.length) add(itemOf(text.slice(start), inDigits));
  return nested(lists);
}

/** The number, or the order text of the word; `a1` is `alpha1` when a digit follows at once. */
function itemOf(text: string, isNumber: boolean, beforeDigit: boolean = false): Item {
  if (isNumber) return toNumber(text);
  const word = (beforeDigit ? shortForms.get(text) : undefined) ?? text;
  return qualifiers.get(word) ?? `7-${word}`;
}

/** Puts every list at the end of the one before it, each without the empty items at its end. */
function nested(lists: readonly Item[][]): MavenVersion {
  let inner: Item[] | undefined;
  for (const list of lists.toReversed()) {
    if (inner !== undefined) list.push(inner);
    normalize(list);
    inner = list;
  }
  return inner ?? [];
}

/** Drops empty items from the end, also those in front of a list that stays. */
function normalize(list: Item[]): void {
  for (let index = list.length - 1; index >= 0; index -= 1) {
    const item = list[index] ?? 0;
    if (isEmpty(item)) list.splice(index, 1);
    else if (!isList(item)) return;
  }
}

function isEmpty(item: Item): boolean {
  return item === 0 || item === release || (isList(item) && item.length === 0);
}

function isList(item: Item | undefined): item is MavenVersion {
  return typeof item === 'object';
}

function compare(a: MavenVersion, b: MavenVersion): Order {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a[index];
    const right = b[index];
    const order = left === undefined ? reversed(right, left) : compareItem(left, right);
    if (order !== 0) return order;
  }
  return 0;
}

function reversed(item: Item | undefined, other: Item | undefined): Order {
  const order = item === undefined ? 0 : compareItem(item, other);
  return order === 0 ? 0 : order === 1 ? -1 : 1;
}

/** Words come before lists, lists before numbers. */
function compareItem(item: Item, other: Item | undefined): Order {
  if (other === undefined) return compareWithNothing(item);
  if (isList(item)) {
    if (isList(other)) return compare(item, other);
    return typeof other === 'string' ? 1 : -1;
  }
  if (typeof item === 'string') return typeof other === 'string' ? orderTexts(item, other) : -1;
  return isList(other) || typeof other === 'string' ? 1 : orderNumbers(item, other);
}

function compareWithNothing(item: Item): Order {
  if (typeof item === 'string') return orderTexts(item, release);
  if (!isList(item)) return item === 0 ? 0 : 1;
  for (const inner of item) {
    const order = compareWithNothing(inner);
    if (order !== 0) return order;
  }
  return 0;
}

const plain = ordered(parse, compare);

function range(text: string): RangeTest<MavenVersion> | undefined {
  return isBracketRange(text) ? readBracketRange(text, parse, compare) : plain.range(text);
}

/** Java packages of Maven repositories. */
export const maven: VersionScheme<MavenVersion> = {
  scheme: 'maven',
  reference: 'Maven POM reference, version order; ComparableVersion',
  parse,
  compare,
  range,
  satisfies: satisfiesWith(parse, range),
};
