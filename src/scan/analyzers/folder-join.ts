import type { AnalyzerResult, Join, ReadFile } from './contract.ts';
import { folderOf } from './paths.ts';

/** Results by analyzer id, one file each, of one folder. */
export type FolderResults = ReadonlyMap<string, AnalyzerResult>;

/** A join of files that lie in one folder: `join` gives the results as they should be instead, under the same ids. */
export function folderJoin(
  id: string,
  analyzers: readonly string[],
  join: (results: FolderResults) => FolderResults,
): Join {
  return {
    id,
    analyzers,
    join: (files) => {
      const changed = new Map<ReadFile, AnalyzerResult>();
      for (const members of Map.groupBy(files, ({ path }) => folderOf(path)).values()) {
        if (members.length < 2) continue;
        const joined = join(new Map(members.map(({ analyzer, result }) => [analyzer, result])));
        for (const file of members) {
          const result = joined.get(file.analyzer);
          if (result !== undefined && result !== file.result) changed.set(file, result);
        }
      }
      return changed;
    },
  };
}
