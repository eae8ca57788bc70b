import { itemSpans } from '../../../formats/json-spans.ts';
import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { jsonObjectOf } from '../json-file.ts';

function read(file: FileReader): AnalyzerResult {
  const nodes = listOf(objectOf(jsonObjectOf(file)['spec'])['nodes']);
  const spans = itemSpans(file.bytes, ['spec', 'nodes']);
  const packages = nodes.flatMap((value, index) => {
    const entry = objectOf(value);
    const name = textOf(entry['name']);
    const version = textOf(entry['version']);
    // External packages are the system's, whose own package manager tells them.
    if (name === undefined || version === undefined || entry['external'] !== undefined) return [];
    const hash = textOf(entry['hash']);
    const lines = spans.length === nodes.length ? spans[index] : undefined;
    return {
      name,
      version,
      type: 'spack',
      ...(hash === undefined ? {} : { qualifiers: { hash } }),
      ...(lines === undefined ? {} : { lines }),
    };
  });
  return { packages };
}

/** Packages built by Spack: the specification that each keeps, with all it was built from. */
export const spack: FileAnalyzer = {
  id: 'spack',
  version: 1,
  type: 'spack',
  finds: 'installed',
  files: ['**/.spack/spec.json'],
  wants: (path) => path.endsWith('.spack/spec.json') && /(?:^|\/)\.spack\/spec\.json$/.test(path),
  read,
};
