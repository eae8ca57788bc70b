/** Words at the end of a name that say that its value opens something. */
const words =
  /(?:^|[_.-])(?:PASS|PASSWD|PASSWORD|PASSPHRASE|PWD|SECRET|SECRETS|TOKEN|APIKEY|API_KEY|ACCESS_KEY|SECRET_KEY|PRIVATE_KEY|ENCRYPTION_KEY|AUTH_KEY|CREDENTIAL|CREDENTIALS)$/i;

/** Names that end so but hold a place, a switch or a public value. */
const exempt =
  /(?:^|_)(?:PUBLIC|OLDPWD|PWD)(?:_|$)|^PWD$|_(?:FILE|PATH|NAME|URL|TTL|LENGTH|ENABLED)$|^SSH_ASKPASS$/i;

/** Forms of values that are credentials whatever the name: each is fixed by its issuer. */
const forms: readonly { readonly name: string; readonly form: RegExp }[] = [
  { name: 'AWS access key', form: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { name: 'GitHub token', form: /\b(?:gh[opsru]_[A-Za-z0-9]{36}|github_pat_\w{60,90})\b/ },
  { name: 'GitLab token', form: /\bglpat-[\w-]{20}/ },
  { name: 'Slack token', form: /\bxox[abprs]-[A-Za-z0-9-]{10,}/ },
  { name: 'Stripe key', form: /\b[rs]k_live_[A-Za-z0-9]{20,}/ },
  { name: 'Google API key', form: /\bAIza[\w-]{35}/ },
  { name: 'npm token', form: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { name: 'private key', form: /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/ },
  {
    name: 'password in an address',
    form: /\b[a-z][a-z0-9+]{1,15}:\/\/[^\s:/@]{1,64}:[^\s@/$]{3,128}@/,
  },
];

/** Whether a variable's name says that it holds a credential, and its value is one rather than a reference. */
export function credentialName(name: string, value: string): boolean {
  if (!words.test(name) || exempt.test(name)) return false;
  return value.length > 0 && !/^(?:\$\{?\w|\/|<|true$|false$|\*+$)/i.test(value);
}

/** What kind of credential a value is by its own form; undefined for any other text. */
export function credentialValue(value: string): string | undefined {
  return forms.find(({ form }) => form.test(value))?.name;
}
