import { digitsEnd, orderTexts } from './digits.ts';
import { orderClauses, readRange } from './range.ts';
import { maxVersionLength } from './scheme.ts';
import type { Order, RangeTest, VersionScheme } from './scheme.ts';

/** Reads the id of a Windows update, with or without `KB`, or a word for the state before any. */
function parse(input: string): string | undefined {
  if (input.length > maxVersionLength) return undefined;
  const text = input.trim().toLowerCase();
  if (!/^[0-9a-z._-]+$/.test(text)) return undefined;
  return text.startsWith('kb') && digitsEnd(text, 2) === text.length ? text.slice(2) : text;
}

/** Updates are the same or not; their order by length and text is there for sorting, no update contains another. */
function compare(a: string, b: string): Order {
  if (a.length !== b.length) return a.length < b.length ? -1 : 1;
  return orderTexts(a, b);
}

const orderClause = orderClauses(parse, compare);

/** A list of ids. Only equality has a meaning, and unlike elsewhere an empty list holds nothing. */
function range(text: string): RangeTest<string> | undefined {
  if (text.trim() === '') return () => false;
  const list = text.replaceAll(',', '||');
  return readRange(list, (clause) =>
    /^[<>~^]/.test(clause.operator) ? undefined : orderClause(clause),
  );
}

/** No update at all is in no list. */
function satisfies(version: string, text: string): boolean | undefined {
  const test = range(text);
  if (test === undefined || version.trim() === '') return test === undefined ? undefined : false;
  const parsed = parse(version);
  return parsed === undefined ? undefined : test(parsed);
}

/** Windows updates (knowledge base articles). */
export const kb: VersionScheme<string> = {
  scheme: 'kb',
  reference: 'Microsoft security update guide',
  parse,
  compare,
  range,
  satisfies,
};
