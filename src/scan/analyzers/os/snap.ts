import { FormatError } from '../../../formats/errors.ts';
import { textOf, textsOf } from '../../../formats/json-values.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { yamlFileOf } from '../yaml-file.ts';

function readSnap(file: FileReader): AnalyzerResult {
  const { top } = yamlFileOf(file);
  const name = textOf(top['name']);
  const version = textOf(top['version']);
  if (name === undefined || version === undefined)
    throw new FormatError(
      'METADATA_INVALID',
      `Cannot list the snap of "${file.path}": found no name or no version`,
    );
  const [arch, ...more] = textsOf(top['architectures']);
  const single = arch === undefined || more.length > 0 ? {} : { arch };
  return { packages: [{ name, version, type: 'snap', ...single }] };
}

/** Installed snaps: `snap/NAME/REVISION/meta/snap.yaml`. */
export const snap: FileAnalyzer = {
  id: 'snap',
  version: 1,
  type: 'snap',
  finds: 'installed',
  files: ['**/snap/*/*/meta/snap.yaml'],
  wants: (path) =>
    path.endsWith('/meta/snap.yaml') &&
    /(?:^|\/)snap\/[^/]+\/(?!current\/)[^/]+\/meta\/snap\.yaml$/.test(path),
  read: readSnap,
};

/** `gcc-10-base:amd64=10.5.0-1ubuntu1`: what a snap was made of. */
function debsIn(list: readonly string[]): FoundPackage[] {
  return list.flatMap((text) => {
    const [, name, arch, version] =
      /^([^:=\s]+)(?::([^=\s]+))?=(\S+)$/.exec(text.slice(0, 500)) ?? [];
    if (name === undefined || version === undefined) return [];
    return { name, version, type: 'deb', ...(arch === undefined ? {} : { arch }) };
  });
}

/** The Debian packages of a base snap, and those that a snap was built with. */
export const snapContents: FileAnalyzer = {
  id: 'snap-contents',
  version: 1,
  type: 'deb',
  finds: 'installed',
  files: ['**/usr/share/snappy/dpkg.yaml', '**/snap/manifest.yaml'],
  wants: (path) => /(?:^|\/)(?:usr\/share\/snappy\/dpkg\.yaml|snap\/manifest\.yaml)$/.test(path),
  read: (file) => {
    const { top } = yamlFileOf(file);
    return {
      packages: debsIn([...textsOf(top['packages']), ...textsOf(top['primed-stage-packages'])]),
    };
  },
};
