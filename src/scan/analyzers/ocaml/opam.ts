import { lines } from '../../../formats/text.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';
import { mergeSame } from '../merge.ts';
import { hasBaseName } from '../paths.ts';
import { append } from '../../../model/append.ts';

/** `dune.3.7.2`: names have no dot in them. */
const entry = /^([A-Za-z0-9_+-]+)\.([0-9A-Za-z~+._-]+)$/;

function packageOf(text: string, startLine: number): FoundPackage[] {
  const [, name, version] = entry.exec(text.slice(0, 500)) ?? [];
  if (name === undefined || version === undefined) return [];
  return [{ name, version, type: 'opam', lines: { startLine } }];
}

/** opam 2: `installed: [ "dune.3.7.2" … ]` beside other lists; what was asked for is in `roots`. */
function readState(text: string): AnalyzerResult {
  const packages: FoundPackage[] = [];
  const roots = new Set<string>();
  let list = '';
  for (const { number, text: line } of lines(text)) {
    const [, named] = /^([a-z-]+):/.exec(line) ?? [];
    if (named !== undefined) list = named;
    for (const [, quoted = ''] of line.matchAll(/"([^"]*)"/g)) {
      if (list === 'installed') append(packages, packageOf(quoted, number));
      if (list === 'roots') roots.add(quoted);
    }
    if (line.includes(']')) list = '';
  }
  return {
    packages: mergeSame(packages).map((one) => ({
      ...one,
      relationship: roots.has(`${one.name}.${one.version}`) ? 'direct' : 'indirect',
    })),
  };
}

/** opam 1: one package a line, and comments. */
function readList(text: string): AnalyzerResult {
  const packages: FoundPackage[] = [];
  for (const { number, text: line } of lines(text)) {
    const [word = ''] = (line.split('#', 1)[0] ?? '').trim().split(/\s/, 1);
    append(packages, packageOf(word, number));
  }
  return { packages: mergeSame(packages) };
}

/** What opam has installed in a switch. */
export const opamSwitch: FileAnalyzer = {
  id: 'opam-switch',
  version: 1,
  type: 'opam',
  resultType: 'opam',
  finds: 'installed',
  files: ['**/.opam-switch/switch-state', '**/.opam/*/installed'],
  wants: (path) =>
    path.endsWith('.opam-switch/switch-state') || /(?:^|\/)\.opam\/[^/]+\/installed$/.test(path),
  read: (file) =>
    hasBaseName(file.path, 'switch-state') ? readState(file.text()) : readList(file.text()),
};

/** `depends: [ "dune" {= "3.7.2"} "ounit" {= "2.2" & with-test} ]`. */
function readLocked(file: FileReader): AnalyzerResult {
  const packages: FoundPackage[] = [];
  let inside = false;
  for (const { number, text } of lines(file.text())) {
    if (/^[a-z-]+:/.test(text)) inside = text.startsWith('depends:');
    if (!inside) continue;
    for (const [whole, name = '', version = '', rest = ''] of text.matchAll(
      /"([A-Za-z0-9_+-]+)"\s*\{\s*=\s*"([^"\s]+)"([^}]*)\}?/g,
    )) {
      if (!whole.endsWith('}')) continue;
      const dev = /with-(?:test|doc|dev-setup)/.test(rest);
      const facts = { type: 'opam', lines: { startLine: number }, ...(dev ? { dev } : {}) };
      packages.push({ name, version, ...facts });
    }
  }
  return { packages: mergeSame(packages) };
}

/** Lockfiles of `opam lock`. */
export const opamLocked: FileAnalyzer = {
  id: 'opam-locked',
  version: 1,
  type: 'opam',
  resultType: 'opam',
  finds: 'lockfile',
  files: ['**/*.opam.locked'],
  wants: (path) => path.endsWith('opam.locked'),
  read: readLocked,
};
