import type { AnalyzerResult } from './analyzers/contract.ts';
import { joins } from './analyzers/index.ts';
import type { AnalyzedFile } from './layer-analysis.ts';

/** The files of the finished subject with what their neighbours add to them. */
export function joined<Entry extends { readonly file: AnalyzedFile }>(
  files: readonly Entry[],
): readonly Entry[] {
  const changed = new Map<AnalyzedFile, AnalyzerResult>();
  for (const { analyzers, join } of joins) {
    const wanted = files
      .filter(({ file }) => analyzers.includes(file.analyzer))
      .map(({ file }) => file);
    if (wanted.length === 0) continue;
    for (const [file, result] of join(wanted)) changed.set(file, result);
  }
  if (changed.size === 0) return files;
  return files.map((entry) => {
    const result = changed.get(entry.file);
    return result === undefined ? entry : { ...entry, file: { ...entry.file, result } };
  });
}
