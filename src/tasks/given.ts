import { goSymbol, packGoSymbols } from '../formats/go-symbols.ts';
import { parsePurl, purlOf } from '../formats/purl.ts';
import { distroOf, distros, ecosystemOf, ecosystems } from '../model/index.ts';
import type { Advisory, OperatingSystem, Package } from '../model/index.ts';
import { packageName } from '../scan/advisories/names.ts';
import type { AdvisoryDatabase } from '../scan/advisories/database.ts';
import { memoryDatabase } from '../scan/advisories/memory.ts';
import { distroNamed, packageOfPurl } from '../scan/sbom/sbom-packages.ts';

/** What may be said of a package besides what it is. */
type Details = Partial<Package> & {
  /** Functions in a Go program, by import path: `Function`, `Type.Method`, or as the linker writes them (`(*Type).Method`). Absent: unknown. */
  readonly goSymbols?: Readonly<Record<string, readonly string[]>>;
};

/**
 * A package to judge: its name, version and type, or its package URL, which tells all three. What is
 * left out is filled in as an unknown place and a plain package URL. `type` is a row of
 * docs/reference/ecosystems.md, a package URL's type, an OSV ecosystem or what other tools call it
 * (`python`, `gomodule`, `java`); of a distribution also its release (`Debian:12`).
 */
export type PackageInput =
  | (Pick<Package, 'name' | 'version' | 'type'> & Details)
  | ({ readonly purl: string } & Details);

/** What other tools call the ecosystems. */
const words: ReadonlyMap<string, string> = new Map(
  Object.entries({
    npm: 'node nodejs javascript yarn pnpm',
    pypi: 'python pip',
    golang: 'go gomod gomodule go-module',
    maven: 'java java-archive gradle jar',
    gem: 'ruby bundler',
    cargo: 'rust rust-crate',
    composer: 'php php-composer',
    nuget: 'dotnet',
    pub: 'dart dart-pub',
    hex: 'erlang elixir',
    hackage: 'haskell',
    cran: 'r r-package',
    conan: 'cpp',
    swift: 'swiftpm',
    deb: 'dpkg',
    alpm: 'pacman',
    ebuild: 'portage',
  }).flatMap(([type, names]) => names.split(' ').map((name) => [name, type] as const)),
);

/** `Debian:12`, `Alpine:v3.18`, `openSUSE:Leap 15.5` as a system; undefined for what names no release. */
function systemOfEcosystem(text: string): OperatingSystem | undefined {
  const [name = '', release] = text.slice(0, 200).split(':', 2);
  if (release === undefined) return undefined;
  // Service packs are the second number: `SUSE:Linux Enterprise Server 15 SP6` is of 15.6.
  const version = (text.slice(name.length).match(/\d+/g) ?? []).join('.');
  const own = distros.find(({ id, advisories }) => advisories({ id, version }) === text);
  if (own !== undefined) return { id: own.id, version };
  const id = distroNamed(name);
  return /^v?\d[\d.]*$/.test(release) && distroOf(id) !== undefined ? { id, version } : undefined;
}

/** Row id of the ecosystem table by any name; undefined when nobody calls a type so. */
function typeNamed(name: string): string | undefined {
  const system = systemOfEcosystem(name);
  if (system !== undefined) return distroOf(system.id)?.packageType;
  const small = name.toLowerCase();
  const known = ecosystemOf(small)?.type ?? words.get(small);
  if (known !== undefined) return known;
  return ecosystems.find(({ osv, purlType }) => osv?.toLowerCase() === small || purlType === small)
    ?.type;
}

/**
 * The package as matching wants it.
 * @throws {RangeError} for a type or package URL that is none: nobody could be asked about it.
 */
export function givenPackage(input: PackageInput, os: OperatingSystem | undefined): Package {
  const { goSymbols, ...said } = input;
  const told = said.purl === undefined ? undefined : packageOfPurl(said.purl);
  if (said.purl !== undefined && told === undefined && said.name === undefined)
    throw new RangeError(`Cannot judge "${said.purl}": found no package URL`);
  const word = said.type ?? told?.type ?? '';
  const type = typeNamed(word) ?? (said.type === undefined ? word : undefined);
  if (type === undefined || type === '')
    throw new RangeError(
      `Cannot judge a package of type "${word}": wanted one of ${ecosystems.map((row) => row.type).join(', ')}`,
    );
  const name = said.name ?? told?.name ?? '';
  const version = said.version ?? told?.version ?? '';
  const { qualifiers: own, ...rest } = { ...told, ...said };
  const qualifiers = { ...own, ...(goSymbols !== undefined && { symbols: packed(goSymbols) }) };
  return {
    foundBy: 'library',
    locations: [],
    ...rest,
    name,
    version,
    type,
    purl: said.purl ?? plainPurl({ name, version, type }, os),
    ...(Object.keys(qualifiers).length > 0 && { qualifiers }),
  };
}

function plainPurl(
  { name, version, type }: Pick<Package, 'name' | 'version' | 'type'>,
  os: OperatingSystem | undefined,
): string {
  const ecosystem = ecosystemOf(type);
  const namespace =
    ecosystem?.class === 'os-pkgs' && os !== undefined ? distroOf(os.id)?.purlNamespace : undefined;
  const purlType = ecosystem?.purlType ?? type;
  return purlOf({ type: purlType, name, version, ...(namespace !== undefined && { namespace }) });
}

function packed(all: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.entries(all).map(([path, symbols]) =>
    packGoSymbols(
      path,
      symbols.map((symbol) => goSymbol(`${path}.${symbol}`)?.symbol ?? symbol),
    ),
  );
}

/** The operating system by any name that tools have for it (`redhat`, `oraclelinux`, `amazon`). */
export function givenSystem(os: OperatingSystem): OperatingSystem {
  return { ...os, id: distroNamed(os.id) };
}

/** `pkg:deb/debian/openssl@3.0?distro=debian-12` and the type `Debian:12` name the system they belong to. */
export function systemOfPackages(packages: readonly PackageInput[]): OperatingSystem | undefined {
  for (const { purl, type = '' } of packages) {
    const named = systemOfEcosystem(type);
    if (named !== undefined) return named;
    const distro = purl === undefined ? undefined : parsePurl(purl)?.qualifiers?.['distro'];
    const found = /^([a-z][a-z_-]*?)-v?(\d[\w.]*)$/.exec((distro ?? '').slice(0, 200));
    if (found !== null) return givenSystem({ id: found[1] ?? '', version: found[2] ?? '' });
  }
  return undefined;
}

/** Advisories that the caller holds, joined by the names that packages are joined by. */
export function givenDatabase(advisories: readonly Advisory[]): AdvisoryDatabase {
  return memoryDatabase({
    advisories: advisories.map((advisory) => ({
      ...advisory,
      affected: advisory.affected.map((affected) => {
        const ecosystem = ecosystemNamed(affected.ecosystem);
        return { ...affected, ecosystem, name: packageName(ecosystem, affected.name) };
      }),
    })),
  });
}

/** `go` is `Go`, `rhel:8` what Red Hat's own records call it, `Ubuntu:22.04` the release with its support. */
function ecosystemNamed(text: string): string {
  if (!text.includes(':')) return ecosystemOf(typeNamed(text) ?? '')?.osv ?? text;
  const system = systemOfEcosystem(text);
  return (system && distroOf(system.id)?.advisories(system)) ?? text;
}
