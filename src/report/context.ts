import type { FeedState, Finding, Package, Report, Upgrade } from '../model/index.ts';
import { ecosystemOf } from '../model/index.ts';
import { placeOf } from './fingerprint.ts';
import { packageId } from './json-object.ts';
import { byKeys } from '../model/order.ts';
import type { PackageIndex } from './targets.ts';
import { packageIndex } from './targets.ts';

/** What the writers of one report share: the look-ups that every finding needs. */
export interface ReportContext {
  readonly report: Report;
  readonly packageOf: PackageIndex;
  readonly feeds: ReadonlyMap<string, FeedState>;
  readonly isOsPackage: (item: Package) => boolean;
  /** The planned upgrade that ends a finding, if there is one. */
  readonly upgradeOf: (finding: Finding) => Upgrade | undefined;
}

/** Builds the look-ups once for a report. */
export function contextOf(report: Report): ReportContext {
  return {
    report,
    packageOf: packageIndex(report),
    feeds: new Map((report.database?.feeds ?? []).map((feed) => [feed.id, feed])),
    isOsPackage: (item) => ecosystemOf(item.type)?.class === 'os-pkgs',
    upgradeOf: upgradeIndex(report),
  };
}

function upgradeIndex(report: Report): ReportContext['upgradeOf'] {
  const key = (purl: string, rule: string): string => JSON.stringify([purl, rule]);
  const known = new Map<string, Upgrade>();
  for (const upgrade of report.upgrades ?? []) {
    for (const rule of Object.values(upgrade.ends).flat()) {
      for (const purl of upgrade.packages) known.set(key(purl, rule), upgrade);
    }
  }
  return ({ package: purl, rule, verdict }) =>
    purl === undefined || verdict === 'unknown' ? undefined : known.get(key(purl, rule));
}

/** Ids of packages by purl, for `DependsOn`. */
export function packageIds(report: Report): ReadonlyMap<string, string> {
  return new Map(report.packages.map((item) => [item.purl, packageId(item)]));
}

/** Findings in the order of the JSON report: package, version, id, place. */
export function sortFindings(
  findings: readonly Finding[],
  context: ReportContext,
): readonly Finding[] {
  const keyed = findings.map((finding) => {
    const item = finding.package === undefined ? undefined : context.packageOf(finding);
    const place = placeOf(finding.locations[0] ?? item?.locations[0]);
    return { finding, name: item?.name ?? '', version: item?.version ?? '', place };
  });
  keyed.sort(
    byKeys(
      (row) => row.name,
      (row) => row.version,
      (row) => row.finding.rule,
      (row) => row.place,
      (row) => row.finding.locations[0]?.file?.startLine ?? 0,
      (row) => row.finding.package ?? '',
      (row) => row.finding.message.text,
    ),
  );
  return keyed.map((row) => row.finding);
}
