import { lines } from '../../../formats/text.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { baseName } from '../paths.ts';
import { imageNamed, withVariables } from './image-name.ts';

const from = /^\s*FROM\s+(?:--[a-z]+=\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i;
const argument = /^\s*ARG\s+(\w+)=(?:"([^"]*)"|'([^']*)'|(\S*))/i;

function read(file: FileReader): AnalyzerResult {
  const packages: FoundPackage[] = [];
  const stages = new Set<string>();
  const values = new Map<string, string>();
  for (const { number, text } of lines(file.text())) {
    const line = text.slice(0, 4096);
    const [, key, ...given] = argument.exec(line) ?? [];
    // Only arguments in front of the first stage are known to FROM.
    if (key !== undefined && stages.size === 0 && packages.length === 0)
      values.set(key, given.find((value) => value !== undefined) ?? '');
    const [, reference, stage] = from.exec(line) ?? [];
    if (reference === undefined) continue;
    const named = withVariables(reference, values);
    // A stage may build on an earlier one.
    const image = stages.has(named.toLowerCase()) ? undefined : imageNamed(named, number);
    if (image !== undefined) packages.push({ ...image, relationship: 'direct' });
    stages.add((stage ?? `#${stages.size}`).toLowerCase());
  }
  return { packages };
}

function wants(path: string): boolean {
  const name = baseName(path);
  return (
    /^(?:Dockerfile|Containerfile)(?:\..+)?$/.test(name) ||
    /\.(?:dockerfile|Dockerfile)$/.test(name)
  );
}

/** The images that Dockerfiles build upon. */
export const baseImages: FileAnalyzer = {
  id: 'base-images',
  version: 1,
  type: 'docker',
  finds: 'lockfile',
  files: [
    '**/Dockerfile',
    '**/Containerfile',
    '**/Dockerfile.*',
    '**/Containerfile.*',
    '**/*.dockerfile',
    '**/*.Dockerfile',
  ],
  wants,
  read,
};
