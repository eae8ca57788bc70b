import { digitsEnd, orderItems, orderNumbers, orderTexts, toNumber } from './digits.ts';
import type { VersionNumber } from './digits.ts';
import { ordered, satisfiesWith } from './range.ts';
import { maxVersionLength } from './scheme.ts';
import type { Order, RangeTest, VersionScheme } from './scheme.ts';

type Item = VersionNumber | string;

interface ConanVersion {
  /** Items without trailing zeros. */
  readonly items: readonly Item[];
  readonly pre: readonly Item[] | undefined;
  readonly build: readonly Item[] | undefined;
}

/** Reads `1.2.a-pre.1+build`: items are numbers or words, and any number of them. */
function parse(input: string): ConanVersion | undefined {
  if (input.length > maxVersionLength) return undefined;
  const match = /^([^\s+<>=|,-]+)(?:-([^\s+<>=|,]+))?(?:\+([^\s<>=|,]+))?$/.exec(
    input.trim().toLowerCase(),
  );
  if (match === null) return undefined;
  const [, items = '', pre, build] = match;
  return {
    items: itemsOf(items),
    pre: pre === undefined ? undefined : itemsOf(pre),
    build: build === undefined ? undefined : itemsOf(build),
  };
}

function itemsOf(text: string): readonly Item[] {
  const items = text
    .split('.')
    .map((part) => (part !== '' && digitsEnd(part, 0) === part.length ? toNumber(part) : part));
  return items.slice(0, items.findLastIndex((item) => item !== 0) + 1);
}

/** Items, then the pre-release (none comes last), then the build (none comes first). */
function compare(a: ConanVersion, b: ConanVersion): Order {
  const order = compareItems(a.items, b.items);
  if (order !== 0) return order;
  if ((a.pre === undefined) !== (b.pre === undefined)) return a.pre === undefined ? 1 : -1;
  return compareItems(a.pre ?? [], b.pre ?? []) || compareItems(a.build ?? [], b.build ?? []);
}

/** Numbers by value; a word is compared with the text of what stands on the other side. */
function compareItems(a: readonly Item[], b: readonly Item[]): Order {
  return orderItems(a, b, (left, right) =>
    typeof left === 'string' || typeof right === 'string'
      ? orderTexts(String(left), String(right))
      : orderNumbers(left, right),
  );
}

const plain = ordered(parse, compare);

/** Recipes write ranges in brackets, `[>=1.0 <2.0]`, with options after a comma that say nothing about order. */
function range(text: string): RangeTest<ConanVersion> | undefined {
  const inner = /^\s*\[([^[\]]*)\]\s*$/.exec(text)?.[1] ?? text;
  return plain.range(inner.replace(/,\s*include_prerelease(?:=\w+)?\s*$/, ''));
}

/** C and C++ packages of Conan. */
export const conan: VersionScheme<ConanVersion> = {
  scheme: 'conan',
  reference: 'Conan 2 documentation, version ranges and version order',
  parse,
  compare,
  range,
  satisfies: satisfiesWith(parse, range),
};
