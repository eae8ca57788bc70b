import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { baseName } from '../paths.ts';

/** `ns-14.1-36.5` in boot files and kernel names, `NS13.1 Build 59.21` elsewhere. */
const forms: readonly RegExp[] = [
  /\bns-([0-9]+\.[0-9]+-[0-9]+\.[0-9]+)\b/i,
  /#?NS([0-9]+\.[0-9]+):? Build ([0-9]+\.[0-9]+)/,
];

function wants(path: string): boolean {
  const name = baseName(path).toLowerCase();
  return (
    name === 'loader.conf' || name === 'ns.conf' || name === 'nsversion' || /^ns-.*\.gz$/.test(name)
  );
}

function read(file: FileReader): AnalyzerResult {
  // A compressed kernel tells its version by its name.
  const text = file.path.endsWith('.gz') ? baseName(file.path) : file.text().slice(0, 65_536);
  for (const form of forms) {
    const [, first, second] = form.exec(text) ?? [];
    if (first === undefined) continue;
    const version = second === undefined ? first : `${first}-${second}`;
    return { packages: [{ name: 'NetScaler', version, type: 'netscaler' }] };
  }
  return {};
}

/** NetScaler appliances, by the files that name their release. */
export const netscaler: FileAnalyzer = {
  id: 'netscaler',
  version: 1,
  type: 'netscaler',
  finds: 'installed',
  files: ['**/loader.conf', '**/ns.conf', '**/nsversion', '**/ns-*.gz'],
  wants,
  read,
};
