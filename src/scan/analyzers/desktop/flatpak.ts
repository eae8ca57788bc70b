import { parseXml } from '../../../formats/xml.ts';
import { FormatError } from '../../../formats/errors.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { folderOf, isBelow } from '../paths.ts';

function read(file: FileReader): AnalyzerResult {
  const root = parseXml(file.text(), `"${file.path}"`);
  const child = (name: string) => root.children.find((one) => one.name === name);
  const id = child('id')?.text ?? '';
  if (root.name !== 'component' || id === '')
    throw new FormatError(
      'METADATA_INVALID',
      `Cannot list the application of "${file.path}": found no component with an id`,
    );
  // The first release is the newest, and the one that is installed.
  const [release] = child('releases')?.children ?? [];
  const license = child('project_license')?.text ?? '';
  return {
    packages: [
      {
        name: id,
        version: release?.attributes.get('version') ?? '',
        type: 'flatpak',
        ...(license === '' ? {} : { licenses: [license] }),
      },
    ],
  };
}

/** Installed Flatpak applications: the AppStream metadata that each exports. */
export const flatpak: FileAnalyzer = {
  id: 'flatpak',
  version: 1,
  type: 'flatpak',
  finds: 'installed',
  files: ['**/flatpak/app/*/*/export/share/metainfo/*.metainfo.xml'],
  wants: (path) =>
    path.endsWith('metainfo.xml') &&
    folderOf(path).endsWith('/export/share/metainfo') &&
    isBelow(path, 'flatpak/app'),
  read,
};
