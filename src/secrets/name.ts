/**
 * Words that say "credential". The list and the rule that a whole word must match are BuildKit's
 * (check `SecretsUsedInArgOrEnv`); tools that look for parts of words take PASSENGER, KEYBOARD and
 * MONKEY for credentials.
 */
const telling: ReadonlySet<string> = new Set([
  'apikey',
  'auth',
  'credential',
  'credentials',
  'key',
  'password',
  'passwd',
  'pword',
  'secret',
  'token',
  // Not in BuildKit's list, and as plain as those.
  'accesskey',
  'passphrase',
  'privatekey',
  'pwd',
  'secretkey',
  'authtoken',
]);

/** Words that take it back wherever they stand: what is public, or a fingerprint of it. */
const harmless: ReadonlySet<string> = new Set([
  'public',
  'pub',
  'gpg',
  'pgp',
  'fingerprint',
  'keyring',
]);

/** Words that take it back at the end: the name is about the credential, its value is not the credential. */
const about: ReadonlySet<string> = new Set(
  (
    'algo algorithm alg audience backend check class complexity count dir directory disabled domain driver duration enabled encryption ' +
    'endpoint env expiration expires expiry field file filename folder format hash hashing header host id ids interval ' +
    'issuer length lifetime location manager max method min mode name names path plugin policy port prefix ' +
    'provider realm ref required rotation scope scopes server service size store strength timeout ttl type uri url user ' +
    'username validity var version'
  ).split(' '),
);

/**
 * True when a variable, argument, field or file of this name is expected to hold a credential.
 * Words are parted by `_`, `-`, `.`, `/`, spaces and by a capital after a small letter, so that
 * `DB_PASSWORD`, `db-password` and `dbPassword` say the same. `PUBLIC_KEY`, `GPG_KEY`,
 * `PASSWORD_FILE` and `TOKEN_TTL` do not hold one.
 */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  if (!words.some((word) => telling.has(word))) return false;
  return !words.some((word) => harmless.has(word)) && !about.has(words.at(-1) ?? '');
}

/** Words of a name in small letters, of the first 200 characters. */
export function wordsOf(name: string): readonly string[] {
  return name
    .slice(0, 200)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]/)
    .filter((word) => word !== '');
}
