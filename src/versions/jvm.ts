import { dottedNumbers, orderLists, toNumber } from './digits.ts';
import type { VersionNumber } from './digits.ts';
import { ordered } from './range.ts';
import { maxVersionLength } from './scheme.ts';
import type { Order, VersionScheme } from './scheme.ts';
import { comparePre } from './semver-order.ts';

/** A Java runtime in the numbering since 9: feature, interim, update. */
interface JvmVersion {
  readonly numbers: readonly VersionNumber[];
  readonly pre: string;
}

const early = /^1\.([0-9]+)(?:\.([0-9]+))?(?:_([0-9]+))?/;
const update = /^([0-9]+)u([0-9]+)/;
const tailPattern = /^(?:-(ea|beta|internal|dev|rc)?[0-9a-z._-]*)?(?:\+[0-9a-z._+-]*)?$/;

/** Reads `17.0.1+12`, `9-ea`, and the numberings before 9, where 1.8.0_131 and 8u131 mean 8.0.131. Builds are no part of the order. */
function parse(input: string): JvmVersion | undefined {
  if (input.length > maxVersionLength) return undefined;
  const text = input.trim().toLowerCase();
  const core = earlyCore(text) ?? dottedNumbers(text, 0);
  const tail = core === undefined ? null : tailPattern.exec(text.slice(core.end));
  return core === undefined || tail === null
    ? undefined
    : { numbers: core.numbers, pre: tail[1] ?? '' };
}

function earlyCore(
  text: string,
): { readonly numbers: readonly VersionNumber[]; readonly end: number } | undefined {
  const match = early.exec(text);
  if (match !== null) {
    const [whole, feature = '', interim = '', number = ''] = match;
    return { numbers: [feature, interim, number].map(toNumber), end: whole.length };
  }
  const short = update.exec(text);
  if (short === null) return undefined;
  return { numbers: [toNumber(short[1] ?? ''), 0, toNumber(short[2] ?? '')], end: short[0].length };
}

function compare(a: JvmVersion, b: JvmVersion): Order {
  return orderLists(a.numbers, b.numbers, 0) || comparePre(a.pre, b.pre);
}

/** Java runtimes and development kits. */
export const jvm: VersionScheme<JvmVersion> = {
  scheme: 'jvm',
  reference: 'JEP 223, JEP 322; Java SE naming and versions before 9',
  parse,
  compare,
  ...ordered(parse, compare),
};
