import { itemSpans } from '../../../formats/json-spans.ts';
import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { jsonObjectOf } from '../json-file.ts';
import { hasBaseName } from '../paths.ts';

/** `https://github.com/apple/swift-nio.git` and `git@github.com:apple/swift-nio` are both `github.com/apple/swift-nio`. */
function nameOf(url: string): string {
  const plain = url
    .slice(0, 2048)
    .replace(/^[a-z+]+:\/\//, '')
    .replace(/^[^@/]*@/, '')
    .replace(/^([^/:]+):(?![0-9]+\/)/, '$1/');
  return plain.replace(/(?<!\/)\/+$/, '').replace(/\.git$/, '');
}

function packageOf(pin: JsonObject): FoundPackage | undefined {
  const state = objectOf(pin['state']);
  const url = textOf(pin['location']) ?? textOf(pin['repositoryURL']);
  const name = url === undefined ? textOf(pin['identity']) : nameOf(url);
  if (name === undefined || name === '') return undefined;
  const commit = textOf(state['revision']);
  return {
    name,
    version: textOf(state['version']) ?? '',
    type: 'swift',
    ...(commit === undefined ? {} : { qualifiers: { commit } }),
  };
}

function read(file: FileReader): AnalyzerResult {
  const document = jsonObjectOf(file);
  // Version 1 has one object more around the pins.
  const path = document['object'] === undefined ? ['pins'] : ['object', 'pins'];
  const pins = listOf(path.length === 1 ? document['pins'] : objectOf(document['object'])['pins']);
  const spans = itemSpans(file.bytes, path);
  const packages = pins.flatMap((pin, index) => {
    const found = packageOf(objectOf(pin));
    const lines = spans.length === pins.length ? spans[index] : undefined;
    return found === undefined ? [] : { ...found, ...(lines === undefined ? {} : { lines }) };
  });
  return { packages };
}

/** The lockfile of Swift's package manager, versions 1 to 3. */
export const packageResolved: FileAnalyzer = {
  id: 'package-resolved',
  version: 1,
  type: 'swift',
  resultType: 'swift',
  finds: 'lockfile',
  files: ['**/Package.resolved'],
  wants: (path) => hasBaseName(path, 'Package.resolved'),
  read,
};
