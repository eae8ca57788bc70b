import { listOf, objectOf, textOf, textsOf } from '../formats/json-values.ts';
import type { JsonObject } from '../formats/json-values.ts';
import type { FileLink, Location, Package, Relationship } from '../model/index.ts';
import { anyText, chainsOf, countOf, fileOf, layerOf, present, wordOf } from './read-values.ts';

/** What the packages of one result share. */
export interface PackageContext {
  readonly target: string;
  readonly class: string;
  readonly type: string;
  /** Layers of the image by diff id or digest, for reports that do not number them. */
  readonly layers: ReadonlyMap<string, number>;
  /** Instructions by their index in the image's history. */
  readonly history: ReadonlyMap<number, string>;
}

const relationships: readonly Relationship[] = [
  'root',
  'workspace',
  'direct',
  'indirect',
  'unknown',
];

/** `Epoch:Version-Release` of the members that start with `prefix`: what `packageObject` took apart. */
export function wholeVersion(object: JsonObject, names: readonly [string, string, string]): string {
  const [version, release, epoch] = names;
  const front = countOf(object[epoch]);
  const back = textOf(object[release]);
  const whole = anyText(object[version]) + (back === undefined ? '' : `-${back}`);
  return front === undefined ? whole : `${front}:${whole}`;
}

/** An element of `Packages`, ours or Trivy's; undefined when it has no name. */
export function packageOf(value: unknown, context: PackageContext): Package | undefined {
  const object = objectOf(value);
  const name = textOf(object['Name']);
  if (name === undefined) return undefined;
  const own = objectOf(object['Plimsoll']);
  const version = textOf(own['Version']) ?? wholeVersion(object, ['Version', 'Release', 'Epoch']);
  const purl = textOf(objectOf(object['Identifier'])['PURL']) ?? '';
  const type = textOf(own['Type']) ?? typeOf(purl, context.type);
  const relationship = textOf(object['Relationship']);
  const licenses = textsOf(object['Licenses']);
  return present<Package>({
    name,
    version,
    type,
    purl:
      purl === '' ? `pkg:${type}/${encodeURIComponent(name)}@${encodeURIComponent(version)}` : purl,
    arch: textOf(object['Arch']),
    source: sourceOf(object, own),
    licenses: licenses.length === 0 ? undefined : licenses,
    relationship:
      relationship === undefined ? undefined : wordOf(relationship, relationships, 'unknown'),
    dev: object['Dev'] === true ? true : undefined,
    optional: typeof own['Optional'] === 'boolean' ? own['Optional'] : undefined,
    dependsOn: listOf(object['DependsOn']).length === 0 ? undefined : textsOf(object['DependsOn']),
    requirement: textOf(own['Requirement']),
    foundBy: anyText(object['AnalyzedBy']),
    resultType:
      context.class === 'lang-pkgs' && context.type !== type ? textOf(context.type) : undefined,
    locations: locationsOf(object, context),
    owner: textOf(own['Owner']),
    thirdParty: typeof own['ThirdParty'] === 'boolean' ? own['ThirdParty'] : undefined,
    qualifiers: qualifiersOf(own['Qualifiers']),
    maintainer: textOf(object['Maintainer']),
    digest: textOf(object['Digest']),
  });
}

/** The purl type, which is ours except where a `Plimsoll` object says so. */
export function typeOf(purl: string, fallback: string): string {
  return /^pkg:([a-z0-9.+-]+)\//i.exec(purl)?.[1]?.toLowerCase() ?? fallback;
}

function sourceOf(object: JsonObject, own: JsonObject): Package['source'] {
  const name = textOf(object['SrcName']);
  if (name === undefined) return undefined;
  const whole = wholeVersion(object, ['SrcVersion', 'SrcRelease', 'SrcEpoch']);
  return { name, version: textOf(own['SourceVersion']) ?? whole };
}

function qualifiersOf(value: unknown): Package['qualifiers'] {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries: [string, string | readonly string[]][] = [];
  for (const [key, one] of Object.entries(objectOf(value))) {
    if (typeof one === 'string') entries.push([key, one]);
    else if (Array.isArray(one)) entries.push([key, textsOf(one)]);
  }
  return Object.fromEntries(entries);
}

/** The places of a package: ours in full or by number, Trivy's as far as its members tell. */
function locationsOf(object: JsonObject, context: PackageContext): readonly Location[] {
  const own = objectOf(object['Plimsoll']);
  const all = chainsOf(own['Everywhere']) ?? chainsOf(own['Locations']);
  if (all !== undefined) return all;
  const place = objectOf(own['Place']);
  const layer = objectOf(object['Layer']);
  const digests = textsOf([layer['DiffID'], layer['Digest']]);
  const number =
    countOf(place['Layer']) ??
    digests.map((one) => context.layers.get(one)).find((at) => at !== undefined);
  const history = countOf(place['History']);
  const location = present<Location>({
    history:
      history === undefined
        ? undefined
        : { index: history, createdBy: context.history.get(history) ?? '' },
    layer: number === undefined && digests.length === 0 ? undefined : layerOf(layer, number ?? 0),
    file: object['Plimsoll'] === undefined ? foreignFile(object, context) : fileOf(place['File']),
  });
  return Object.keys(location).length === 0 ? [] : [location];
}

/** Trivy names the lockfile by the result, and a single package's file by `FilePath`. */
function foreignFile(object: JsonObject, context: PackageContext): FileLink | undefined {
  const lockfile = context.class === 'lang-pkgs' && /[./]/.test(context.target);
  const path = textOf(object['FilePath']) ?? (lockfile ? context.target : undefined);
  const lines = objectOf(listOf(object['Locations'])[0]);
  if (path === undefined) return undefined;
  return present<FileLink>({
    path,
    startLine: countOf(lines['StartLine']),
    endLine: countOf(lines['EndLine']),
  });
}
