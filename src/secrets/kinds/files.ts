import type { Confidence, SecretKind } from '../contract.ts';
import { isPlaceholder } from '../placeholder.ts';

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** `user:password` in base 64, as clients of registries keep it. */
function judgeBasic(value: string): Confidence | undefined {
  const text = Buffer.from(value, 'base64').toString('latin1');
  const cut = text.indexOf(':');
  if (cut < 1 || !/^[\x20-\x7e]{3,4000}$/.test(text)) return undefined;
  return isPlaceholder(text.slice(cut + 1)) ? undefined : 'certain';
}

/** Credentials in the form that one kind of file has. */
export const fileKinds: readonly SecretKind[] = [
  {
    id: 'docker-config-auth',
    title: { en: 'login of an image registry', 'zh-CN': '镜像仓库登录凭据' },
    severity: 'high',
    reference: 'https://docs.docker.com/reference/cli/docker/login/',
    keywords: ['"auth"'],
    pattern: /"auth"[ \t]{0,4}:[ \t\r\n]{0,20}"(?<value>[A-Za-z0-9+/]{6,6000}={0,2})"/dy,
    confidence: 'certain',
    judge: judgeBasic,
  },
  {
    id: 'npmrc-auth',
    title: { en: 'login of a package registry', 'zh-CN': '软件包仓库登录凭据' },
    severity: 'high',
    reference: 'https://docs.npmjs.com/cli/configuring-npm/npmrc',
    keywords: ['_authToken', '_password', '_auth'],
    inside: true,
    pattern:
      /_(?:authToken|password|auth)[ \t]{0,4}=[ \t]{0,4}["']?(?<value>[A-Za-z0-9+/=_.-]{6,2000})/dy,
    confidence: 'likely',
    wants: (path) => /^\.?(?:npmrc|.{1,40}\.npmrc|yarnrc)$/.test(lastPart(path)),
  },
  {
    id: 'pypirc-password',
    title: { en: 'password in .pypirc', 'zh-CN': '.pypirc 中的密码' },
    severity: 'high',
    reference: 'https://packaging.python.org/specifications/pypirc/',
    keywords: ['password'],
    pattern: /password[ \t]{0,8}[=:][ \t]{0,8}(?<value>[^\s]{1,500})/dy,
    confidence: 'likely',
    wants: (path) => lastPart(path) === '.pypirc',
  },
  {
    id: 'netrc-password',
    title: { en: 'password in .netrc', 'zh-CN': '.netrc 中的密码' },
    severity: 'high',
    reference: 'https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html',
    keywords: ['machine '],
    pattern:
      /machine[ \t]{1,8}[^\s]{1,253}\s{1,20}login\s{1,8}[^\s]{1,200}\s{1,20}password\s{1,8}(?<value>[^\s]{1,500})/dy,
    confidence: 'likely',
    // `{self.password}` of a text that a program puts together.
    judge: (value) => (/^\{[\w.]{1,100}\}/.test(value) ? undefined : 'likely'),
  },
  {
    id: 'pgpass-password',
    title: { en: 'password in .pgpass', 'zh-CN': '.pgpass 中的密码' },
    severity: 'high',
    reference: 'https://www.postgresql.org/docs/current/libpq-pgpass.html',
    keywords: [':5432:', ':*:', ':6432:', ':5433:'],
    before: {
      allowed: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.*_-',
      most: 253,
    },
    pattern:
      /[A-Za-z0-9.*_-]{1,253}:(?:\d{1,5}|\*):[^:\s]{1,64}:[^:\s]{1,64}:(?<value>[^\s]{1,300})/dy,
    confidence: 'likely',
    wants: (path) => lastPart(path) === '.pgpass',
  },
  {
    id: 'htpasswd',
    title: { en: 'password hash of a web server', 'zh-CN': 'Web 服务器密码哈希' },
    severity: 'medium',
    reference: 'https://httpd.apache.org/docs/current/misc/password_encryptions.html',
    keywords: [':$apr1$', ':{SHA}', ':$2y$', ':$2a$', ':$2b$'],
    before: {
      allowed: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._@-',
      most: 100,
    },
    pattern:
      /[A-Za-z0-9._@-]{1,100}:(?<value>\$apr1\$[A-Za-z0-9./]{1,8}\$[A-Za-z0-9./]{22}|\{SHA\}[A-Za-z0-9+/]{27}=|\$2[aby]\$\d\d\$[A-Za-z0-9./]{53})(?![A-Za-z0-9./])/dy,
    confidence: 'certain',
  },
  {
    id: 'password-hash',
    title: { en: 'password hash of a system account', 'zh-CN': '系统账户密码哈希' },
    severity: 'medium',
    reference: 'https://man7.org/linux/man-pages/man5/crypt.5.html',
    keywords: [':$6$', ':$5$', ':$1$', ':$y$'],
    before: {
      allowed: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-',
      most: 32,
    },
    pattern:
      /[A-Za-z0-9._-]{1,32}:(?<value>\$6\$(?:rounds=\d{1,9}\$)?[A-Za-z0-9./]{1,16}\$[A-Za-z0-9./]{86}|\$5\$(?:rounds=\d{1,9}\$)?[A-Za-z0-9./]{1,16}\$[A-Za-z0-9./]{43}|\$1\$[A-Za-z0-9./]{1,8}\$[A-Za-z0-9./]{22}|\$y\$[A-Za-z0-9./]{1,20}\$[A-Za-z0-9./]{1,86}\$[A-Za-z0-9./]{43})(?![A-Za-z0-9./])/dy,
    confidence: 'certain',
  },
];
