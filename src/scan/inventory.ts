import { joinGoSymbols } from '../formats/go-symbols.ts';
import { purlOf } from '../formats/purl.ts';
import type { LayerRef } from '../image/contract.ts';
import type { LayerProblem } from '../image/layer-facts.ts';
import type { MergedTree } from '../image/tree.ts';
import { distroOf, ecosystemOf, LimitError } from '../model/index.ts';
import type {
  LayerLink,
  Location,
  MarkedFile,
  OperatingSystem,
  Package,
  ReportError,
} from '../model/index.ts';
import { analyzers } from './analyzers/index.ts';
import type { FileAnalyzer, FoundPackage } from './analyzers/contract.ts';
import { markedFiles, mostMarked } from './content.ts';
import { joined } from './joined.ts';
import type { AnalyzedFile, LayerAnalysis } from './layer-analysis.ts';
import { isForeign } from './foreign.ts';
import { identifyOs, withChannels } from './os.ts';
import { byText } from '../model/order.ts';

/** All that is inside a subject, merged over its layers. */
export interface Inventory {
  readonly os: OperatingSystem | undefined;
  readonly packages: readonly Package[];
  /** Files that rules about images ask for: setuid programs, credentials in any layer. */
  readonly marked: readonly MarkedFile[];
  /** Bytes of all layers, unpacked. */
  readonly bytes: number;
  readonly errors: readonly ReportError[];
}

const analyzerById: ReadonlyMap<string, FileAnalyzer> = new Map(
  analyzers.map((analyzer) => [analyzer.id, analyzer]),
);

/** An analysed file that shows in the finished image, and the layer whose content it is. */
interface VisibleFile {
  readonly layer: number;
  readonly file: AnalyzedFile;
}

/** What an inventory is taken of. */
export interface InventorySource {
  /** Bottom layer first. */
  readonly layers: readonly LayerRef[];
  /** One for each layer. */
  readonly analyses: readonly LayerAnalysis[];
  readonly tree: MergedTree;
  /** Files that only links lead to, analysed under the links' names, with the layer they lie in. */
  readonly linked?: readonly VisibleFile[];
}

/** What a found package is completed with. */
interface Surroundings {
  readonly layers: readonly LayerRef[];
  readonly os: OperatingSystem | undefined;
  readonly origin: (file: AnalyzedFile, layer: number, found: FoundPackage) => number;
  /** purl of the OS package that installed a path. */
  readonly owners: ReadonlyMap<string, string>;
}

/**
 * Merges the analyses of all layers, bottom first: what upper layers hide is gone, each package
 * knows the layer that brought it (removed and added again counts as added again), and files that
 * a package manager installed know their owner.
 */
export function takeInventory(source: InventorySource): Inventory {
  const { layers, analyses, tree } = source;
  const index = analyses.map(({ files }) => Map.groupBy(files, ({ path }) => path));
  const visible = joined([
    ...tree.files.flatMap(({ path, layer }) =>
      (index[layer]?.get(path) ?? []).map((file): VisibleFile => ({ layer, file })),
    ),
    ...(source.linked ?? []),
  ]);
  const os = identifyOs(visible.flatMap(osStatement));
  const around = { layers, os, origin: originIn(tree, index) };
  const packages = new Map<string, Package>();
  const system = visible.filter(isSystem);
  collect(packages, system, { ...around, owners: new Map() });
  const owners = ownersOf(visible, packages.values());
  const foreign = new Set(
    [...packages.values()].filter(({ thirdParty }) => thirdParty === true).map(({ purl }) => purl),
  );
  const others = visible.filter((entry) => !isSystem(entry) && !isOwned(entry, owners, foreign));
  collect(packages, others, { ...around, owners });
  const subscribed = os?.id === 'ubuntu' && [...packages.values()].some(isProBuild);
  const problems = visible.flatMap((entry) => fileErrors(entry, layers));
  const marked = markedFiles({
    layers,
    analyses,
    tree,
    placeOf: layerPlace,
    isOwned: (file) => isPublished(file, owners, foreign),
  });
  return {
    os: os !== undefined && subscribed ? withChannels(os, ['esm']) : os,
    packages: [...packages.values()].toSorted(byIdentity),
    marked: marked.slice(0, mostMarked),
    bytes: analyses.reduce((sum, { facts }) => sum + facts.bytes, 0),
    errors: [
      ...layerErrors(layers, analyses),
      ...tree.problems.map(treeError),
      ...problems,
      ...(marked.length > mostMarked ? [tooManyMarks(marked.length)] : []),
    ],
  };
}

/** Only subscribers of Ubuntu Pro get builds named so: `7.47.0-1ubuntu2.19+esm1`, `2.23-0ubuntu11.3~esm2`. */
function isProBuild({ type, version }: Package): boolean {
  return type === 'deb' && /[+~]esm\d/.test(version);
}

/** Databases of package managers are read first: they say who owns the other files. */
function isSystem({ file }: VisibleFile): boolean {
  const analyzer = analyzerById.get(file.analyzer);
  return analyzer !== undefined && ecosystemOf(analyzer.type)?.class === 'os-pkgs';
}

