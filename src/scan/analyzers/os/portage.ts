import { FormatError } from '../../../formats/errors.ts';
import { purlOf } from '../../../formats/purl.ts';
import { lines } from '../../../formats/text.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';

/** `getopt-long-2.580.0-r1`: a name, and a version as the Package Manager Specification (3.2) has it. */
const nameVersion =
  /^([A-Za-z0-9_][\w+-]*?)-([0-9]+(?:\.[0-9]+)*[a-z]?(?:_(?:alpha|beta|pre|rc|p)[0-9]*)*(?:-r[0-9]+)?)$/;
const place = /^var\/db\/pkg\/([^/]+)\/[^/]+\/(PF|CONTENTS)$/;

function read(file: FileReader): AnalyzerResult {
  const text = file.text().trim();
  const [, name, version] = nameVersion.exec(text.slice(0, 500)) ?? [];
  if (name === undefined || version === undefined)
    throw new FormatError(
      'METADATA_INVALID',
      `Cannot list the package of "${file.path}": found no name and version, wanted NAME-VERSION`,
    );
  const [, category = ''] = place.exec(file.path) ?? [];
  const type = 'ebuild';
  const full = category === '' ? name : `${category}/${name}`;
  const purl = purlOf({ type, namespace: category, name, version });
  return { packages: [{ name: full, version, type, purl }] };
}

/** Portage's database of installed packages, `var/db/pkg/CATEGORY/NAME-VERSION/PF`. */
export const portage: FileAnalyzer = {
  id: 'portage',
  version: 1,
  type: 'ebuild',
  resultType: 'portage',
  finds: 'installed',
  files: ['var/db/pkg/*/*/PF'],
  wants: (path) => path.endsWith('/PF') && place.test(path),
  read,
};

/** `obj /usr/bin/perl <md5> <time>`; paths may have spaces in them. */
const installed = /^obj (.+) [0-9a-f]{32} [0-9]+$/;

/** Which files each package of Portage installed. */
export const portageContents: FileAnalyzer = {
  id: 'portage-contents',
  version: 1,
  type: 'ebuild',
  finds: 'installed',
  files: ['var/db/pkg/*/*/CONTENTS'],
  wants: (path) => path.endsWith('/CONTENTS') && place.test(path),
  read: (file) => {
    const [, category, folder = ''] = /^var\/db\/pkg\/([^/]+)\/([^/]+)\//.exec(file.path) ?? [];
    const [, name] = nameVersion.exec(folder) ?? [];
    if (category === undefined || name === undefined) return {};
    const paths: string[] = [];
    for (const { text } of lines(file.text())) {
      const path = installed.exec(text.slice(0, 8192))?.[1];
      if (path !== undefined) paths.push(path.replace(/^\/+/, ''));
    }
    return { owned: [{ package: `${category}/${name}`, paths }] };
  },
};
