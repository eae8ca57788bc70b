import { lines } from '../../../formats/text.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';

/** `Cellar/NAME/VERSION/INSTALL_RECEIPT.json`, and the formula that was installed. */
const keg = /(?:^|\/)Cellar\/([^/]+)\/([^/]+)\/(?:INSTALL_RECEIPT\.json|\.brew\/[^/]+\.rb)$/;
/** `Caskroom/NAME/VERSION/NAME.app`, or the one file of a cask without an application. */
const cask = /(?:^|\/)Caskroom\/([^/]+)\/([^/]+)\/(?:[^/]+\.app|[^/]+\/source\.properties)$/;
const formula = /(?:^|\/)(?:\.brew\/[^/]+|Taps\/[^/]+\/[^/]+\/(?:Formula\/)?[^/]+)\.rb$/;

/** A formula is a program, of which only lines such as `version "1.2"` are read. */
function readFormula(file: FileReader): AnalyzerResult {
  const [, folder, numbered] = /\/([^/]+)\/([^/]+)\/\.brew\/[^/]+\.rb$/.exec(`/${file.path}`) ?? [];
  if (folder !== undefined && numbered !== undefined)
    return { packages: [{ name: folder, version: numbered, type: 'brew' }] };
  const facts = new Map<string, string>();
  for (const { text } of lines(file.text())) {
    const [, key, value] = /^\s*(name|version)\s+["']([^"']+)["']/.exec(text.slice(0, 500)) ?? [];
    if (key !== undefined && value !== undefined && !facts.has(key)) facts.set(key, value);
  }
  const version = facts.get('version');
  const base = /(?<![^/])([^/]+)\.rb$/.exec(file.path)?.[1] ?? '';
  // A formula of a tap is only an offer; the version in it is that of what it would install.
  if (version === undefined || base === '') return {};
  return { packages: [{ name: facts.get('name') ?? base, version, type: 'brew' }] };
}

/** What Homebrew has installed; names and versions are those of its folders. */
export const homebrew: FileAnalyzer = {
  id: 'homebrew',
  version: 1,
  type: 'brew',
  finds: 'installed',
  files: [
    '**/Cellar/*/*/INSTALL_RECEIPT.json',
    '**/Cellar/*/*/.brew/*.rb',
    '**/Caskroom/*/*/*.app',
    '**/Caskroom/*/*/*/source.properties',
    '**/Library/Taps/*/*/Formula/*.rb',
  ],
  wants: (path) =>
    keg.test(path) || cask.test(path) || /\/Taps\/[^/]+\/[^/]+\/Formula\/[^/]+\.rb$/.test(path),
  read: (file) => {
    if (formula.test(file.path)) return readFormula(file);
    const [, name, version] = keg.exec(file.path) ?? cask.exec(file.path) ?? [];
    if (name === undefined || version === undefined) return {};
    return { packages: [{ name, version, type: 'brew' }] };
  },
};