/**
 * True for what the system's own package tells better. A package from elsewhere has nobody who
 * publishes advisories for it: what its files are is then worth knowing.
 */
function isOwned(
  { file }: VisibleFile,
  owners: ReadonlyMap<string, string>,
  foreign: ReadonlySet<string>,
): boolean {
  if (analyzerById.get(file.analyzer)?.yieldsToOwner !== true) return false;
  const owner = ownerOf(file.path, owners);
  return owner !== undefined && !foreign.has(owner);
}

/** A credential that a package of the system brings is everybody's; its settings may have been edited. */
function isPublished(
  file: AnalyzedFile,
  owners: ReadonlyMap<string, string>,
  foreign: ReadonlySet<string>,
): boolean {
  return !file.path.startsWith('etc/') && isOwned({ layer: 0, file }, owners, foreign);
}

function tooManyMarks(count: number): ReportError {
  const { code, message } = new LimitError('marked_files', 'files of the image', count);
  return { code, text: message };
}

/** Systems moved `bin`, `sbin` and `lib` below `usr`; lists of packages kept naming the old places. */
function ownerOf(path: string, owners: ReadonlyMap<string, string>): string | undefined {
  const moved = path.startsWith('usr/') ? path.slice('usr/'.length) : `usr/${path}`;
  return (
    owners.get(path) ??
    (/^(?:s?bin|lib\w{0,3})\//.test(path.replace(/^usr\//, '')) ? owners.get(moved) : undefined)
  );
}

function osStatement({ file }: VisibleFile): { path: string; os: Partial<OperatingSystem> }[] {
  return file.result.os === undefined ? [] : [{ path: file.path, os: file.result.os }];
}

function collect(
  packages: Map<string, Package>,
  files: readonly VisibleFile[],
  around: Surroundings,
): void {
  for (const entry of files) {
    const found = entry.file.result.packages ?? [];
    const purls = new Map(
      found.map((one) => [`${one.name}@${one.version}`, purlOfFound(one, around)]),
    );
    for (const one of found) {
      const pkg = packageOf(one, entry, { ...around, purls });
      const key = `${pkg.purl}\0${pkg.owner ?? ''}\0${pkg.version === '' ? (pkg.requirement ?? '') : ''}`;
      const known = packages.get(key);
      packages.set(key, known === undefined ? pkg : merged(known, pkg));
    }
  }
}

/** The same package told by two files: every location is kept, and what either file knows. */
function merged(first: Package, second: Package): Package {
  const dev = first.dev === true && second.dev === true;
  const { dev: _dev, qualifiers: _qualifiers, ...rest } = { ...second, ...first };
  const qualifiers = mergedQualifiers(first, second);
  return {
    ...rest,
    ...(dev ? { dev } : {}),
    ...(qualifiers === undefined ? {} : { qualifiers }),
    locations: [...first.locations, ...second.locations],
  };
}

/** What several Go programs contain of a module counts together, and is unknown when it is of one. */
function mergedQualifiers(first: Package, second: Package): Package['qualifiers'] {
  const { qualifiers: a } = first;
  const { qualifiers: b } = second;
  if (a === undefined || b === undefined || first.type !== 'golang') return a ?? b;
  // A system that only one of them is for limits nothing.
  const entries = Object.entries({ ...b, ...a }).filter(
    ([key]) => key === 'symbols' || (key !== 'goos' && key !== 'goarch') || a[key] === b[key],
  );
  const { symbols: _symbols, ...rest } = Object.fromEntries(entries);
  if (!Array.isArray(a['symbols']) || !Array.isArray(b['symbols'])) return rest;
  return { ...rest, symbols: joinGoSymbols(a['symbols'] as string[], b['symbols'] as string[]) };
}

function packageOf(
  found: FoundPackage,
  entry: VisibleFile,
  around: Surroundings & { readonly purls: ReadonlyMap<string, string> },
): Package {
  const { lines, within, purl: _purl, dependsOn, ...facts } = found;
  const { file } = entry;
  const purl = purlOfFound(found, around);
  const needs = dependsOn?.flatMap((name) => around.purls.get(name) ?? []);
  const origin = around.origin(file, entry.layer, found);
  const layer = around.layers[origin];
  const location: Location = {
    ...(layer === undefined ? {} : layerPlace(layer)),
    file: { path: within === undefined ? file.path : `${file.path}!${within}`, ...lines },
    package: { purl },
  };
  const owner = ownerOf(file.path, around.owners);
  const resultType = analyzerById.get(file.analyzer)?.resultType;
  return {
    ...facts,
    purl,
    foundBy: file.analyzer,
    ...(needs === undefined || needs.length === 0 ? {} : { dependsOn: needs }),
    ...(resultType === undefined ? {} : { resultType }),
    locations: [location],
    ...(owner === undefined ? {} : { owner }),
    ...(isForeign(found, around.os) ? { thirdParty: true } : {}),
  };
}

/** The instruction and the layer; neither for an unpacked system. */
function layerPlace(layer: LayerRef): Location {
  return {
    ...(layer.history === undefined ? {} : { history: layer.history }),
    ...(layer.bytes.kind === 'directory' && layer.diffId === undefined
      ? {}
      : { layer: layerLink(layer) }),
  };
}

function layerLink({ index, diffId, digest }: LayerRef): LayerLink {
  return {
    index,
    ...(diffId === undefined ? {} : { diffId }),
    ...(digest === undefined ? {} : { digest }),
  };
}

function purlOfFound(found: FoundPackage, { os }: Pick<Surroundings, 'os'>): string {
  return found.purl ?? purlFor(found, os);
}

function purlFor(found: FoundPackage, os: OperatingSystem | undefined): string {
  const system = ecosystemOf(found.type)?.class === 'os-pkgs';
  const distro = system ? os : undefined;
  // purl keeps an RPM's epoch apart from its version.
  const [, epoch, version = found.version] =
    found.type === 'rpm' ? (/^([0-9]+):(.*)$/s.exec(found.version) ?? []) : [];
  return purlOf({
    type: ecosystemOf(found.type)?.purlType ?? 'generic',
    name: found.name,
    version,
    ...(distro === undefined ? {} : { namespace: distroOf(distro.id)?.purlNamespace ?? distro.id }),
    qualifiers: {
      ...(found.arch === undefined || found.arch === '' ? {} : { arch: found.arch }),
      ...(distro === undefined ? {} : { distro: distroLabel(distro) }),
      ...(epoch === undefined ? {} : { epoch }),
    },
  });
}

/** `debian-12.5`, `alpine-3.18.4`, `debian-sid`. */
function distroLabel(os: OperatingSystem): string {
  const release = os.version === '' ? os.channel : os.version;
  return release === undefined ? os.id : `${os.id}-${release}`;
}

/** Tells for a package of a visible file which layer brought it. */
function originIn(
  tree: MergedTree,
  index: readonly ReadonlyMap<string, readonly AnalyzedFile[]>[],
): Surroundings['origin'] {
  return (file, layer, found) => {
    const has = (at: number): boolean => {
      const below = index[at]?.get(file.path)?.find(({ analyzer }) => analyzer === file.analyzer);
      return below !== undefined && holds(below, found);
    };
    return tree.introducedIn(file.path, has) ?? layer;
  };
}

/** Whether a file names this very package; package databases are indexed once, they hold hundreds. */
function holds(file: AnalyzedFile, found: FoundPackage): boolean {
  let known = indexes.get(file);
  if (known === undefined) {
    known = new Set((file.result.packages ?? []).map(identity));
    indexes.set(file, known);
  }
  return known.has(identity(found));
}

const indexes = new WeakMap<AnalyzedFile, Set<string>>();

function identity({ type, name, version, arch }: FoundPackage): string {
  return `${type}\0${name}\0${version}\0${arch ?? ''}`;
}

/** purl of the OS package that installed each path which another analyzer reads. */
function ownersOf(
  visible: readonly VisibleFile[],
  packages: Iterable<Package>,
): ReadonlyMap<string, string> {
  const purls = new Map<string, string>();
  for (const pkg of packages) {
    purls.set(pkg.name, pkg.purl);
    if (pkg.arch !== undefined) purls.set(`${pkg.name}:${pkg.arch}`, pkg.purl);
  }
  const owners = new Map<string, string>();
  for (const { file } of visible) {
    for (const { package: name, arch, paths } of file.result.owned ?? []) {
      const purl = purls.get(arch === undefined ? name : `${name}:${arch}`);
      if (purl !== undefined) for (const path of paths) owners.set(path, purl);
    }
  }
  return owners;
}

function layerErrors(
  layers: readonly LayerRef[],
  analyses: readonly LayerAnalysis[],
): ReportError[] {
  return analyses.flatMap(({ facts }, index) => {
    const layer = layers[index];
    return facts.problems.map(({ code, text, path }) => ({
      code,
      text,
      location: {
        ...(layer === undefined ? {} : { layer: layerLink(layer) }),
        ...(path === undefined ? {} : { file: { path } }),
      },
    }));
  });
}

/** Links that lead nowhere they may lead: in circles, or through too many others. */
function treeError({ code, text, path }: LayerProblem): ReportError {
  return { code, text, ...(path === undefined ? {} : { location: { file: { path } } }) };
}

function fileErrors({ file, layer }: VisibleFile, layers: readonly LayerRef[]): ReportError[] {
  const ref = layers[layer];
  return (file.result.problems ?? []).map(({ code, text, line }) => ({
    code,
    text,
    location: {
      ...(ref === undefined ? {} : { layer: layerLink(ref) }),
      file: { path: file.path, ...(line === undefined ? {} : { startLine: line }) },
    },
  }));
}

function byIdentity(a: Package, b: Package): number {
  return (
    byText(a.type, b.type) ||
    byText(a.name, b.name) ||
    byText(a.version, b.version) ||
    byText(a.purl, b.purl)
  );
}
