import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { isBelow } from '../paths.ts';
import { specifiedPackage } from './deno.ts';

/** Sources that people write are far smaller; video streams, which end in `.ts` too, are larger. */
const largest = 2 * 2 ** 20;

/** Imports with a registry in them; the spaces are bounded so that no text is searched twice. */
const imports = /(?:from|import)\s{0,8}\(?\s{0,8}["']((?:npm|jsr):[^"'\s]{1,512})["']/g;

function read(file: FileReader): AnalyzerResult {
  const text = file.text();
  // Nearly every source file has none.
  if (!text.includes('npm:') && !text.includes('jsr:')) return {};
  const packages: FoundPackage[] = [];
  let line = 1;
  let counted = 0;
  for (const found of text.matchAll(imports)) {
    const one = specifiedPackage(found[1] ?? '');
    for (let at = text.indexOf('\n', counted); at !== -1 && at < found.index;) {
      line += 1;
      counted = at + 1;
      at = text.indexOf('\n', counted);
    }
    if (one !== undefined) packages.push({ ...one, lines: { startLine: line, endLine: line } });
  }
  return { packages: mergeSame(packages) };
}

/** Packages that TypeScript sources for Deno import by registry and name; such projects need no other file. */
export const denoSource: FileAnalyzer = {
  id: 'deno-source',
  version: 1,
  type: 'npm',
  resultType: 'deno',
  finds: 'lockfile',
  files: ['**/*.ts', '**/*.cts', '**/*.mts', '**/*.tsx'],
  wants: (path, { size }) =>
    size <= largest && /\.[cm]?tsx?$/.test(path) && !isBelow(path, 'node_modules'),
  read,
};
