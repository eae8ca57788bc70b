import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AnalyzerResult, ReadFile } from '../../src/scan/analyzers/contract.ts';
import { fileReader } from '../../src/scan/analyzers/file-reader.ts';
import { analyzers, joins } from '../../src/scan/analyzers/index.ts';
import { errorCode, errorText } from '../../src/model/index.ts';

/** What the files of a source tree say together, by path: every lockfile analyzer, then every join. */
export function readProject(
  files: Readonly<Record<string, string | Uint8Array>>,
): Map<string, AnalyzerResult> {
  const read = Object.entries(files).flatMap(([path, content]) => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const stat = { size: bytes.length, mode: 0o644 };
    return analyzers
      .filter((one) => one.finds === 'lockfile' && one.wants(path, stat))
      .map((one): ReadFile => {
        try {
          const result = one.read(fileReader(path, stat, bytes));
          return { path, analyzer: one.id, result };
        } catch (error) {
          const problems = [{ code: errorCode(error), text: errorText(error) }];
          return { path, analyzer: one.id, result: { problems } };
        }
      });
  });
  const changed = new Map<ReadFile, AnalyzerResult>();
  for (const { analyzers: ids, join: joined } of joins) {
    const wanted = read.filter(({ analyzer }) => ids.includes(analyzer));
    for (const [file, result] of joined(wanted)) changed.set(file, result);
  }
  return new Map(read.map((file) => [file.path, changed.get(file) ?? file.result]));
}

/** The files of a folder of this machine, for `readProject`. */
export function projectFiles(folder: string): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = Object.create(null) as Record<string, Uint8Array>;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files[path.slice(folder.length + 1)] = readFileSync(path);
  }
  return files;
}
