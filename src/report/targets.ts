import type {
  Coverage,
  Finding,
  Location,
  OperatingSystem,
  Package,
  Report,
} from '../model/index.ts';
import { distroOf, ecosystemOf } from '../model/index.ts';
import { placeOf } from './fingerprint.ts';
import { byKeys } from '../model/order.ts';
import { percentDecoded } from '../formats/text.ts';

/** What a target holds; Trivy's words. */
export type TargetClass = 'os-pkgs' | 'lang-pkgs' | 'config' | 'secret' | 'license' | 'custom';

/** Something that stands at one of its places here; `everywhere` has all of them when they are several. */
export type Spread<Item> = Item & { readonly everywhere?: readonly Location[] };

/** Packages of one origin with the findings about them: a result of Trivy's JSON, a section of the table. */
export interface Target {
  /** Name as shown: the subject with its system, a lockfile's path, or a word for scattered packages. */
  readonly name: string;
  readonly class: TargetClass;
  /** `debian`, `npm`, `node-pkg`, `dockerfile` …; empty when there is none. */
  readonly type: string;
  readonly packages: readonly Spread<Package>[];
  readonly findings: readonly Spread<Finding>[];
  readonly suppressed: readonly Spread<Finding>[];
  /** The rows of the report's coverage that answer for these packages. */
  readonly coverage: readonly Coverage[];
}

/** Result types whose packages lie scattered and are shown under one word instead of one file each. */
const scattered: ReadonlyMap<string, string> = new Map([
  ['node-pkg', 'Node.js'],
  ['python-pkg', 'Python'],
  ['gemspec', 'Ruby'],
  ['jar', 'Java'],
  ['conda-pkg', 'Conda'],
]);

/** Class and place in the order of targets, by the kind of the finding. */
const classOf: Readonly<Record<Finding['kind'], TargetClass>> = {
  vulnerability: 'lang-pkgs',
  malware: 'lang-pkgs',
  misconfiguration: 'config',
  secret: 'secret',
  licence: 'license',
  trust: 'custom',
  behaviour: 'custom',
  'end-of-life': 'custom',
};

const classOrder: readonly TargetClass[] = [
  'os-pkgs',
  'lang-pkgs',
  'config',
  'secret',
  'license',
  'custom',
];

interface Draft {
  readonly name: string;
  readonly class: TargetClass;
  readonly type: string;
  readonly packages: Spread<Package>[];
  readonly findings: Spread<Finding>[];
  readonly suppressed: Spread<Finding>[];
}

/** The report's packages and findings by target: operating system first, then by name. */
export function targetsOf(report: Report): readonly Target[] {
  const drafts = new Map<string, Draft>();
  const draftOf = (key: TargetKey): Draft => {
    const id = JSON.stringify([key.class, key.type, key.name]);
    const known = drafts.get(id);
    if (known !== undefined) return known;
    const fresh: Draft = { ...key, packages: [], findings: [], suppressed: [] };
    drafts.set(id, fresh);
    return fresh;
  };
  if (report.os !== undefined) draftOf(osTarget(report));
  for (const item of report.packages) {
    for (const one of spread(item, item.type)) {
      draftOf(packageTarget(report, one)).packages.push(one);
    }
  }
  const index = packageIndex(report);
  const sort = (finding: Finding, list: 'findings' | 'suppressed'): void => {
    const type = finding.package === undefined ? undefined : index(finding).type;
    for (const one of type === undefined ? [finding] : spread(finding, type)) {
      draftOf(findingTarget(report, one, index))[list].push(one);
    }
  };
  for (const finding of report.findings) sort(finding, 'findings');
  for (const finding of report.suppressed) sort(finding, 'suppressed');
  return [...drafts.values()]
    .map((draft) => ({ ...draft, coverage: coverageOf(report, draft) }))
    .sort(
      byKeys(
        (target) => classOrder.indexOf(target.class),
        (target) => target.name,
        (target) => target.type,
      ),
    );
}

/**
 * A language package told by several files stands under each of them, because each has to be
 * mended. The package database of an operating system is one place, however often it is told.
 */
function spread<Item extends { readonly locations: readonly Location[] }>(
  item: Item,
  type: string,
): readonly Spread<Item>[] {
  if (item.locations.length < 2 || ecosystemOf(type)?.class === 'os-pkgs') return [item];
  const byPlace = new Map<string, Location>();
  for (const location of item.locations) {
    const place = placeOf(location);
    if (!byPlace.has(place)) byPlace.set(place, location);
  }
  return [...byPlace.values()].map((location) => ({
    ...item,
    locations: [location],
    everywhere: item.locations,
  }));
}

