import { paragraphs } from '../../../formats/deb822.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { hasBaseName } from '../paths.ts';

const wanted: ReadonlySet<string> = new Set([
  'package',
  'version',
  'license',
  'maintainer',
  'biocviews',
]);

function read(file: FileReader): AnalyzerResult {
  const [first] = paragraphs(file.text(), wanted);
  const name = first?.fields.get('package') ?? '';
  const version = first?.fields.get('version') ?? '';
  // The name of the file is nobody's: what has other fields is not about R.
  if (!/^[A-Za-z][A-Za-z0-9.]*$/.test(name) || !/^[0-9]+([.-][0-9]+)*$/.test(version)) return {};
  const license = first?.fields.get('license');
  const maintainer = first?.fields.get('maintainer');
  return {
    packages: [
      {
        name,
        version,
        // Bioconductor asks its packages, and only those have, to name their topics.
        type: first?.fields.has('biocviews') === true ? 'bioconductor' : 'cran',
        ...(license === undefined || license === '' ? {} : { licenses: [license] }),
        ...(maintainer === undefined ? {} : { maintainer }),
      },
    ],
  };
}

/** Installed R packages: the DESCRIPTION in each one's folder ("Writing R Extensions", 1.1.1). */
export const rDescription: FileAnalyzer = {
  id: 'r-description',
  version: 1,
  type: 'cran',
  resultType: 'r-package',
  finds: 'installed',
  files: ['**/DESCRIPTION'],
  wants: (path) => hasBaseName(path, 'DESCRIPTION'),
  read,
};
