import type { AdvisoryState, Finding, Location, Package, Severity } from '../model/index.ts';
import { compareSeverity } from '../model/index.ts';
import type { ReportContext } from './context.ts';
import { placeOf } from './fingerprint.ts';
import { byKeys, byText } from '../model/order.ts';
import type { Target } from './targets.ts';

/** An exploit within 30 days is worth a word from this probability on (about the top 3 % of all CVEs). */
export const epssShown = 0.1;

/** One id of a group: the same fault in several binary packages of one source is one entry. */
export interface GroupedId {
  readonly id: string;
  readonly severity: Severity;
  readonly risk: number;
  readonly epss?: number;
  readonly exploited: boolean;
  readonly ransomware: boolean;
  readonly finding: Finding;
}

/** One row of the table: faults of one source package in one version that end with one upgrade. */
export interface Group {
  readonly target: Target;
  /** Name people upgrade by: the source package's, else the own. */
  readonly name: string;
  /** Names of the installed packages, where they differ from `name`. */
  readonly members: readonly string[];
  readonly version: string;
  readonly type: string;
  /** The version of the planned upgrade, or all that the advisories name; empty when there is no fix. */
  readonly fixed: readonly string[];
  /** Why there is no fix, when there is none. */
  readonly state: AdvisoryState;
  /** True when it could not be decided whether the package is affected. */
  readonly undecided: boolean;
  readonly severity: Severity;
  readonly risk: number;
  readonly exploited: boolean;
  readonly ids: readonly GroupedId[];
  readonly layer?: NonNullable<Location['layer']>;
  readonly history?: NonNullable<Location['history']>;
  /** Paths, for packages that do not stand in the target's own file. */
  readonly places: readonly string[];
}

interface Member {
  readonly finding: Finding;
  readonly item: Package;
  readonly location: Location | undefined;
}

/** Rows for the vulnerabilities (and malware) of a target: most severe first, then by risk. */
export function groupsOf(target: Target, context: ReportContext): readonly Group[] {
  const bins = new Map<string, Member[]>();
  for (const finding of target.findings) {
    if (finding.kind !== 'vulnerability' && finding.kind !== 'malware') continue;
    const item = context.packageOf(finding);
    const location = finding.locations[0] ?? item.locations[0];
    const key = JSON.stringify([
      item.source?.name ?? item.name,
      item.version,
      location?.layer?.index ?? -1,
      finding.verdict === 'unknown',
      // Without a planned upgrade, faults with different fixes are different rows.
      fixKey(finding, context),
    ]);
    const bin = bins.get(key);
    if (bin === undefined) bins.set(key, [{ finding, item, location }]);
    else bin.push({ finding, item, location });
  }
  return [...bins.values()].map((members) => groupOf(target, members, context)).sort(groupOrder);
}

const groupOrder = (a: Group, b: Group): number =>
  Number(a.undecided) - Number(b.undecided) ||
  compareSeverity(a.severity, b.severity) ||
  b.risk - a.risk ||
  byText(a.name, b.name) ||
  byText(a.version, b.version) ||
  byText(a.fixed.join(), b.fixed.join()) ||
  (a.layer?.index ?? -1) - (b.layer?.index ?? -1);

function fixKey(finding: Finding, context: ReportContext): string {
  const fixes = fixesOf(finding, context);
  return fixes.length === 0 ? `no fix: ${stateOf(finding)}` : `fixed: ${fixes.join()}`;
}

/** The version to go to where an upgrade is planned, else those that the advisory names. */
function fixesOf(finding: Finding, context: ReportContext): readonly string[] {
  const upgrade = context.upgradeOf(finding);
  return upgrade === undefined ? (finding.fix?.versions ?? []) : [upgrade.to];
}

function stateOf(finding: Finding): AdvisoryState {
  return finding.vulnerability?.status ?? finding.fix?.state ?? 'affected';
}

function groupOf(target: Target, members: readonly Member[], context: ReportContext): Group {
  const first = members[0] as Member;
  const { item, location, finding } = first;
  const name = item.source?.name ?? item.name;
  const names = [...new Set(members.map((member) => member.item.name))].sort(byText);
  const ids = idsOf(members);
  const places = [...new Set(members.map((member) => placeOf(member.location)))].sort(byText);
  return {
    target,
    name,
    members: names.length === 1 && names[0] === name ? [] : names,
    version: item.version,
    type: item.type,
    fixed: fixesOf(finding, context),
    state: stateOf(finding),
    undecided: finding.verdict === 'unknown',
    severity: ids.map((id) => id.severity).sort(compareSeverity)[0] ?? 'unknown',
    risk: ids.reduce((most, id) => Math.max(most, id.risk), 0),
    exploited: ids.some((id) => id.exploited),
    ids,
    ...(location?.layer === undefined ? {} : { layer: location.layer }),
    ...(location?.history === undefined ? {} : { history: location.history }),
    places: target.class === 'os-pkgs' ? [] : places.filter((place) => place !== target.name),
  };
}

/** Ids of a group, each once: exploited first, then by risk, severity and id. */
function idsOf(members: readonly Member[]): readonly GroupedId[] {
  const byId = new Map<string, GroupedId>();
  for (const { finding } of members) {
    const { kev, epss, risk = 0 } = finding.vulnerability ?? {};
    const known = byId.get(finding.rule);
    if (known !== undefined && compareSeverity(known.severity, finding.severity) <= 0) continue;
    byId.set(finding.rule, {
      id: finding.rule,
      severity: finding.severity,
      risk,
      exploited: kev !== undefined,
      ransomware: kev?.ransomware === true,
      ...(epss === undefined ? {} : { epss: epss.probability }),
      finding,
    });
  }
  return [...byId.values()].sort(
    byKeys(
      (row) => (row.exploited ? 0 : 1),
      (row) => -row.risk,
      (row) => -['unknown', 'low', 'medium', 'high', 'critical'].indexOf(row.severity),
      (row) => row.id,
    ),
  );
}
