import { isExecutable } from '../../../formats/executable.ts';
import { goFunctionNames, readGoBuildInfo } from '../../../formats/go-buildinfo.ts';
import type { BuiltModule, GoBuildInfo } from '../../../formats/go-buildinfo.ts';
import { codesOfGoNames } from '../../../formats/go-symbols.ts';
import type {
  AnalyzerResult,
  FileAnalyzer,
  FileReader,
  FileStat,
  FoundPackage,
} from '../contract.ts';
import { programOf } from '../binary/opened.ts';
import { mayBeProgram } from '../paths.ts';
import { goModule } from './go-mod.ts';

type Qualifiers = Readonly<Record<string, string | readonly string[]>>;

function read(file: FileReader): AnalyzerResult {
  const what = `"${file.path}"`;
  const program = programOf(file);
  const info = readGoBuildInfo(program, what);
  if (info === undefined) return {};
  const names = goFunctionNames(program);
  const inside = names === undefined ? undefined : packagesByModule(codesOfGoNames(names), info);
  const platform = platformOf(info);
  const qualified = (path: string, renamed = path): { qualifiers?: Qualifiers } => {
    const symbols = inside && packed(inside.get(path), path, renamed);
    const qualifiers = { ...platform, ...(symbols === undefined ? {} : { symbols }) };
    return Object.keys(qualifiers).length === 0 ? {} : { qualifiers };
  };
  const packages: FoundPackage[] = [];
  if (info.hasModules) packages.push({ ...mainModule(info), ...withMain(qualified, info) });
  for (const built of info.dependencies) {
    const module = goModule(built, built.replacement);
    packages.push({ ...module, relationship: 'unknown', ...qualified(built.path, module.name) });
  }
  const standard: FoundPackage = {
    name: 'stdlib',
    version: releaseOf(info.goVersion),
    type: 'golang',
    relationship: 'direct',
    ...qualified(standardLibrary),
  };
  packages.push(standard);
  // The tools themselves have advisories of their own, under a module name of their own.
  if (/^cmd\/(?:go|cgo|compile|link|asm)$/.test(info.path)) {
    packages.push({ ...standard, name: 'toolchain' });
  }
  return { packages };
}

/** Module that stands for the packages of the standard library, as in the Go vulnerability database. */
const standardLibrary = 'stdlib';

/**
 * The module of the program itself. Without a version control stamp it has none: `(devel)` is no
 * version, and neither is what a linker flag may have put into a variable.
 */
function mainModule({ main, path }: GoBuildInfo): FoundPackage {
  const module: BuiltModule = main ?? { path, version: '' };
  const version = module.version === '(devel)' ? '' : module.version;
  return { name: module.path, version, type: 'golang', relationship: 'root' };
}

function withMain(
  qualified: (path: string) => { qualifiers?: Qualifiers },
  { main, path, settings }: GoBuildInfo,
): { qualifiers?: Qualifiers } {
  const { qualifiers = {} } = qualified(main?.path ?? path);
  const revision = settings.get('vcs.revision');
  const told = {
    ...qualifiers,
    ...(revision === undefined ? {} : { revision }),
    ...(settings.get('vcs.modified') === 'true' ? { modified: 'true' } : {}),
  };
  return Object.keys(told).length === 0 ? {} : { qualifiers: told };
}

function platformOf({ settings }: GoBuildInfo): Qualifiers {
  const goos = settings.get('GOOS');
  const goarch = settings.get('GOARCH');
  return { ...(goos === undefined ? {} : { goos }), ...(goarch === undefined ? {} : { goarch }) };
}

/** `go1.22.3 X:boringcrypto` is 1.22.3; of development builds nobody knows which fixes they have. */
function releaseOf(goVersion: string): string {
  return (
    /^go([0-9]+\.[0-9]+(?:\.[0-9]+)?(?:(?:rc|beta)[0-9]+)?)(?:[ -].*)?$/.exec(goVersion)?.[1] ?? ''
  );
}

/** Packed functions by import path. */
type Packages = ReadonlyMap<string, string>;

/** Packages with their functions by the module that they belong to: the longest path that leads to it. */
function packagesByModule(all: Packages, info: GoBuildInfo): ReadonlyMap<string, Packages> {
  const modules = new Set([
    ...info.dependencies.map(({ path }) => path),
    ...(info.main === undefined ? [] : [info.main.path]),
  ]);
  const found = new Map<string, Map<string, string>>();
  for (const [symbolPath, codes] of all) {
    const path = symbolPath === 'main' ? info.path : symbolPath;
    const module = moduleOf(path, modules);
    const packages = found.get(module) ?? new Map<string, string>();
    found.set(module, packages.set(path, codes));
  }
  return found;
}

function moduleOf(path: string, modules: ReadonlySet<string>): string {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    if (modules.has(at)) return at;
  }
  // Import paths of the standard library have no dot in their first part.
  const [first = ''] = path.split('/', 1);
  return first.includes('.') ? '' : standardLibrary;
}

/** A replaced module keeps its import paths in the program; advisories name those of the module that took its place. */
function packed(packages: Packages | undefined, path: string, renamed: string): string[] {
  return [...(packages ?? [])]
    .map(([own, codes]) => {
      const under = path === renamed ? own : `${renamed}${own.slice(path.length)}`;
      return `${under}#${codes}`;
    })
    .sort();
}

/** Every program up to this size is looked at. */
const largest = 64 * 2 ** 20;
/** The note with which Go's linker marks a program: its type, then whose it is. It lies in the first page. */
const goNote: Buffer = Buffer.from('\u0004\0\0\0Go\0\0', 'latin1');

/**
 * Of large programs only those that bear Go's mark: libraries for machine learning reach gigabytes,
 * and each would be one more file that was over the limit of what is held.
 */
function wantsHead(head: Uint8Array, _path: string, { size }: FileStat): boolean {
  if (!isExecutable(head)) return false;
  return size <= largest || Buffer.from(head.buffer, head.byteOffset, head.length).includes(goNote);
}

/** Modules that were built into Go programs, with the packages and functions of each that are there. */
export const goBinary: FileAnalyzer = {
  id: 'go-binary',
  version: 2,
  type: 'golang',
  resultType: 'gobinary',
  finds: 'installed',
  files: ['**'],
  wants: mayBeProgram,
  wantsHead,
  skipsCode: true,
  read,
};
