import { posix } from 'node:path';

import { parseRequirements } from '../../../formats/requirements.ts';
import { FormatError } from '../../../formats/errors.ts';
import { limits } from '../../../model/index.ts';
import type {
  AnalyzerResult,
  FileAnalyzer,
  FileReader,
  FoundPackage,
  Join,
  ReadFile,
} from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { baseName } from '../paths.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';

function read(file: FileReader): AnalyzerResult {
  const { requirements, includes, unreadable } = parseRequirements(file.text());
  const [line] = unreadable;
  if (requirements.length === 0 && includes.length === 0 && line !== undefined) {
    const message = `Cannot read "${file.path}" at line ${line}: found no requirement`;
    throw new FormatError('LOCKFILE_INVALID', message, { line });
  }
  const packages = requirements.map(
    ({ name, version, specifier, startLine, endLine }): FoundPackage => ({
      name,
      version,
      type: 'pypi',
      relationship: 'direct',
      // An exact version says all; anything else is what was asked for, not what is there.
      ...(specifier === '' || (version !== '' && !specifier.startsWith('@'))
        ? {}
        : { requirement: specifier }),
      lines: { startLine, endLine },
    }),
  );
  const faults = unreadable.map((number): Problem => {
    const text = `Cannot read line ${number} of "${file.path}": found no requirement that pip would accept`;
    return { code: 'LOCKFILE_INVALID', text, line: number };
  });
  const inside: (readonly [name: string, path: string])[] = [];
  const outside: Problem[] = [];
  for (const name of includes) {
    const path = includedPath(file.path, name);
    if (path !== undefined) inside.push([name, path]);
    else outside.push(unread(file.path, name, 'it lies outside of what is scanned'));
  }
  // Files that their names tell are read by themselves.
  const wanted = inside.flatMap(([, path]) => (isRequirementsFile(path) ? [] : [path]));
  return {
    packages: mergeSame(packages),
    ...(wanted.length === 0
      ? {}
      : { includes: wanted.map((path) => ({ path, analyzer: 'python-requirements' })) }),
    // Told by a file of comments alone, too: it was read.
    facts: { includes: inside },
    ...problemsOf([...faults, ...outside]),
  };
}

/** Path inside the subject of a file that is included by its path from the including one; undefined outside of it. */
function includedPath(from: string, name: string): string | undefined {
  if (name.length > limits.path_bytes.value || name.startsWith('/') || name.includes('://'))
    return undefined;
  const path = posix.normalize(posix.join(posix.dirname(from), name));
  return path.startsWith('../') || path === '..' || path === '.' ? undefined : path;
}

function unread(path: string, name: string, why: string): Problem {
  const text = `Cannot follow "-r ${name.slice(0, 200)}" of "${path}": ${why}, wanted a file of the scanned folder`;
  return { code: 'LOCKFILE_INCLUDE', text };
}

/** Tells the included files that were not there: what they ask for is not known. */
export const requirementsJoin: Join = {
  id: 'python-requirements',
  analyzers: ['python-requirements'],
  join: (files) => {
    const read = new Set(files.map(({ path }) => path));
    const changed = new Map<ReadFile, AnalyzerResult>();
    for (const file of files) {
      const includes = (file.result.facts?.['includes'] ?? []) as readonly [string, string][];
      const missing = includes
        .filter(([, path]) => !read.has(path))
        .map(([name]) =>
          unread(file.path, name, 'found no file under that name that could be read'),
        );
      if (missing.length === 0) continue;
      const problems = [...(file.result.problems ?? []), ...missing];
      changed.set(file, { ...file.result, ...problemsOf(problems) });
    }
    return changed;
  },
};

/** Names under which a requirements file is read by itself; what it includes under another name is told. */
function isRequirementsFile(path: string): boolean {
  if (!path.endsWith('.txt') || !path.includes('requirements')) return false;
  return baseName(path).includes('requirements') || /(?:^|\/)requirements\/[^/]+$/.test(path);
}

/** pip's requirements files: `requirements*.txt`, `*-requirements.txt`, `requirements/*.txt`. */
export const pythonRequirements: FileAnalyzer = {
  id: 'python-requirements',
  version: 2,
  type: 'pypi',
  resultType: 'pip',
  finds: 'lockfile',
  files: ['**/*requirements*.txt', '**/requirements/*.txt'],
  wants: isRequirementsFile,
  read,
};
