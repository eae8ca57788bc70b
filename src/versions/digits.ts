import type { Order } from './scheme.ts';

/** A number of a version. Above 15 digits it is a bigint, below never, so that equal numbers are identical. */
export type VersionNumber = number | bigint;

const safeDigits = 15;

/** Index of the first character at or after `at` that is not an ASCII digit. */
export function digitsEnd(text: string, at: number): number {
  let end = at;
  while (isDigit(text.charCodeAt(end))) end += 1;
  return end;
}

/** True for the code of an ASCII digit; NaN (past the end) is none. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** True for the code of an ASCII letter. */
export function isLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}

/** The number written in text[start, end), which holds digits only. */
export function numberAt(text: string, start: number, end: number): VersionNumber {
  let first = start;
  while (end - first > safeDigits && text.charCodeAt(first) === 48) first += 1;
  if (end - first > safeDigits) return BigInt(text.slice(first, end));
  let value = 0;
  for (let at = first; at < end; at += 1) value = value * 10 + (text.charCodeAt(at) - 48);
  return value;
}

/** The number that `digits` (digits only) stands for. */
export function toNumber(digits: string): VersionNumber {
  return numberAt(digits, 0, digits.length);
}

export function orderNumbers(a: VersionNumber, b: VersionNumber): Order {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

/** Order of two texts by code unit; versions are ASCII, so this is byte order. */
export function orderTexts(a: string, b: string): Order {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

/** Order of two lists of numbers; a missing number counts as `missing`. */
export function orderLists(
  a: readonly VersionNumber[],
  b: readonly VersionNumber[],
  missing: VersionNumber,
): Order {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const order = orderNumbers(a[index] ?? missing, b[index] ?? missing);
    if (order !== 0) return order;
  }
  return 0;
}

/** Order of two lists item by item; of two that begin alike the shorter one comes first. */
export function orderItems<Item>(
  a: readonly Item[],
  b: readonly Item[],
  compare: (a: Item, b: Item, index: number) => Order,
): Order {
  for (let index = 0; index < a.length; index += 1) {
    const left = a[index];
    const right = b[index];
    if (left === undefined || right === undefined) break;
    const order = compare(left, right, index);
    if (order !== 0) return order;
  }
  return orderNumbers(a.length, b.length);
}

/** Dotted numbers that start at `at`, as in 1.2.3, and where they end; undefined when there is none. */
export function dottedNumbers(
  text: string,
  at: number,
): { readonly numbers: readonly VersionNumber[]; readonly end: number } | undefined {
  let start = at;
  let end = digitsEnd(text, at);
  if (end === at) return undefined;
  const numbers = [numberAt(text, start, end)];
  while (text.charCodeAt(end) === 46 && isDigit(text.charCodeAt(end + 1))) {
    start = end + 1;
    end = digitsEnd(text, start);
    numbers.push(numberAt(text, start, end));
  }
  return { numbers, end };
}

/** The numbers up to `index`, the last of them one higher: where the line that keeps them ends. */
export function bumped(numbers: readonly VersionNumber[], index: number): readonly VersionNumber[] {
  const last = numbers[index] ?? 0;
  const next = typeof last === 'number' ? last + 1 : last + 1n;
  return [...numbers.slice(0, Math.max(0, index)), next];
}

/** Index of the first character at or after `at` that is not an ASCII letter. */
export function lettersEnd(text: string, at: number): number {
  let end = at;
  while (isLetter(text.charCodeAt(end))) end += 1;
  return end;
}

/** Runs of digits and runs of letters from `at` on, without what stands between them. */
export function runsOf(text: string, at: number): readonly string[] {
  const runs: string[] = [];
  let start = at;
  while (start < text.length) {
    const end = isDigit(text.charCodeAt(start)) ? digitsEnd(text, start) : lettersEnd(text, start);
    if (end > start) runs.push(text.slice(start, end));
    start = Math.max(end, start + 1);
  }
  return runs;
}
