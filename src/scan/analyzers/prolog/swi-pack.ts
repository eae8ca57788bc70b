import { lines } from '../../../formats/text.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { hasBaseName } from '../paths.ts';

/** `name(hdt).`, `version('0.5.2').` */
const fact =
  /^\s*(name|version)\s*\(\s*(?:'([^'\\]+)'|"([^"\\]+)"|([a-z]\w*)|([0-9][0-9.]*))\s*\)\s*\./;

function read(file: FileReader): AnalyzerResult {
  const facts = new Map<string, string>();
  for (const { text } of lines(file.text())) {
    const [, key, ...values] = fact.exec(text.slice(0, 1000)) ?? [];
    const value = values.find((one) => one !== undefined);
    if (key !== undefined && value !== undefined && !facts.has(key)) facts.set(key, value);
  }
  const [name, version] = [facts.get('name'), facts.get('version')];
  if (name === undefined || version === undefined) return {};
  return { packages: [{ name, version, type: 'swiplpack' }] };
}

/** Installed packs of SWI-Prolog: their facts, read as lines and never run. */
export const swiPack: FileAnalyzer = {
  id: 'swi-pack',
  version: 1,
  type: 'swiplpack',
  resultType: 'swiplpack',
  finds: 'installed',
  files: ['**/pack.pl'],
  wants: (path) => hasBaseName(path, 'pack.pl'),
  read,
};
