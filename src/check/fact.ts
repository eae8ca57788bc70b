import { objectOf, textOf } from '../formats/json-values.ts';
import type { Text } from '../model/index.ts';
import type { Said } from './words.ts';
import { asIs, filled } from './words.ts';

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

const refused: Text = { en: 'permission is refused', 'zh-CN': '权限不足' };
const denied: Text = { en: 'it refused the request', 'zh-CN': '对方拒绝了请求' };

const reasons: ReadonlyMap<string, Text> = new Map([
  ['ENOENT', { en: 'nothing is there', 'zh-CN': '不存在' }],
  ['EACCES', refused],
  ['EPERM', refused],
  ['ECONNREFUSED', { en: 'nothing listens there', 'zh-CN': '没有程序在监听' }],
  ['HTTP_UNREACHABLE', { en: 'it cannot be reached', 'zh-CN': '无法连接' }],
  ['HTTP_INTERRUPTED', { en: 'it hung up in the middle', 'zh-CN': '应答中途断开' }],
  ['HTTP_TIMEOUT', { en: 'it did not answer in time', 'zh-CN': '未及时应答' }],
  ['HTTP_TLS', { en: 'its certificate or protocol is refused', 'zh-CN': '证书或协议被拒绝' }],
  ['HTTP_401', denied],
  ['HTTP_403', denied],
  ['HTTP_500', { en: 'it failed at the request', 'zh-CN': '处理请求时出错' }],
  [
    'CHECK_VALUE_FORM',
    { en: 'the answer has another form than wanted', 'zh-CN': '应答的格式与预期不同' },
  ],
  [
    'IO_PROGRAM_FAILED',
    { en: 'the program for it is missing or failed', 'zh-CN': '所需的程序缺失或运行失败' },
  ],
]);

const reason: Text = { en: '{words} ({code})', 'zh-CN': '{words}（{code}）' };

/** Why a thing was not read, for sentences: `permission is refused (EACCES)`. */
export function whyUnread(code: string): Text {
  const words = reasons.get(code);
  return words === undefined ? asIs(code) : filled(reason, { words, code });
}

/** What was not read, and why. */
export function unreadWords(what: Said, code: string): Text {
  return filled({ en: '{what}: {why}', 'zh-CN': '{what}：{why}' }, { what, why: whyUnread(code) });
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
