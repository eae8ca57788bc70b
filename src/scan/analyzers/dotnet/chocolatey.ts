import { childOf, childText, parseXml } from '../../../formats/xml.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { problemsOf } from '../problems.ts';
import { longest } from './nuget-names.ts';

function read(file: FileReader): AnalyzerResult {
  const metadata = childOf(parseXml(file.text(), `"${file.path}"`), 'metadata');
  const name = childText(metadata, 'id');
  const version = childText(metadata, 'version') ?? '';
  if (name === undefined || name.length > longest || version.length > longest) {
    const text = `Cannot list the package of "${file.path}": found no id`;
    return problemsOf([{ code: 'METADATA_INVALID', text }]);
  }
  const license = childText(metadata, 'licenseUrl');
  const licenses = license === undefined || license.length > 2048 ? [] : [license];
  return {
    packages: [
      { name, version, type: 'chocolatey', ...(licenses.length === 0 ? {} : { licenses }) },
    ],
  };
}

/** Packages that Chocolatey installed on Windows; https://docs.chocolatey.org/en-us/create/create-packages. */
export const chocolatey: FileAnalyzer = {
  id: 'chocolatey',
  version: 1,
  type: 'chocolatey',
  resultType: 'chocolatey',
  finds: 'installed',
  files: ['**/ProgramData/chocolatey/lib/*/*.nuspec'],
  wants: (path) =>
    path.endsWith('.nuspec') && /(?:^|\/)ProgramData\/chocolatey\/lib\/[^/]+\/[^/]+$/.test(path),
  read,
};
