import type { Confidence, SecretKind } from '../contract.ts';
import { percentDecoded } from '../../formats/text.ts';

const schemes: ReadonlySet<string> = new Set(
  (
    'postgres postgresql mysql mysqlx mariadb mongodb mongodb+srv redis rediss valkey amqp amqps mssql sqlserver ' +
    'oracle clickhouse cockroachdb cassandra couchbase couchdb neo4j bolt influxdb db2 snowflake nats mqtt mqtts ' +
    'kafka ldap ldaps smtp smtps imap imaps elasticsearch'
  ).split(' '),
);

/** Drivers hang their name on the scheme: `postgresql+psycopg2`, `mysql+pymysql`. */
const isDatabase = (scheme = ''): boolean =>
  schemes.has(scheme.toLowerCase()) || schemes.has(scheme.toLowerCase().replace(/\+.*/s, ''));

/** `user:password`, `user:pass`, `root:root` in manuals stand for the reader's own. */
function isManual(user: string, password: string): boolean {
  return (
    /^(?:user(?:name)?|login|usr)$/i.test(user) && /^(?:pass(?:word|wd)?|pwd|pw)$/i.test(password)
  );
}

function judged(value: string, user = '', host = ''): Confidence | undefined {
  const password = percentDecoded(value);
  if (password === '' || isManual(user, password)) return undefined;
  if (/[<>{}$%]/.test(user) || /^[<{$]/.test(password)) return undefined;
  return /(?:^|\.)example\.(?:com|org|net)$|\.(?:example|invalid|test)$/i.test(host)
    ? undefined
    : 'likely';
}

const before = {
  allowed: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.',
  most: 30,
};
const pattern =
  /(?<scheme>[A-Za-z][A-Za-z0-9+.-]{0,29}):\/\/(?<user>[^\s:@/?#"'`<>\\]{0,100}):(?<value>[^\s@/?#"'`<>\\]{1,200})@(?<host>[A-Za-z0-9_.-]{1,253}|\[[0-9a-fA-F:.]{2,60}\])/dy;

/** Addresses that carry a password. */
export const urlKinds: readonly SecretKind[] = [
  {
    id: 'database-url',
    title: {
      en: 'password in the address of a database or queue',
      'zh-CN': '数据库或消息队列地址中的密码',
    },
    severity: 'high',
    reference: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1',
    keywords: ['://'],
    before,
    pattern,
    confidence: 'likely',
    judge: (value, { scheme, user, host }) =>
      isDatabase(scheme) ? judged(value, user, host) : undefined,
  },
  {
    id: 'basic-auth-url',
    title: { en: 'password in an address', 'zh-CN': 'URL 中的密码' },
    severity: 'high',
    reference: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1',
    keywords: ['://'],
    before,
    pattern,
    confidence: 'likely',
    judge: (value, { scheme, user, host }) =>
      !isDatabase(scheme) && user !== '' ? judged(value, user, host) : undefined,
  },
];
