import { itemSpans } from '../../../formats/json-spans.ts';
import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { jsonObjectOf } from '../json-file.ts';
import { hasBaseName } from '../paths.ts';

function read(file: FileReader): AnalyzerResult {
  const listed = listOf(jsonObjectOf(file)['Content']);
  const spans = itemSpans(file.bytes, ['Content']);
  const packages = listed.flatMap((value, index) => {
    const entry = objectOf(value);
    const name = textOf(entry['Name']);
    const version = textOf(entry['Version']);
    if (name === undefined || version === undefined) return [];
    const release = textOf(entry['Release']);
    const epoch = textOf(entry['Epoch']) ?? '0';
    const built = release === undefined ? version : `${version}-${release}`;
    const arch = textOf(entry['Architecture']);
    const lines = spans.length === listed.length ? spans[index] : undefined;
    return {
      name,
      version: epoch === '0' ? built : `${epoch}:${built}`,
      type: 'rpm',
      ...(arch === undefined ? {} : { arch }),
      ...(lines === undefined ? {} : { lines }),
    };
  });
  return { packages };
}

/** Bottlerocket's list of what it was built from; it has no package manager. */
export const bottlerocket: FileAnalyzer = {
  id: 'bottlerocket',
  version: 1,
  type: 'rpm',
  finds: 'installed',
  files: ['**/usr/share/bottlerocket/application-inventory.json'],
  wants: (path) =>
    hasBaseName(path, 'application-inventory.json') && path.includes('share/bottlerocket/'),
  read,
};