type TargetKey = Pick<Draft, 'name' | 'class' | 'type'>;

function coverageOf(report: Report, draft: Draft): readonly Coverage[] {
  const first = draft.packages[0];
  const names: (string | undefined)[] = [];
  if (draft.class === 'os-pkgs' && report.os !== undefined) {
    names.push(distroOf(report.os.id)?.advisories(report.os), report.os.id);
  } else if (draft.class === 'lang-pkgs' && first !== undefined) {
    names.push(ecosystemOf(first.type)?.osv, first.type);
  }
  return report.coverage.filter((row) => names.includes(row.ecosystem));
}

/** `debian 12.5`, as Trivy writes it. */
export function osWords(os: OperatingSystem): string {
  const family = distroOf(os.id)?.family ?? os.id;
  return os.version === '' ? family : `${family} ${os.version}`;
}

/** `Debian GNU/Linux 12 (bookworm)`: the system as it calls itself, with its release. */
export function osTitle(os: OperatingSystem): string {
  if (os.prettyName !== undefined) return os.prettyName;
  const name = os.name ?? distroOf(os.id)?.title ?? os.id;
  return os.version === '' || /\d/.test(name) ? name : `${name} ${os.version}`;
}

function osTarget(report: Report): TargetKey {
  const os = report.os;
  const system = os === undefined ? '' : ` (${osWords(os)})`;
  const type = os === undefined ? '' : (distroOf(os.id)?.family ?? os.id);
  return { name: `${report.subject.name}${system}`, class: 'os-pkgs', type };
}

function packageTarget(report: Report, item: Package): TargetKey {
  if (ecosystemOf(item.type)?.class === 'os-pkgs') return osTarget(report);
  const type = item.resultType ?? item.type;
  const place = placeOf(item.locations[0]);
  const name = scattered.get(type) ?? (place === '' ? report.subject.name : place);
  return { name, class: 'lang-pkgs', type };
}

function findingTarget(report: Report, finding: Finding, index: PackageIndex): TargetKey {
  if (finding.package !== undefined && finding.kind !== 'licence') {
    const item = index(finding);
    const { locations } = finding.locations.length === 0 ? item : finding;
    return packageTarget(report, { ...item, locations });
  }
  const [location] = finding.locations;
  const place = placeOf(location);
  const detail = finding.misconfiguration;
  // Settings of a machine or container are not files: what was judged is the place. So is an image,
  // whose files only a container of it has.
  const { kind } = report.subject;
  const judged =
    kind === 'host' ||
    location?.container !== undefined ||
    (finding.kind === 'misconfiguration' && detail?.type === 'image-config' && kind !== 'file');
  const own = judged && detail !== undefined ? detail.subject : place;
  const name = own === '' ? report.subject.name : own;
  // Trivy's results of secrets have a file and no type.
  const type = finding.kind === 'secret' ? '' : (detail?.type ?? '');
  return { name, class: classOf[finding.kind], type };
}

/** Finds the package that a finding is about. */
export type PackageIndex = (finding: Finding) => Package;

/**
 * Index of a report's packages by purl. Where one purl is installed at several places, the finding's
 * own place decides. A purl that the report does not list still gives a package, named by its purl.
 */
export function packageIndex(report: Report): PackageIndex {
  const byPurl = new Map<string, Package[]>();
  for (const item of report.packages) {
    const same = byPurl.get(item.purl);
    if (same === undefined) byPurl.set(item.purl, [item]);
    else same.push(item);
  }
  return (finding) => {
    const purl = finding.package ?? '';
    const same = byPurl.get(purl) ?? [];
    const place = placeOf(finding.locations[0]);
    const item = same.find((one) => one.locations.some((at) => placeOf(at) === place)) ?? same[0];
    return item ?? unlisted(purl, finding.locations);
  };
}

/** `pkg:TYPE/NAMESPACE/NAME@VERSION?…` taken apart just far enough to show it. */
function unlisted(purl: string, locations: readonly Location[]): Package {
  const [path = ''] = purl.split(/[?#]/, 1);
  const type = /^pkg:([a-z0-9.+-]+)\//i.exec(path)?.[1]?.toLowerCase() ?? '';
  const at = path.lastIndexOf('@');
  const named = at > path.lastIndexOf('/') ? path.slice(0, at) : path;
  const version = at > path.lastIndexOf('/') ? path.slice(at + 1) : '';
  const segments = named.split('/');
  const name = segments.at(-1) ?? '';
  return {
    name: percentDecoded(
      type === 'npm' && segments.length > 2 ? segments.slice(1).join('/') : name,
    ),
    version: percentDecoded(version),
    type,
    purl,
    foundBy: '',
    locations,
  };
}
