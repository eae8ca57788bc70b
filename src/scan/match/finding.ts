import type {
  AdvisoryState,
  Finding,
  FindingKind,
  Fix,
  Location,
  Message,
  Package,
  SeverityStatement,
  VulnerabilityDetail,
} from '../../model/index.ts';
import { printable } from '../../model/index.ts';
import type { CveFacts } from '../advisories/database.ts';
import type { Case } from './contract.ts';
import type { Judged, Ruling } from './decide.ts';
import type { Facts } from './facts.ts';
import { isCve } from '../advisories/ids.ts';
import { byPreference } from './identity.ts';
import type { Fault } from './identity.ts';
import { riskOf } from './risk.ts';
import { sentence } from './sentence.ts';
import { chooseSeverity, distinctSeverities } from './severity.ts';

/** Writes up a case whose verdict is `affected` or `unknown`. */
export function findingOf(entry: Case, read: Facts, severitySources?: readonly string[]): Finding {
  const { pkg, fault, ruling } = entry;
  const { row } = ruling.primary;
  const facts = factsOf(fault, read);
  const ratings = ratingsOf(ruling, facts);
  const rating = chooseSeverity(ratings, severitySources);
  const kind: FindingKind = ruling.judged.some((one) => one.row.kind === 'malware')
    ? 'malware'
    : 'vulnerability';
  const fix = fixOf(ruling);
  const severities = distinctSeverities([...ratings.own, ...ratings.others]);
  const risk = riskOf({
    severity: rating.severity,
    severities,
    malware: kind === 'malware',
    ...(facts?.epss && { epss: facts.epss.probability }),
    ...(facts?.kev && { kev: facts.kev }),
  });
  const vulnerability: VulnerabilityDetail = {
    ...textOf(ruling, read),
    ...(row.published !== undefined && { published: row.published }),
    ...(row.modified !== undefined && { modified: row.modified }),
    dataSource: row.source,
    vendorIds: vendorIdsOf(ruling),
    status: fix.state,
    ...(rating.source !== undefined && { severitySource: rating.source }),
    severities,
    ...(facts?.epss && { epss: facts.epss }),
    ...(facts?.kev && { kev: facts.kev }),
    risk,
    match: {
      by: ruling.primary.target.by,
      name: ruling.primary.target.name,
      range: ruling.primary.range,
    },
  };
  return {
    rule: fault.rule,
    kind,
    // Code that was written to harm is critical whether or not anybody scored it.
    severity: kind === 'malware' ? 'critical' : rating.severity,
    verdict: ruling.verdict,
    message: messageOf(entry, kind, fix),
    aliases: fault.aliases,
    locations: pkg.locations.map((location) => withPackage(location, pkg)),
    evidence: [
      ...ruling.judged.map(evidenceOf),
      ...(ruling.remark === undefined ? [] : [printable(ruling.remark)]),
    ],
    fix,
    package: pkg.purl,
    vulnerability,
  };
}

/** The chain of a package's location always names the package. */
function withPackage(location: Location, pkg: Package): Location {
  return location.package === undefined ? { ...location, package: { purl: pkg.purl } } : location;
}

function messageOf({ pkg, fault, ruling }: Case, kind: FindingKind, fix: Fix): Message {
  const params = { id: fault.rule, name: pkg.name, version: pkg.version };
  if (ruling.verdict === 'unknown') {
    return sentence('scan.unknown', { ...params, reason: ruling.primary.reason ?? '' });
  }
  if (kind === 'malware') return sentence('scan.malware', params);
  return fix.versions.length === 0
    ? sentence('scan.affected', params)
    : sentence('scan.affected-fixable', { ...params, fix: shortList(fix.versions) });
}

/** Enough versions to choose from; the finding itself has them all. */
function shortList(versions: readonly string[]): string {
  return versions.length > 5 ? `${versions.slice(0, 5).join(', ')}, …` : versions.join(', ');
}

/** What one source said, in words fit for a log. */
function evidenceOf(judged: Judged): string {
  const { row, target } = judged;
  const state = row.affected.vendorState ?? row.affected.state;
  const range = judged.range === '' ? '' : ` (${judged.range})`;
  const outcome = judged.reason === undefined ? judged.verdict : `unknown: ${judged.reason}`;
  return printable(
    `${row.source} ${row.id}: ${target.name} ${target.version}: ${outcome}${range}, state ${state}`,
  );
}

/** Fix versions of the advisory that decided; another source's only where that one has none and is no distribution. */
function fixOf(ruling: Ruling): Fix {
  const { primary } = ruling;
  const { affected } = primary.row;
  const donor =
    primary.fixes.length === 0 && affected.state === 'affected' && !affected.ecosystem.includes(':')
      ? ruling.judged.find((one) => one.verdict === 'affected' && one.fixes.length > 0)
      : primary;
  const versions = donor?.fixes ?? [];
  const date = donor?.row.affected.fixDate;
  return {
    state: stateOf(affected.state, versions.length > 0),
    versions,
    ...(date !== undefined && versions.length > 0 && { date }),
  };
}

/** `fixed` means that there is something to update to; the vendor's other words stand as they are. */
function stateOf(state: AdvisoryState, fixable: boolean): AdvisoryState {
  if (state === 'unimportant') return state;
  if (fixable) return 'fixed';
  return state === 'fixed' ? 'affected' : state;
}

/** Ids of the vendor's bulletins (DSA, DLA), stated with the fix or as advisories of their own. */
function vendorIdsOf(ruling: Ruling): readonly string[] {
  const ids = new Set<string>();
  for (const { row } of ruling.judged) {
    for (const id of row.affected.vendorIds ?? []) ids.add(id);
    if (row.affected.ecosystem.includes(':') && /^[A-Z]{2,8}-\d/.test(row.id) && !isCve(row.id)) {
      ids.add(row.id);
    }
  }
  return [...ids].sort();
}

/** Facts kept by CVE; a fault without one has none. */
function factsOf(fault: Fault<Judged>, read: Facts): CveFacts | undefined {
  const cve = [fault.rule, ...fault.aliases].find(isCve);
  return cve === undefined ? undefined : read.cve(cve);
}

function ratingsOf(
  ruling: Ruling,
  facts: CveFacts | undefined,
): { detecting: string; own: SeverityStatement[]; others: SeverityStatement[] } {
  const stated = (judged: Judged): SeverityStatement[] => [
    ...(judged.row.affected.severity === undefined ? [] : [judged.row.affected.severity]),
    ...judged.row.severities,
  ];
  const [primary, ...rest] = ruling.judged;
  return {
    detecting: ruling.primary.row.source,
    own: primary === undefined ? [] : stated(primary),
    others: [...rest.flatMap(stated), ...(facts?.severities ?? [])],
  };
}

/** Title, description, references: the first source that has each, references of all. */
function textOf(
  ruling: Ruling,
  read: Facts,
): Pick<VulnerabilityDetail, 'title' | 'description' | 'references' | 'cwes'> {
  const texts = ruling.judged.flatMap(({ row }) => read.text(row.source, row.id) ?? []);
  const title = texts.find((text) => text.title !== undefined && text.title !== '')?.title;
  const description = texts.find(
    (text) => text.description !== undefined && text.description !== '',
  )?.description;
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    references: [...new Set(texts.flatMap((text) => text.references))],
    cwes: [...new Set(texts.flatMap((text) => text.cwes))].sort(byPreference),
  };
}
