import { cpeName, cpeVersion, parseCpe } from '../../formats/cpe.ts';
import type { Cpe } from '../../formats/cpe.ts';
import { printable } from '../../model/index.ts';
import type { Package, ReportNote, Suppression } from '../../model/index.ts';
import type { MatchRow } from '../advisories/database.ts';
import type { Case } from './contract.ts';
import { judgeRow, rule, speaks } from './decide.ts';
import { groupByFault, idsOf } from './identity.ts';
import { sentence } from './sentence.ts';
import type { Target } from './targets.ts';
import type { VersionJudge } from './version-judge.ts';

/** Ecosystem of advisories that name products instead of packages; their names are `vendor:product`. */
export const cpeEcosystem = 'CPE';

/** How packages of one type are searched by CPE. */
interface Search {
  /** The version as upstream wrote it, without what packagers added. */
  readonly upstream: (version: string) => string;
  /** Target software that such a package is; a product for any other is another product. */
  readonly software: readonly string[];
}

/**
 * Package types that are searched by CPE; all others have better sources. NVD's names collide across
 * worlds (a node.js module and a C library of one name), hence the list of target software.
 */
const searches: ReadonlyMap<string, Search> = new Map([
  ['apk', { upstream: apkUpstream, software: ['linux', 'linux_kernel', 'alpine_linux', 'unix'] }],
]);

/** What a search by CPE needs besides the package. */
export interface CpeQuestions {
  /** What package advisories say of the package: the distribution's word goes before. */
  readonly said: readonly Omit<Case, 'pkg'>[];
  /** Rows of the ecosystem `CPE` by name; entries are vulnerable applications, never platforms. */
  readonly lookup: (name: string) => readonly MatchRow[];
  /** Judge of the scheme `generic`. */
  readonly judge: VersionJudge | undefined;
}

/**
 * Faults of upstream's releases that the distribution does not list. What it lists it judges better,
 * as it patches without changing the upstream version: where it says affected, nothing is added,
 * and where it clears the package the fault is kept with that reason. Upstream's fix is no version
 * of a package, so none is shown.
 */
export function casesByCpe(
  pkg: Package,
  { said, lookup, judge }: CpeQuestions,
): readonly Omit<Case, 'pkg'>[] {
  const search = searches.get(pkg.type);
  if (search === undefined || pkg.cpes === undefined) return [];
  const judged = namesOf(pkg, search).flatMap(({ target, cpe }) =>
    lookup(target.name)
      .filter((row) => runsIn(row, cpe, search))
      .map((row) => ({ ...judgeRow(row, target, judge), fixes: [] })),
  );
  return groupByFault(judged, ({ row }) => idsOf(row)).flatMap((fault) => {
    const ruling = rule(fault.rows, false);
    const ids = new Set([fault.rule, ...fault.aliases]);
    const word = said.find(
      (one) =>
        speaks(one.ruling.primary) &&
        [one.fault.rule, ...one.fault.aliases].some((id) => ids.has(id)),
    );
    if (word === undefined) return [{ fault, ruling }];
    const cleared = clearance(word);
    return cleared === undefined ? [] : [{ fault, ruling, cleared }];
  });
}

/** Notes on names that cannot be read, so that a search that was not made is never silent. */
export function cpeNotes(packages: readonly Package[]): readonly ReportNote[] {
  const lost = packages
    .filter(({ type }) => searches.has(type))
    .flatMap((pkg) => (pkg.cpes ?? []).map((cpe) => ({ pkg, cpe })))
    .filter(({ cpe }) => parseCpe(cpe) === undefined);
  const [first] = lost;
  if (first === undefined) return [];
  const { cpe, pkg } = first;
  return [
    sentence('scan.unreadable-cpe', {
      count: lost.length,
      first: shortened(cpe),
      package: pkg.name,
    }),
  ];
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/** The products to ask for: the package's own, and its source's where a product has the package's name. */
function namesOf(
  pkg: Package,
  { upstream }: Search,
): readonly { readonly target: Target; readonly cpe: Cpe }[] {
  const names = new Map<string, { target: Target; cpe: Cpe }>();
  for (const cpe of (pkg.cpes ?? []).flatMap((text) => parseCpe(text) ?? [])) {
    if (cpe.part !== 'a') continue;
    const known = cpeVersion(cpe) ?? pkg.version;
    for (const { vendor, product, version } of [{ ...cpe, version: known }, ...source(pkg, cpe)]) {
      const name = cpeName({ vendor, product });
      if (name === undefined) continue;
      const target: Target = {
        ecosystem: cpeEcosystem,
        name,
        version: upstream(version),
        scheme: 'generic',
        by: 'cpe',
      };
      names.set(JSON.stringify([name, target.version, cpe.targetSoftware]), { target, cpe });
    }
  }
  return [...names.values()];
}

function source(
  pkg: Package,
  { vendor, product }: Cpe,
): readonly { readonly vendor: string; readonly product: string; readonly version: string }[] {
  const name = pkg.source?.name.toLowerCase() ?? '';
  const own = pkg.name.toLowerCase();
  if (name === '' || name === own || product !== own) return [];
  const version = pkg.source?.version ?? '';
  return [
    {
      vendor: vendor === own ? name : vendor,
      product: name,
      version: version === '' ? pkg.version : version,
    },
  ];
}

/** False for a product that runs inside something which this package does not. */
function runsIn({ affected }: MatchRow, cpe: Cpe, { software }: Search): boolean {
  const wanted = affected.qualifiers?.['targetSoftware'];
  if (wanted === undefined) return true;
  const list = typeof wanted === 'string' ? [wanted] : wanted;
  return list.some((one) => one === cpe.targetSoftware || software.includes(one));
}

/** The distribution's answer as a reason, where it says that the package is not affected. */
function clearance({ fault, ruling }: Omit<Case, 'pkg'>): Suppression | undefined {
  const { verdict, primary } = ruling;
  if (verdict !== 'fixed' && verdict !== 'not-affected') return undefined;
  const { row, target } = primary;
  const word = verdict === 'fixed' ? 'fixed' : 'not affected';
  const reason = `${row.affected.ecosystem} says that ${target.name} ${target.version} is ${word} (${fault.rule}); ranges by CPE know upstream's versions only`;
  return { by: 'vendor', reason: printable(reason), source: row.source };
}

/**
 * `1.0.1f-r0` is upstream's `1.0.1f`, `9.3_p1-r3` is `9.3p1`. The suffixes that precede a release
 * (`_rc1`) keep their underscore: the generic order takes what follows one for a pre-release.
 */
function apkUpstream(version: string): string {
  return version.replace(/-r\d{1,20}$/, '').replaceAll(/_(?=cvs|svn|git|hg|p\d|p$)/g, '');
}
