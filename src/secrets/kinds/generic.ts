import type { Confidence, Groups, SecretContext, SecretKind } from '../contract.ts';
import { entropy } from '../entropy.ts';
import { isSecretName, wordsOf } from '../name.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';

/** A name of one of these words alone holds a credential when a value stands beside it. */
const strong: ReadonlySet<string> = new Set(
  'password passwd pword pwd passphrase secret token apikey accesskey secretkey privatekey authtoken credential credentials'.split(
    ' ',
  ),
);

/** `key` alone is the key of a map; with one of these it opens something. */
const openers: ReadonlySet<string> = new Set(
  'api access secret private signing encryption encrypt master account storage shared auth service app jwt hmac'.split(
    ' ',
  ),
);

/** Tokens of parsers and of pages. */
const innocent: ReadonlySet<string> = new Set(
  'next page csrf xsrf cancel cancellation continuation sync start end delimiter separator resume cursor tokenizer special eos bos pad partition sort foreign primary'.split(
    ' ',
  ),
);

/** Files whose lines are `name = value` and not a programming language. */
const settings =
  /(?:^|[./-])(?:env|envrc|ini|cfg|conf|cnf|properties|toml|ya?ml|dockerfile|containerfile)(?:\.[a-z0-9_-]{1,40})?$/i;

function isCredentialName(name: string): boolean {
  if (!isSecretName(name)) return false;
  const words = wordsOf(name);
  if (words.some((word) => innocent.has(word))) return false;
  if (words.some((word) => strong.has(word))) return true;
  const at = words.lastIndexOf('key');
  return at > 0 && openers.has(words[at - 1] ?? '');
}

const isPassword = (name: string): boolean =>
  wordsOf(name).some((word) => /^(?:password|passwd|pword|pwd|passphrase)$/.test(word));

/** Calls, paths of names, types, sentences: what stands right of a name in a program. */
function isCode(value: string): boolean {
  return (
    /[()[\]{};\s]|=>|::|^\$|^[&*]|^https?:|^\/|^\.{0,2}\/|^--/.test(value) ||
    /^[A-Za-z_][A-Za-z_]{0,40}(?:\.[A-Za-z_][A-Za-z0-9_]{0,40}){1,8}$/.test(value) ||
    /^(?:sha(?:1|256|384|512)[:-]|md5:|v?\d{1,5}(?:\.\d{1,5}){1,3}$|\d{4}-\d\d-\d\d)/.test(value)
  );
}

/** A word or several, in one case: `firstName`, `access_token`, `application/json`. */
function isWords(value: string): boolean {
  // Where words end is not asked of one pattern: it would try every way to part a run of letters.
  if (!/^[A-Za-z]+(?:[-_./ :][A-Za-z]+)*$/.test(value)) return false;
  const words = value.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? [];
  const count = words.reduce((sum, word) => sum + Math.ceil(word.length / 30), 0);
  return count <= 9 && entropy(value) < 3.9;
}

function judge(
  value: string,
  { name = '', quote }: Groups,
  { path = '' }: SecretContext,
): Confidence | undefined {
  if (!isCredentialName(name) || isCode(value) || value.length < 6) return undefined;
  const quoted = quote !== undefined && quote !== '';
  const setting = settings.test(path);
  if (!quoted && !setting && !/\d/.test(value)) return undefined;
  // The word of the name again, with or without a number: a manual speaking.
  if (wordsOf(name).includes(value.toLowerCase())) return undefined;
  if (isPassword(name)) {
    const enough = quoted || setting ? 2.2 : 2.8;
    return entropy(value) >= enough ? 'possible' : undefined;
  }
  if (value.length < 12 || isWords(value) || !/\d/.test(value)) return undefined;
  return entropy(value) >= 3 ? 'possible' : undefined;
}

/** What no issuer marked: a telling name beside a value that looks random. Stands last, so that every other kind goes before it. */
export const genericKinds: readonly SecretKind[] = [
  {
    id: 'generic-credential',
    title: { en: 'value beside a telling name', 'zh-CN': '疑似凭据的变量值' },
    severity: 'high',
    reference: 'https://cwe.mitre.org/data/definitions/798.html',
    keywords: [
      'passw',
      'passphrase',
      'pword',
      '_pwd',
      '-pwd',
      'pwd=',
      'pwd:',
      'secret',
      'token',
      'credential',
      '_key',
      '-key',
      'apikey',
      'accesskey',
      'authkey',
      'signingkey',
      'encryptionkey',
      'privatekey',
      'masterkey',
    ],
    caseless: true,
    before: { allowed: letters, most: 60 },
    inside: true,
    pattern:
      /(?<name>[A-Za-z0-9_-]{3,100})["'`]?[ \t]{0,8}(?:=>|:=|\?=|[=:])[ \t]{0,8}(?:(?<quote>["'`])(?<value>[^"'`\r\n]{1,256})["'`]|(?<bare>[^\s"'`,;<>&|#]{1,256}))/dy,
    confidence: 'possible',
    judge,
  },
];
