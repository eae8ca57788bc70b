import { joined } from '../../src/scan/joined.ts';
import type { FileAnalyzer } from '../../src/scan/analyzers/contract.ts';
import { readerOf } from './packages.ts';

/** `name@version` of every package of files read together, with `-dev` for what is not shipped. */
export function toldTogether(
  analyzers: readonly FileAnalyzer[],
  files: Readonly<Record<string, string>>,
): Record<string, string[]> {
  const results = Object.entries(files).flatMap(([path, text]) =>
    analyzers
      .filter(({ wants }) => wants(path, { size: 1, mode: 0o644 }))
      .map(({ id, read }) => ({ path, analyzer: id, result: read(readerOf(path, text)) })),
  );
  return Object.fromEntries(
    joined(results.map((file) => ({ file })))
      .map(({ file }) => file)
      .map(({ path, result }) => [
        path,
        (result.packages ?? []).map(
          ({ name, version, dev }) => `${name}@${version}${dev === true ? '-dev' : ''}`,
        ),
      ]),
  );
}
