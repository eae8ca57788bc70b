import type { AddFunction, AddType } from './cel-library.ts';
import { append } from '../model/append.ts';

/** A semantic version; what stands behind "+" does not count. */
class Semver {
  readonly numbers: readonly [bigint, bigint, bigint];
  readonly before: readonly string[];

  constructor(numbers: readonly [bigint, bigint, bigint], before: readonly string[]) {
    this.numbers = numbers;
    this.before = before;
  }
}

function semverIn(text: string, normalize = false): Semver | undefined {
  const bare = normalize ? text.trim().replace(/^v/, '') : text;
  if (bare.length > 256) return undefined;
  const [rest = '', build, ...more] = bare.split('+');
  const dash = rest.indexOf('-');
  const core = (dash < 0 ? rest : rest.slice(0, dash)).split('.');
  if (normalize) append(core, ['0', '0'].slice(0, Math.max(0, 3 - core.length)));
  const [major, minor, patch, ...others] = normalize
    ? core.map((one) => one.replace(/^0+(?=\d)/, ''))
    : core;
  const before = dash < 0 ? [] : rest.slice(dash + 1).split('.');
  const isNumber = (one: string | undefined): one is string => /^(?:0|[1-9]\d*)$/.test(one ?? '');
  if (!isNumber(major) || !isNumber(minor) || !isNumber(patch) || others.length > 0)
    return undefined;
  const isPart = (one: string): boolean => /^[0-9A-Za-z-]+$/.test(one);
  const numbered = before.every((one) => isPart(one) && !/^0\d+$/.test(one));
  if (!numbered || more.length > 0 || build?.split('.').every(isPart) === false) return undefined;
  return new Semver([BigInt(major), BigInt(minor), BigInt(patch)], before);
}

function semverOf(text: string, normalize = false): Semver {
  const version = semverIn(text, normalize);
  if (version === undefined) throw new Error(`"${text}" is no semantic version`);
  return version;
}

/** Order by semver.org, section 11. */
function order(a: Semver, b: Semver): number {
  for (const [at, number] of a.numbers.entries()) {
    const other = b.numbers[at] ?? 0n;
    if (number !== other) return number < other ? -1 : 1;
  }
  if (a.before.length === 0 || b.before.length === 0)
    return Math.sign(b.before.length - a.before.length);
  for (const [at, part] of a.before.entries()) {
    const other = b.before[at];
    if (other === undefined) return 1;
    const compared = orderOfParts(part, other);
    if (compared !== 0) return compared;
  }
  return a.before.length < b.before.length ? -1 : 0;
}

function orderOfParts(a: string, b: string): number {
  const numbers = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (numbers[0] === true && numbers[1] === true) {
    const [one, other] = [BigInt(a), BigInt(b)];
    return one < other ? -1 : one > other ? 1 : 0;
  }
  if (numbers[0] !== numbers[1]) return numbers[0] === true ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Kubernetes' library of semantic versions. */
export function registerVersions(add: AddFunction, addType: AddType): void {
  const type = 'kubernetes.Semver';
  addType(type, Semver);
  add('isSemver(string): bool', (text: string) => semverIn(text) !== undefined);
  add(
    'isSemver(string, bool): bool',
    (text: string, loose: boolean) => semverIn(text, loose) !== undefined,
  );
  add(`semver(string): ${type}`, (text: string) => semverOf(text));
  add(`semver(string, bool): ${type}`, semverOf);
  add(`${type}.major(): int`, ({ numbers }: Semver) => numbers[0]);
  add(`${type}.minor(): int`, ({ numbers }: Semver) => numbers[1]);
  add(`${type}.patch(): int`, ({ numbers }: Semver) => numbers[2]);
  add(`${type}.compareTo(${type}): int`, (a: Semver, b: Semver) => BigInt(order(a, b)));
  add(`${type}.isLessThan(${type}): bool`, (a: Semver, b: Semver) => order(a, b) < 0);
  add(`${type}.isGreaterThan(${type}): bool`, (a: Semver, b: Semver) => order(a, b) > 0);
}
