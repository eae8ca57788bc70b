import { hash } from 'node:crypto';
import type { Package, Report } from '../model/index.ts';
import { fingerprint, packageUid, placeOf } from './fingerprint.ts';
import { byKeys, byText } from '../model/order.ts';
import type { Target } from './targets.ts';
import { targetsOf } from './targets.ts';

/** Name of a package in a document: its purl, and where one purl is installed more than once, its place too. */
export type Refs = (item: Package) => string;

/** What a bill of materials says, in a fixed order, whatever its format. */
export interface Bill {
  /** Targets that hold packages. */
  readonly targets: readonly Target[];
  /** Each package at each place once. */
  readonly packages: readonly Package[];
  readonly refs: Refs;
  /** Refs of what a package needs. */
  readonly needs: (item: Package) => readonly string[];
  /** Refs of the packages of a target that were asked for, or that none of its others needs. */
  readonly tops: (target: Target) => readonly string[];
}

/** The bill of materials of a report. */
export function billOf(report: Report): Bill {
  const packages = listed(report);
  const refs = refsOf(packages);
  const byPurl = new Map<string, string[]>();
  for (const item of packages) {
    const same = byPurl.get(item.purl);
    if (same === undefined) byPurl.set(item.purl, [refs(item)]);
    else same.push(refs(item));
  }
  const known = new Set(packages.map(refs));
  return {
    targets: targetsOf(report).filter((target) => target.packages.length > 0),
    packages,
    refs,
    needs: (item) => unique((item.dependsOn ?? []).flatMap((purl) => byPurl.get(purl) ?? [])),
    tops: (target) => {
      const inner = new Set(target.packages.flatMap((item) => item.dependsOn ?? []));
      const top = target.packages.filter(
        (item) => item.relationship === 'direct' || !inner.has(item.purl),
      );
      return unique(top.map(refs)).filter((ref) => known.has(ref));
    },
  };
}

/** Packages in a fixed order, exact repetitions dropped. */
function listed(report: Report): readonly Package[] {
  const seen = new Set<string>();
  const order = byKeys<Package>(
    (item) => item.name,
    (item) => item.version,
    (item) => item.purl,
    (item) => placeOf(item.locations[0]),
  );
  return [...report.packages].sort(order).filter((item) => {
    const key = packageUid(item.purl, placeOf(item.locations[0]));
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function refsOf(packages: readonly Package[]): Refs {
  const counts = new Map<string, number>();
  for (const { purl } of packages) counts.set(purl, (counts.get(purl) ?? 0) + 1);
  return (item) =>
    (counts.get(item.purl) ?? 0) > 1
      ? `${item.purl}#${packageUid(item.purl, placeOf(item.locations[0]))}`
      : item.purl;
}

/** A UUID (version 8, RFC 9562) of everything that the document says. */
export function contentUuid(report: Report): string {
  const facts = [
    report.subject.name,
    report.subject.image?.id ?? '',
    report.database?.checksum ?? '',
    report.status,
    ...report.packages.map((item) => `${item.purl} ${placeOf(item.locations[0])}`).sort(byText),
    ...[...report.findings, ...report.suppressed]
      .map((one) => `${fingerprint('', one)} ${one.severity} ${one.verdict}`)
      .sort(byText),
  ];
  const hex = hash('sha256', JSON.stringify(facts));
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ];
  return parts.join('-');
}

const unique = (words: readonly string[]): readonly string[] => [...new Set(words)].sort(byText);
