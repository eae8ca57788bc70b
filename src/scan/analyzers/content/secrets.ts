import type { FileMark } from '../../../model/index.ts';
import { LimitError } from '../../../model/index.ts';
import { findSecrets, secretFile, secretFiles } from '../../../secrets/index.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { baseName } from '../paths.ts';

/** Bytes of a file that is searched because of its name, and of one that only is a text. */
const mostNamed = 16 * 2 ** 20;
const mostText = 2 ** 20;
/** Credentials of one file that are told. */
const mostMarks = 20;

/** What others published: packages of languages, their tests and manuals, certificates of authorities. */
const published =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|gems|bower_components|__pycache__|testdata|fixtures?|__tests__|tests?|specs?|examples?|docs?)\/|^usr\/(?:share|lib(?:32|64|x32|exec)?)\/|^etc\/(?:ssl\/certs|pki\/(?:ca-trust|tls\/certs)|ca-certificates)\//;

/** Folders of the system: their texts are its packages'. */
const system =
  /^(?:usr\/(?!src\/|local\/(?:etc|app|src|tomcat|apache2)\/)|lib(?:32|64|x32|exec)?\/|s?bin\/|boot\/|proc\/|sys\/|dev\/|run\/|var\/(?:lib\/(?!www|jenkins)|cache\/)|etc\/(?:alternatives|ssl|pki|apt|dpkg|pam\.d|init\.d|systemd|fonts|java-\d+-openjdk|perl|python3?)\/|nix\/|gnu\/)/;

/** Dependencies that lie beside a program, and the bookkeeping of their managers. */
const dependencies =
  /(?:^|\/)(?:vendor|\.git|\.cargo\/(?:registry|git)|pkg\/mod|\.m2\/repository|\.gradle\/caches|\.cache|\.npm|\.yarn|locales?|i18n|dist-info)\//;

/** A key store is not opened: its name and its first bytes are all that is known. */
function keyStore({ path, bytes }: FileReader): FileMark | undefined {
  const row = secretFile(path);
  if (row?.id !== 'key-store' || /trust|cacerts/i.test(baseName(path))) return undefined;
  const [first, second] = bytes;
  const java = first === 0xfe && second === 0xed;
  const pkcs12 = first === 0x30 && (second ?? 0) >= 0x80;
  const keepass = first === 0x03 && second === 0xd9;
  return java || pkcs12 || keepass ? { kind: 'secret', what: row.id } : undefined;
}

function marksOf(file: FileReader, sure: boolean): AnalyzerResult {
  const store = keyStore(file);
  if (store !== undefined) return { marks: [store] };
  if (isBinary(file.bytes)) return {};
  const found = findSecrets(file.bytes, { path: file.path });
  const marks = found
    .filter(({ confidence }) => !sure || confidence !== 'possible')
    .map(({ kind, line, redacted }): FileMark => ({
      kind: 'secret',
      what: kind.id,
      line,
      shown: redacted,
    }));
  return { marks: marks.slice(0, mostMarks) };
}

/** A zero byte at the start, where no mark says that it is UTF-16. */
function isBinary(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return false;
  return bytes.subarray(0, 4096).includes(0);
}

/** Names that go on as somebody liked: `.env.production`, `id_rsa_backup`. Their ends tell nothing. */
function isVariant(path: string): boolean {
  const base = path.lastIndexOf('/') + 1;
  const first = path.charCodeAt(base) | 0x20;
  // A dot with this bit is a dot: nearly every name is told by its first character.
  return (first === 0x2e || first === 0x69) && variant.test(path.slice(base, base + 7));
}

const variant = /^(?:\.env\.|id_rsa.)/i;

function wantsNamed(path: string, size: number): boolean {
  return size > 0 && !published.test(path) && secretFile(path) !== undefined;
}

