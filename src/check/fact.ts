import { objectOf, textOf } from '../formats/json-values.ts';

/**
 * What a look at one thing of a machine gave: its value, its absence, or the code of the refusal.
 * Plain data, so that a view opens from JSON text.
 */
export type Fact<T> =
  | { readonly state: 'value'; readonly value: T }
  | { readonly state: 'absent' }
  | { readonly state: 'unread'; readonly code: string };

/** A fact whose value is there. */
export function known<T>(value: T): Fact<T> {
  return { state: 'value', value };
}

/** A fact without a value. */
export const absent: Fact<never> = { state: 'absent' };

/** A fact that could not be read; `code` is the system's or the catalogue's: `EACCES`. */
export function unread(code: string): Fact<never> {
  return { state: 'unread', code };
}

/**
 * Reads a fact from JSON: `{"value": …}`, `{"absent": true}` or `{"unread": "EACCES"}`. Undefined
 * when nobody looked; a value of another form than wanted is unread, never absent.
 */
export function factOf<T>(
  json: unknown,
  read: (value: unknown) => T | undefined,
): Fact<T> | undefined {
  if (json === undefined || json === null) return undefined;
  const fields = objectOf(json);
  if (fields['absent'] === true) return absent;
  const code = textOf(fields['unread']);
  if (code !== undefined) return unread(code);
  const value = read(fields['value']);
  return value === undefined ? unread('CHECK_VALUE_FORM') : known(value);
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'nothing is there'],
  ['EACCES', 'permission is refused'],
  ['EPERM', 'permission is refused'],
  ['ECONNREFUSED', 'nothing listens there'],
  ['HTTP_UNREACHABLE', 'it cannot be reached'],
  ['HTTP_INTERRUPTED', 'it hung up in the middle'],
  ['HTTP_TIMEOUT', 'it did not answer in time'],
  ['HTTP_TLS', 'its certificate or protocol is refused'],
  ['HTTP_401', 'it refused the request'],
  ['HTTP_403', 'it refused the request'],
  ['HTTP_500', 'it failed at the request'],
  ['CHECK_VALUE_FORM', 'the answer has another form than wanted'],
  ['IO_PROGRAM_FAILED', 'the program for it is missing or failed'],
]);

/** Why a thing was not read, in words, for sentences: `permission is refused (EACCES)`. */
export function whyUnread(code: string): string {
  const words = reasons.get(code);
  return words === undefined ? code : `${words} (${code})`;
}

/** The value, when there is one. */
export function valueOf<T>(fact: Fact<T> | undefined): T | undefined {
  return fact?.state === 'value' ? fact.value : undefined;
}

/** The JSON form that `factOf` reads. */
export function factJson<T>(fact: Fact<T>): object {
  if (fact.state === 'value') return { value: fact.value };
  return fact.state === 'absent' ? { absent: true } : { unread: fact.code };
}
