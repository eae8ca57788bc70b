import { readFileSync, statSync } from 'node:fs';
import type { FoundPackage, FileAnalyzer } from '../../src/scan/analyzers/contract.ts';
import { fileReader } from '../../src/scan/analyzers/file-reader.ts';
import type { AnalyzerResult, FileReader } from '../../src/scan/analyzers/contract.ts';
import { joined } from '../../src/scan/joined.ts';

/** A reader over a text or bytes that a test made. */
export function readerOf(path: string, content: string | Uint8Array): FileReader {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return fileReader(path, { size: bytes.length, mode: 0o644 }, bytes);
}

/** Runs an analyzer on a file of this machine as if it lay at `path` in a subject. */
export function analyse(analyzer: FileAnalyzer, path: string, file: string): AnalyzerResult {
  const { size, mode } = statSync(file);
  return analyzer.read(fileReader(path, { size, mode }, readFileSync(file)));
}

/** `name@version` of packages, sorted, each once: the gate of the package suites. */
export function nameVersions(
  packages: readonly Pick<FoundPackage, 'name' | 'version'>[] | undefined,
): string[] {
  const ids = new Set((packages ?? []).map(({ name, version }) => `${name}@${version}`));
  return [...ids].sort();
}

/** A file of a subject with the analyzer that reads it. */
export interface PlacedFile {
  readonly analyzer: FileAnalyzer;
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** Results of files that lie in one subject and learn from one another, in the order given. */
export function analyseTogether(files: readonly PlacedFile[]): readonly AnalyzerResult[] {
  const entries = files.map(({ analyzer, path, content }) => ({
    file: { path, analyzer: analyzer.id, result: analyzer.read(readerOf(path, content)) },
  }));
  return joined(entries).map(({ file }) => file.result);
}
