import {
  bumped,
  dottedNumbers,
  isDigit,
  orderLists,
  orderNumbers,
  orderTexts,
  runsOf,
  toNumber,
} from './digits.ts';
import type { VersionNumber } from './digits.ts';
import { orderClauses, readRange, satisfiesWith } from './range.ts';
import type { Clause } from './range.ts';
import { maxVersionLength } from './scheme.ts';
import type { Order, RangeTest, VersionScheme } from './scheme.ts';

type Segment = VersionNumber | string;

/** A gem version: what stands in front of the first word, and the rest, which makes it a pre-release. */
interface GemVersion {
  /** As written. */
  readonly release: readonly VersionNumber[];
  /** Both parts without their trailing zeros. */
  readonly canonical: readonly Segment[];
}

const pattern = /^[0-9]+(?:\.[0-9A-Za-z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;
/** Platform at the end of a gem's name in a lockfile: `1.2.0-x86_64-linux`. */
const platform =
  /-(?:x86|x64|i[3-6]86|amd64|arm|aarch64|universal|java|jruby|dalvik|mswin|mingw|ppc64|powerpc|s390|riscv64)[0-9a-z]*(?:[-_].*)?$/s;

/** Reads a version; RubyGems takes the empty text for 0. A hyphen stands for `.pre.`. */
function parse(input: string): GemVersion | undefined {
  if (input.length > maxVersionLength) return undefined;
  const plain = dottedNumbers(input, 0);
  if (plain !== undefined && plain.end === input.length)
    return { release: plain.numbers, canonical: withoutZeros(plain.numbers) };
  const trimmed = input.trim();
  const text = (trimmed.includes('-') ? trimmed.replace(platform, '') : trimmed) || '0';
  if (!pattern.test(text)) return undefined;
  const release: VersionNumber[] = [];
  const rest: Segment[] = [];
  for (const run of runsOf(text.replaceAll('-', '.pre.'), 0)) {
    const segment = isDigit(run.charCodeAt(0)) ? toNumber(run) : run;
    if (typeof segment === 'string' || rest.length > 0) rest.push(segment);
    else release.push(segment);
  }
  return { release, canonical: withoutZeros(release).concat(withoutZeros(rest)) };
}

function withoutZeros(segments: readonly Segment[]): readonly Segment[] {
  let end = segments.length;
  while (segments[end - 1] === 0) end -= 1;
  return end === segments.length ? segments : segments.slice(0, end);
}

/** Segment by segment; a missing one counts as 0, words come before numbers. */
function compare(a: GemVersion, b: GemVersion): Order {
  const length = Math.max(a.canonical.length, b.canonical.length);
  for (let index = 0; index < length; index += 1) {
    const order = compareSegment(a.canonical[index] ?? 0, b.canonical[index] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

function compareSegment(a: Segment, b: Segment): Order {
  if (typeof a === 'string') return typeof b === 'string' ? orderTexts(a, b) : -1;
  return typeof b === 'string' ? 1 : orderNumbers(a, b);
}

const orderClause = orderClauses(parse, compare);

/** `~> 1.4.2` is at least 1.4.2, and its release before 1.5. */
function clauseTest(clause: Clause): RangeTest<GemVersion> | undefined {
  if (clause.operator !== '~>') return orderClause(clause);
  const low = parse(clause.operand);
  if (low === undefined) return undefined;
  const high = bumped(low.release, Math.max(0, low.release.length - 2));
  return (version) => compare(version, low) >= 0 && orderLists(version.release, high, 0) < 0;
}

function range(text: string): RangeTest<GemVersion> | undefined {
  return readRange(text, clauseTest);
}

/** Ruby gems. */
export const gem: VersionScheme<GemVersion> = {
  scheme: 'gem',
  reference: 'RubyGems, Gem::Version and Gem::Requirement',
  parse,
  compare,
  range,
  satisfies: satisfiesWith(parse, range),
};
