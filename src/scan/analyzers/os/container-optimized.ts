import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { jsonObjectOf } from '../json-file.ts';

const path = 'etc/cos-package-info.json';

function read(file: FileReader): AnalyzerResult {
  const packages = listOf(jsonObjectOf(file)['installedPackages']).flatMap((value) => {
    const entry = objectOf(value);
    const name = textOf(entry['name']);
    const version = textOf(entry['version']);
    const ebuild = textOf(entry['ebuild_version']);
    const category = textOf(entry['category']);
    if (name === undefined || version === undefined) return [];
    const qualifiers = {
      ...(category === undefined ? {} : { category }),
      ...(ebuild === undefined ? {} : { ebuild_version: ebuild }),
    };
    return { name, version, type: 'cos', qualifiers };
  });
  return { packages };
}

/** Google's Container-Optimized OS: a list of its Gentoo packages, numbered by the system's own release. */
export const containerOptimized: FileAnalyzer = {
  id: 'container-optimized-os',
  version: 1,
  type: 'cos',
  finds: 'installed',
  files: [path],
  wants: (other) => other === path,
  read,
};
