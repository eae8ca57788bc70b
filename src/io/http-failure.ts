import { printable } from '../model/index.ts';
import { IoError } from './errors.ts';
import type { IoErrorCode } from './errors.ts';
import type { Text } from '../model/index.ts';

/**
 * The URL as it may be shown and logged: without user, password, query and fragment, because
 * redirect targets of blob stores carry their signature in the query.
 */
export function shownUrl(url: string): string {
  if (!URL.canParse(url)) {
    return printable(
      url
        .slice(0, 200)
        .replace(/^[^]*@/, '…@')
        .replace(/[?#][^]*$/, '?…'),
    );
  }
  const { protocol, host, pathname, search } = new URL(url);
  return printable(`${protocol}//${host}${pathname}${search === '' ? '' : '?…'}`.slice(0, 500));
}

const kinds: readonly { code: IoErrorCode; temporary: boolean; matches: RegExp }[] = [
  { code: 'HTTP_INTERRUPTED', temporary: true, matches: /^(?:ECONNRESET|EPIPE|ECONNABORTED)$/ },
  { code: 'HTTP_TIMEOUT', temporary: true, matches: /^(?:ETIMEDOUT|ESOCKETTIMEDOUT)$/ },
  { code: 'HTTP_UNREACHABLE', temporary: true, matches: /^EAI_AGAIN$/ },
  { code: 'HTTP_PROXY', temporary: false, matches: /^ERR_PROXY_/ },
  { code: 'HTTP_PROTOCOL', temporary: false, matches: /^(?:HPE_|ERR_HTTP_|Z_|ERR_BROTLI)/ },
  {
    code: 'HTTP_TLS',
    temporary: false,
    matches:
      /^(?:EPROTO|ERR_SSL_.*|ERR_TLS_.*|CERT_.*|CRL_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|ERROR_IN_CERT_.*)$/,
  },
];

/** Turns what Node threw while talking to `url` into an IoError; keeps IoErrors and LimitErrors. */
export function httpFailure(error: unknown, url: string, signal?: AbortSignal): Error {
  if (signal?.aborted === true) return interrupted(url, signal);
  if (!(error instanceof Error)) return failure('HTTP_PROTOCOL', url, error);
  if (error.name === 'IoError' || error.name === 'LimitError') return error;
  const nodeCode = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const kind = kinds.find(({ matches }) => matches.test(nodeCode));
  return failure(kind?.code ?? 'HTTP_UNREACHABLE', url, error, kind?.temporary ?? false);
}

/** The error of a request whose signal was aborted. */
export function interrupted(url: string, signal: AbortSignal): IoError {
  return new IoError(
    'IO_INTERRUPTED',
    { en: `Cannot fetch "${shownUrl(url)}": interrupted`, 'zh-CN': `下载“${shownUrl(url)}”被中断` },
    {
      cause: signal.reason,
    },
  );
}

/** What the system's codes mean to whoever waits for the answer. */
const reasons: ReadonlyMap<string, Text> = new Map([
  ['ENOTFOUND', { en: 'no host of that name is known', 'zh-CN': '没有这个名称的主机' }],
  [
    'EAI_AGAIN',
    { en: 'the name of the host cannot be looked up now', 'zh-CN': '暂时无法解析主机名' },
  ],
  ['ECONNREFUSED', { en: 'nothing listens there', 'zh-CN': '没有程序在监听' }],
  ['ECONNRESET', { en: 'the other side hung up', 'zh-CN': '对方断开了连接' }],
  ['EHOSTUNREACH', { en: 'no way leads to the host', 'zh-CN': '没有到该主机的路由' }],
  ['ENETUNREACH', { en: 'no way leads to the network', 'zh-CN': '没有到该网络的路由' }],
  ['ENOENT', { en: 'there is no such socket', 'zh-CN': '没有该套接字' }],
  ['EACCES', { en: 'permission is refused', 'zh-CN': '权限不足' }],
]);

function failure(code: IoErrorCode, url: string, cause: unknown, temporary = false): IoError {
  const said = cause instanceof Error ? cause.message : String(cause);
  const nodeCode = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const reason = reasons.get(nodeCode);
  const told = printable(said.slice(0, 300));
  const text: Text =
    reason === undefined
      ? { en: told, 'zh-CN': told }
      : { en: `${reason.en} (${nodeCode})`, 'zh-CN': `${reason['zh-CN']}（${nodeCode}）` };
  const shown = shownUrl(url);
  return new IoError(
    code,
    { en: `Cannot fetch "${shown}": ${text.en}`, 'zh-CN': `无法访问“${shown}”：${text['zh-CN']}` },
    { cause, temporary },
  );
}
