import type { Finding, Location } from '../model/index.ts';
import { compareSeverity } from '../model/index.ts';
import { placeOf } from './fingerprint.ts';
import { byText } from '../model/order.ts';
import type { Target } from './targets.ts';

/** Kinds that have rows or an alert of their own. */
const elsewhere: ReadonlySet<Finding['kind']> = new Set([
  'vulnerability',
  'malware',
  'end-of-life',
]);

/**
 * Findings of a target that are not about a package's version (secrets, misconfigurations,
 * licences …), the most severe first. What has ended is told once above all of them.
 */
export function othersOf(target: Target): readonly Finding[] {
  return target.findings
    .filter(({ kind }) => !elsewhere.has(kind))
    .sort(
      (a, b) =>
        compareSeverity(a.severity, b.severity) ||
        byText(a.rule, b.rule) ||
        byText(lineOf(a.locations[0]), lineOf(b.locations[0])),
    );
}

/** `app/.env:4` */
export function lineOf(location: Location | undefined): string {
  const line = location?.file?.startLine;
  const place = placeOf(location);
  return line === undefined ? place : `${place}:${line}`;
}
