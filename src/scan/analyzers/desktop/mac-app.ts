import { plistTexts } from '../../../formats/plist.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';

function read(file: FileReader): AnalyzerResult {
  const texts = plistTexts(file.bytes, `"${file.path}"`);
  const folder = /(?<![^/])([^/]+)\.app\/Contents\/Info\.plist$/.exec(file.path)?.[1];
  const name = texts.get('CFBundleName') ?? texts.get('CFBundleDisplayName') ?? folder;
  if (name === undefined || name === '') return {};
  const id = texts.get('CFBundleIdentifier');
  return {
    packages: [
      {
        name,
        version: texts.get('CFBundleShortVersionString') ?? '',
        type: 'mac-app',
        ...(id === undefined ? {} : { qualifiers: { bundle: id } }),
      },
    ],
  };
}

/** Applications of macOS, by the property list in each bundle. */
export const macApp: FileAnalyzer = {
  id: 'mac-app',
  version: 1,
  type: 'mac-app',
  finds: 'installed',
  files: ['Applications/*.app/Contents/Info.plist'],
  wants: (path) =>
    path.startsWith('Applications/') &&
    /^Applications\/[^/]*\.app\/Contents\/Info\.plist$/.test(path),
  read,
};
