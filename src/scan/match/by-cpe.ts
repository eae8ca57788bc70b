import { parseCpe } from '../../formats/cpe.ts';
import type { Cpe } from '../../formats/cpe.ts';
import { printable } from '../../model/index.ts';
import type { AdvisoryRange, Package, ReportNote, Suppression } from '../../model/index.ts';
import type { MatchRow } from '../advisories/database.ts';
import { cpeEcosystem } from '../advisories/names.ts';
import type { Case } from './contract.ts';
import { judgeRow, rule, speaks } from './decide.ts';
import type { Judged } from './decide.ts';
import { groupByFault, idsOf } from './identity.ts';
import { namesElsewhere, productSearch, productsOf } from './products.ts';
import type { Product, ProductSearch } from './products.ts';
import { sentence } from './sentence.ts';
import { productTarget } from './targets.ts';
import type { VersionJudge, VersionJudges } from './version-judge.ts';
import { qualifierValues } from './qualifier-values.ts';

/** What a search by product needs besides the package. */
export interface CpeQuestions {
  /** What package advisories say of the package: the distribution's word goes before. */
  readonly said: readonly Omit<Case, 'pkg'>[];
  readonly lookup: (ecosystem: string, name: string) => readonly MatchRow[];
  readonly judges: VersionJudges;
  /** True when packages of distributions are to be searched because their release has ended. */
  readonly ended: boolean;
}

/**
 * Faults of upstream's releases that the distribution does not list. What it lists it judges better,
 * as it patches without changing the upstream version: where it says affected, nothing is added,
 * and where it clears the package the fault is kept with that reason. Upstream's fix is no version
 * of a distribution's package, so none is shown for one.
 */
export function casesByCpe(pkg: Package, questions: CpeQuestions): readonly Omit<Case, 'pkg'>[] {
  const search = productSearch(pkg.type);
  if (search === undefined || pkg.cpes === undefined) return [];
  if (search.when === 'ended' && !questions.ended) return [];
  const judged = productsOf(pkg, search).flatMap((product) => judge(product, search, questions));
  return groupByFault(judged, ({ row }) => idsOf(row)).flatMap((fault) => {
    const ruling = rule(fault.rows, false);
    const ids = new Set([fault.rule, ...fault.aliases]);
    const word = questions.said.find(
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
    .filter(({ type }) => productSearch(type) !== undefined)
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

function judge(
  { name, version, cpe }: Product,
  search: ProductSearch,
  { lookup, judges }: CpeQuestions,
): readonly Judged[] {
  const target = productTarget({ name, version });
  const versions = judges(target.scheme);
  const rows = lookup(cpeEcosystem, name)
    .filter((row) => runsIn(row, cpe, search) && runsOn(row))
    .flatMap((row) => withoutEmptyRanges(row, versions) ?? [])
    .map((row) => judgeRow(row, target, versions));
  if (!search.only) return rows.map((one) => ({ ...one, fixes: [] }));
  const others = namesElsewhere(name).flatMap((other) =>
    lookup(other.ecosystem, other.name).map((row) =>
      judgeRow(row, { ...target, ...other }, versions),
    ),
  );
  return [...rows, ...others];
}

/**
 * The row without ranges that end before they begin: both bounds have to hold, so they hold nothing
 * (some entries give Java 9 to 7.0.0). Undefined when nothing is left that the row could mean.
 */
function withoutEmptyRanges(
  row: MatchRow,
  versions: VersionJudge | undefined,
): MatchRow | undefined {
  const { affected } = row;
  const ranges = affected.ranges.filter((range) => !isEmpty(range, versions));
  if (ranges.length === affected.ranges.length) return row;
  if (ranges.length === 0 && affected.versions === undefined) return undefined;
  return { ...row, affected: { ...affected, ranges } };
}

function isEmpty(range: AdvisoryRange, versions: VersionJudge | undefined): boolean {
  if (range.kind !== 'events' || range.events.length !== 2) return false;
  const [start, end] = range.events;
  if (start === undefined || !('introduced' in start) || start.introduced === '0') return false;
  if (end === undefined || 'introduced' in end || 'limit' in end) return false;
  const last = 'fixed' in end ? end.fixed : end.last_affected;
  return (versions?.compare(start.introduced, last) ?? -1) > 0;
}

/** False for a product that runs inside something which this package does not. */
function runsIn({ affected }: MatchRow, cpe: Cpe, { software }: ProductSearch): boolean {
  const wanted = affected.qualifiers?.['targetSoftware'];
  if (wanted === undefined) return true;
  return qualifierValues(wanted).some(
    (one) => one === cpe.targetSoftware || software.includes(one),
  );
}

/** Systems that are no Linux, as NVD names them. */
const foreign: ReadonlySet<string> = new Set([
  'apple:ipados',
  'apple:iphone_os',
  'apple:mac_os_x',
  'apple:macos',
  'apple:tvos',
  'apple:watchos',
  'freebsd:freebsd',
  'google:android',
  'hp:hp-ux',
  'ibm:aix',
  'ibm:i',
  'ibm:z/os',
  'netbsd:netbsd',
  'openbsd:openbsd',
  'oracle:solaris',
]);

/** False for a fault that shows only on systems which no container of Linux is. */
function runsOn({ affected }: MatchRow): boolean {
  const platforms = affected.qualifiers?.['platforms'];
  if (platforms === undefined) return true;
  return qualifierValues(platforms).some(
    (name) => !foreign.has(name) && !name.startsWith('microsoft:windows'),
  );
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
