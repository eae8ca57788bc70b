import { FormatError } from '../../../formats/errors.ts';
import { lines } from '../../../formats/text.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';

/** Fields of a `desc` or `files` file: a name between per cent signs, its values below it, then an empty line. */
function fieldsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>();
  let values: string[] | undefined;
  for (const { text: line } of lines(text)) {
    if (line === '') values = undefined;
    else if (values !== undefined) values.push(line);
    else if (line.startsWith('%') && line.endsWith('%')) {
      values = [];
      fields.set(line.slice(1, -1), values);
    }
  }
  return fields;
}

function read(file: FileReader): AnalyzerResult {
  const fields = fieldsOf(file.text());
  const first = (key: string): string | undefined => fields.get(key)?.[0];
  const name = first('NAME');
  const version = first('VERSION');
  if (name === undefined || version === undefined)
    throw new FormatError(
      'METADATA_INVALID',
      `Cannot list the package of "${file.path}": found no %NAME% or no %VERSION%`,
    );
  const arch = first('ARCH');
  const base = first('BASE');
  const maintainer = first('PACKAGER');
  const licenses = fields.get('LICENSE') ?? [];
  return {
    packages: [
      {
        name,
        version,
        type: 'alpm',
        // Packages split from one recipe have its version.
        source: { name: base ?? name, version },
        ...(arch === undefined ? {} : { arch }),
        ...(maintainer === undefined ? {} : { maintainer }),
        ...(licenses.length === 0 ? {} : { licenses }),
      },
    ],
  };
}

const database = 'var/lib/pacman/local/';

function isOf(path: string, file: string): boolean {
  if (!path.startsWith(database)) return false;
  const slash = path.indexOf('/', database.length);
  return slash !== -1 && path.slice(slash + 1) === file;
}

/** pacman's database: a folder for each installed package, `local/NAME-VERSION-RELEASE/desc`. */
export const pacman: FileAnalyzer = {
  id: 'pacman',
  version: 1,
  type: 'alpm',
  resultType: 'alpm',
  finds: 'installed',
  files: [`${database}*/desc`],
  wants: (path) => isOf(path, 'desc'),
  read,
};

/** Which files each package of pacman installed. */
export const pacmanFiles: FileAnalyzer = {
  id: 'pacman-files',
  version: 1,
  type: 'alpm',
  finds: 'installed',
  files: [`${database}*/files`],
  wants: (path) => isOf(path, 'files'),
  read: (file) => {
    // The folder is called by name, version and release; neither of the latter has a dash.
    const [, name] = /\/([^/]+)-[^-/]+-[^-/]+\/files$/.exec(file.path) ?? [];
    const paths = (fieldsOf(file.text()).get('FILES') ?? []).filter((path) => !path.endsWith('/'));
    return name === undefined ? {} : { owned: [{ package: name, paths }] };
  },
};
