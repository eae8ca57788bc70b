import { textOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { lines } from '../../../formats/text.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { jsonObjectOf } from '../json-file.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import { yamlFileOf } from '../yaml-file.ts';

function licensesOf(meta: JsonObject): string[] {
  const one = textOf(meta['license']);
  const listed = one === undefined ? textsOf(meta['license']) : [one];
  return listed.filter((license) => license !== 'unknown');
}

function readMeta(file: FileReader): AnalyzerResult {
  const meta = file.path.endsWith('.json') ? jsonObjectOf(file) : yamlFileOf(file).top;
  const name = textOf(meta['name']);
  const number = meta['version'];
  // A JSON number has lost its trailing zeros, but it is all there is.
  const version = typeof number === 'number' ? String(number) : textOf(number);
  if (name === undefined || version === undefined) {
    const text = `Cannot list the Perl distribution of "${file.path}": found no name or no version`;
    return problemsOf([{ code: 'METADATA_INVALID', text }]);
  }
  const licenses = licensesOf(meta);
  const licensed = licenses.length === 0 ? {} : { licenses };
  return { packages: [{ name, version, type: 'cpan', ...licensed }] };
}

/** Folders of unpacked distributions (cpanm, cpan), and what cpanm keeps of the installed ones. */
const places =
  /(?:^|\/)(?:\.cpanm\/[^/]+\/[^/]+\/[^/]+|\.cpan\/build\/[^/]+)\/META\.(?:json|yml)$|\/\.meta\/[^/]+\/MYMETA\.json$/;

/** Installed Perl distributions; https://metacpan.org/pod/CPAN::Meta::Spec. */
export const cpanMeta: FileAnalyzer = {
  id: 'cpan-meta',
  version: 1,
  type: 'cpan',
  resultType: 'cpan',
  finds: 'installed',
  files: [
    '**/.cpanm/*/*/*/META.json',
    '**/.cpanm/*/*/*/META.yml',
    '**/.cpan/build/*/META.json',
    '**/.cpan/build/*/META.yml',
    '**/.meta/*/MYMETA.json',
  ],
  wants: (path) => path.includes('META.') && places.test(path),
  read: readMeta,
};

/** `  Class-Inspector-1.36`: a distribution stands two spaces in, what belongs to it further. */
const distribution = /^ {2}(\S+)-(v?[0-9][0-9A-Za-z._]*)$/;

function readSnapshot(file: FileReader): AnalyzerResult {
  const packages: FoundPackage[] = [];
  for (const { number, text } of lines(file.text())) {
    const [, name, version] = distribution.exec(text.slice(0, 1000)) ?? [];
    if (name === undefined || version === undefined) continue;
    packages.push({ name, version, type: 'cpan', lines: { startLine: number } });
  }
  return { packages: mergeSame(packages) };
}

/** Carton's lockfile. */
export const cpanSnapshot: FileAnalyzer = {
  id: 'cpan-snapshot',
  version: 1,
  type: 'cpan',
  resultType: 'carton',
  finds: 'lockfile',
  files: ['**/cpanfile.snapshot'],
  wants: (path) => hasBaseName(path, 'cpanfile.snapshot'),
  read: readSnapshot,
};
