import { purlOf } from '../../../formats/purl.ts';
import type { FileAnalyzer, FoundPackage } from '../contract.ts';
import { programsNamed } from './file-names.ts';
import { productNames } from './product-names.ts';
import type { Program } from './program.ts';
import { programs } from './programs.ts';
import { ProgramSearch } from './search.ts';
import type { Sighting } from './search.ts';

/** Names of small texts that stand for a program. */
const texts =
  /(?:^|\/)(?:VERSION(?:\.cache)?|application\.ini|elixir|elixir\.app|wp|wp-cli\.phar)$/;
/** ELF, PE, and the four forms of Mach-O. */
const magics: readonly string[] = [
  '\x7fELF',
  'MZ',
  '\xfe\xed\xfa\xce',
  '\xfe\xed\xfa\xcf',
  '\xce\xfa\xed\xfe',
  '\xcf\xfa\xed\xfe',
  '\xca\xfe\xba\xbe',
];

/**
 * Programs that no package manager installed, by file name and by what their bytes say of their
 * version. Files that a package of the system owns are that package's.
 */
export const executable: FileAnalyzer = {
  id: 'program',
  version: 3,
  type: 'generic',
  resultType: 'binary',
  finds: 'installed',
  files: [...new Set(programs.flatMap(({ files }) => files.map((name) => `**/${name}`)))].sort(),
  wants: (path) => programsNamed(path).length > 0,
  wantsHead: (head, path, stat) => {
    if (texts.test(path)) return true;
    const start = Buffer.from(head.subarray(0, 4)).toString('latin1');
    // An excerpt of a program: all of it is here, so that looking costs nothing. Scripts only call one.
    if (stat.size <= head.length && stat.size > 0) return !start.startsWith('#!');
    return magics.some((magic) => start.startsWith(magic));
  },
  yieldsToOwner: true,
  read: (file) => {
    const search = new ProgramSearch(programsNamed(file.path));
    search.push(file.bytes);
    return { packages: search.finish().map(packageOf) };
  },
  search: (path) => {
    const search = new ProgramSearch(programsNamed(path));
    return {
      push: (piece) => search.push(piece),
      finish: () => ({ packages: search.finish().map(packageOf) }),
    };
  },
};

/** One program as a package. */
export function packageOf({ program, version }: Sighting): FoundPackage {
  const { name } = program;
  const cpes = productNames(program, version);
  return {
    name,
    version,
    type: 'generic',
    purl: purlFor(program, version),
    ...(cpes.length === 0 ? {} : { cpes }),
  };
}

function purlFor({ name, purl = `generic/${name}` }: Program, version: string): string {
  const [type = '', ...rest] = purl.split('/');
  const last = rest.pop() ?? name;
  return purlOf({
    type,
    name: last,
    ...(rest.length === 0 ? {} : { namespace: rest.join('/') }),
    ...(version === '' ? {} : { version }),
  });
}
