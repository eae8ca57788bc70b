import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';
import { identify } from './archive-identity.ts';
import { isZip, walkArchive } from './archive-walk.ts';
import { append } from '../../../model/append.ts';

const extensions = ['jar', 'war', 'ear', 'par', 'sar', 'nar', 'jpi', 'hpi', 'kar', 'lpkg'];

/** In one case: it is asked for every file of an image, by the end of the name. */
const namedAsArchive = new RegExp(
  `\\.(?:${extensions.join('|')}|${extensions.join('|').toUpperCase()})$`,
);

/** Names that other tools give to files of other forms: Nix archives, service archives. */
const othersToo = /\.(?:nar|sar|kar|par)$/i;

function read(file: FileReader): AnalyzerResult {
  // Placeholders of no length are common, and hold nothing.
  if (file.bytes.length === 0) return {};
  if (othersToo.test(file.path) && !isZip(file.bytes)) return {};
  const packages: FoundPackage[] = [];
  const problems: Problem[] = [];
  walkArchive(file.path, file.bytes, {
    archive: (facts) => {
      const found = identify(facts);
      append(packages, found.packages);
      append(problems, found.problems);
    },
    problem: (problem) => problems.push(problem),
  });
  return { packages, ...problemsOf(problems) };
}

/**
 * Java archives with all that is inside them: libraries of web and enterprise applications, of
 * Spring Boot programs, and libraries that were merged into others.
 */
export const javaArchive: FileAnalyzer = {
  id: 'java-archive',
  version: 1,
  type: 'maven',
  resultType: 'jar',
  finds: 'installed',
  files: extensions.flatMap((extension) => [
    `**/*.${extension}`,
    `**/*.${extension.toUpperCase()}`,
  ]),
  wants: (path) => namedAsArchive.test(path),
  read,
};