function readNamed(file: FileReader): AnalyzerResult {
  if (file.bytes.length > mostNamed)
    throw new LimitError('text_bytes', `"${file.path}"`, file.bytes.length);
  return marksOf(file, false);
}

/** Files that hold credentials by their name, where the content says so too. */
export const secretNames: FileAnalyzer = {
  id: 'secret-files',
  version: 1,
  type: 'os',
  finds: 'content',
  files: [
    ...secretFiles.flatMap(({ names = [], paths = [], endings = [] }) => [
      ...[...names, ...paths].map((name) => `**/${name}`),
      ...endings.map((ending) => `**/*${ending}`),
    ]),
    ...['json', 'yaml', 'yml', 'toml', 'txt', 'ini', 'properties'].map(
      (end) => `**/secrets.${end}`,
    ),
    '**/ssh_host_rsa_key',
  ],
  yieldsToOwner: true,
  trees: 'too',
  wants: (path, { size }) => wantsNamed(path, size) && !isVariant(path),
  wantsHead: () => true,
  read: readNamed,
};

/** The same for names that the dispatcher cannot tell by their end. */
export const secretVariants: FileAnalyzer = {
  ...secretNames,
  id: 'secret-variants',
  files: ['**/.env.*', '**/id_rsa*'],
  wants: (path, { size }) => isVariant(path) && wantsNamed(path, size),
};

const texts: readonly string[] = (
  'json yaml yml toml ini conf cfg cnf config properties xml env sh bash py rb php pl js mjs cjs ts go java kt cs rs ' +
  'tf tfvars sql txt log rc'
).split(' ');

/** Texts of what was put into the image beside packages. Only forms that no chance makes count. */
export const secretTexts: FileAnalyzer = {
  id: 'secret-texts',
  version: 1,
  type: 'os',
  finds: 'content',
  files: texts.map((end) => `**/*.${end}`),
  yieldsToOwner: true,
  wants: (path, { size }) =>
    size >= 20 && size <= mostText && endings.test(path) && !system.test(path) && isOwnText(path),
  wantsHead: (head) => !isBinary(head),
  read: (file) => marksOf(file, true),
};

const endings = new RegExp(String.raw`\.(?:${texts.join('|')})$`);

/** Not what others published, and not a file that its name gives to the analyzer above. */
function isOwnText(path: string): boolean {
  return !published.test(path) && !dependencies.test(path) && secretFile(path) === undefined;
}

/** What people write beside the texts of images: languages that are compiled, notebooks, recipes of builds. */
const sources: readonly string[] = (
  'cc cpp cxx hpp mm swift scala groovy gradle kts dart lua jl ex exs erl clj hs vb fs jsx tsx vue svelte html ' +
  'htm css ipynb ps1 psm1 bat cmd fish zsh ksh tpl tmpl j2 erb hcl nix bicep http plist csv'
).split(' ');
const recipes: readonly string[] = ['Dockerfile', 'Containerfile', 'Makefile', 'Jenkinsfile'];

/** The same for source trees, where folders named `lib` or `bin` are nobody's but the author's. */
export const treeTexts: FileAnalyzer = {
  ...secretTexts,
  id: 'secret-sources',
  trees: 'only',
  files: [
    ...[...texts, ...sources].map((end) => `**/*.${end}`),
    ...recipes.map((name) => `**/${name}`),
  ],
  wants: (path, { size }) =>
    size >= 20 &&
    size <= mostText &&
    sourceNames.test(path) &&
    !testNames.test(path) &&
    isOwnText(path),
};

/** Tests and stand-ins by their name: what they hold opens nothing. */
const testNames =
  /(?:^|\/)test_[^/]{1,200}$|(?:[._-](?:test|tests|spec|mock|fixture)|Tests?)\.[a-z]{1,8}$/;

const sourceNames = new RegExp(
  String.raw`\.(?:${[...texts, ...sources].join('|')})$|(?:^|/)(?:${recipes.join('|')})$`,
);
