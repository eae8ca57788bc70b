import { lines } from '../../../formats/text.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { imageNamed } from './image-name.ts';

const image = /^\s*(?:-\s+)?image:\s+(\S+)(?:\s+#.*|\s*)$/s;

/**
 * Line by line, because such files are as often templates, which are no YAML: an object of
 * Kubernetes says its `apiVersion` and its `kind`, and containers say `image: NAME` on a line.
 */
function read(file: FileReader): AnalyzerResult {
  const text = file.text();
  if (!/^apiVersion:/m.test(text) || !/^kind:/m.test(text)) return {};
  const packages: FoundPackage[] = [];
  for (const { number, text: line } of lines(text)) {
    const found = imageNamed(image.exec(line.slice(0, 2048))?.[1] ?? '', number);
    if (found !== undefined) packages.push({ ...found, relationship: 'direct' });
  }
  return { packages };
}

/** The images that objects of Kubernetes run. */
export const kubernetesImages: FileAnalyzer = {
  id: 'kubernetes-images',
  version: 1,
  type: 'docker',
  finds: 'lockfile',
  files: ['**/*.yaml', '**/*.yml'],
  // Lockfiles in YAML have readers of their own.
  wants: (path, { size }) =>
    size < 1_048_576 && /\.ya?ml$/.test(path) && !/-lock\.ya?ml$/.test(path),
  read,
};
