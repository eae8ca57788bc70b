/** Credentials that vendors print in their manuals: everybody knows them, nobody's door opens. */
const published: ReadonlySet<string> = new Set([
  'AKIAIOSFODNN7EXAMPLE',
  'AKIAI44QH8DHBEXAMPLE',
  'ASIAIOSFODNN7EXAMPLE',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY',
  // The key of Azurite and of the Azure storage emulator, the same on every machine.
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
  'C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==',
]);

/** Beginnings of published credentials that go on in several ways. */
const publishedStarts: readonly string[] = [
  // The token on the first page of jwt.io, and the one of RFC 7519.
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIi',
  'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAs',
];

/** What begins with one of these is looked up somewhere else when the program runs. */
const references: readonly RegExp[] = [
  /^\$\{[^}]{0,200}\}?$/,
  /^\$\$?[A-Za-z_][A-Za-z0-9_]{0,100}$/,
  /^\$\([^)]{0,200}\)?$/,
  /^\$\{\{.{0,200}$/,
  /^\{\{.{0,200}$/,
  /^%[A-Za-z_][A-Za-z0-9_]{0,100}%$/,
  /^%\([a-z_]{1,60}\)s$/i,
  /^#\{.{0,200}$/,
  /^\$__[a-z]{1,20}\{.{0,200}$/,
  /^<%.{0,200}$/,
  /^(?:secret)?ref\+[a-z]{1,40}:\/\//,
  /^@[A-Za-z_][A-Za-z0-9_.]{0,80}@$/,
  /^(?:process\.env|os\.environ|os\.getenv|getenv|env\(|ENV\[|System\.getenv|var\.|local\.|data\.|module\.|secrets?\.|vault:|op:\/\/|awssm:|arn:aws:|ssm:|keyring:|file:\/\/|\/run\/secrets\/)/,
];

/** Words that people write where a credential goes. */
const fillers: readonly RegExp[] = [
  /change[-_ ]?(?:me|it|this)|replace[-_ ]?(?:me|this|with)|fill[-_ ]?me|insert[-_ ]|put[-_ ]?your|(?:^|[-_ <])your[-_ ]?|my[-_ ]?(?:secret|token|key|password|api)/i,
  /place[-_ ]?holder|redacted|example|sample|dummy|fake|notreal|not[-_ ]a[-_ ]|to[-_ ]?do$|^todo|^tbd|deadbeef|foobar|lorem/i,
  /^(?:null|nil|none|undefined|true|false|yes|no|empty|default|optional|required|string|secret|token|value|string\(\)|unset|n\/a|na)$/i,
  /^<[^>]{0,200}>?$/,
  /^\[[^\]]{0,200}\]$/,
  /x{4}|\*{3}|\.{3}|_{4}|-{4}|#{4}|\?{3}|0{8}/i,
];

const runs = 'abcdefghijklmnopqrstuvwxyz0123456789012345678901234567890';

/** True when the value stands for one that comes from elsewhere: `${VAR}`, `{{ .x }}`, `%VAR%`, `vault:…`, `/run/secrets/…`. */
export function isReference(value: string): boolean {
  const text = unquoted(value);
  return references.some((pattern) => pattern.test(text));
}

/**
 * True when the value is no credential to worry about: empty, a reference, one that a vendor
 * publishes, a filler (`changeme`, `xxxx`, `<token>`), one character over and over, or a run of the
 * alphabet. A weak password (`admin`) is none of these.
 */
export function isPlaceholder(value: string): boolean {
  const text = unquoted(value);
  if (text === '' || published.has(text) || isReference(text)) return true;
  if (publishedStarts.some((start) => text.startsWith(start))) return true;
  // Longer texts are keys, certificates and tokens: they contain every short word by chance.
  const head = text.length > 120 ? '' : text;
  if (fillers.some((pattern) => pattern.test(head))) return true;
  return isMonotone(text) || (text.length >= 8 && runs.includes(text.toLowerCase()));
}

function unquoted(value: string): string {
  const text = value.trim();
  const first = text.charAt(0);
  if (text.length > 1 && (first === '"' || first === "'") && text.endsWith(first))
    return text.slice(1, -1).trim();
  return text;
}

/** At most two different characters: `00000000`, `ababab`. */
function isMonotone(text: string): boolean {
  const seen = new Set<string>();
  for (const letter of text) {
    seen.add(letter);
    if (seen.size > 2) return false;
  }
  return text.length >= 4 || seen.size === 1;
}
