import type { Finding } from '../model/index.ts';
import type { ReportContext } from './context.ts';
import { adviceOf } from './advice.ts';
import { fingerprint, packageUid, placeOf } from './fingerprint.ts';
import type { JsonObject } from './json-object.ts';
import { layerOf } from './json-object.ts';
import { primaryUrl } from './links.ts';
import { plimsollFinding } from './plimsoll.ts';
import { vulnerabilityObject } from './vulnerability.ts';

/** Members of a result, each with the kinds of finding that it holds. */
export const lists: readonly {
  readonly name: string;
  readonly kinds: readonly Finding['kind'][];
  readonly object: (finding: Finding, context: ReportContext) => JsonObject;
}[] = [
  {
    name: 'Vulnerabilities',
    kinds: ['vulnerability', 'malware'],
    object: (finding, context) => vulnerabilityObject(finding, context),
  },
  { name: 'Misconfigurations', kinds: ['misconfiguration'], object: misconfigurationObject },
  { name: 'Secrets', kinds: ['secret'], object: secretObject },
  { name: 'Licenses', kinds: ['licence'], object: licenceObject },
];

/** The JSON object of any finding, with the member of a result under which it belongs. */
export function findingObject(
  finding: Finding,
  context: ReportContext,
): { readonly list: string; readonly object: JsonObject } {
  const list = lists.find((one) => one.kinds.includes(finding.kind));
  if (list !== undefined) return { list: list.name, object: list.object(finding, context) };
  return { list: 'Plimsoll', object: otherObject(finding, context) };
}

/** Trivy's word for why a finding does not count. */
function modifiedStatus(finding: Finding): string {
  if (finding.suppressed?.by === 'ignore-file' || finding.suppressed?.by === 'option') {
    return 'ignored';
  }
  if (finding.verdict === 'fixed') return 'fixed';
  return finding.verdict === 'not-affected' ? 'not_affected' : 'ignored';
}

/** An element of `ExperimentalModifiedFindings`. */
export function modified(finding: Finding, context: ReportContext): JsonObject {
  const types: Readonly<Partial<Record<Finding['kind'], string>>> = {
    misconfiguration: 'misconfiguration',
    secret: 'secret',
    licence: 'license',
  };
  return {
    Type: types[finding.kind] ?? 'vulnerability',
    Status: modifiedStatus(finding),
    Statement: finding.suppressed?.reason,
    Source: finding.suppressed?.source,
    Finding: findingObject(finding, context).object,
  };
}

function misconfigurationObject(finding: Finding, context: ReportContext): JsonObject {
  const file = finding.locations[0]?.file;
  const detail = finding.misconfiguration;
  return {
    Type: detail?.type ?? 'Plimsoll',
    ID: finding.rule,
    Title: detail?.title.en ?? finding.message.text,
    Description: detail?.why.en,
    Message: finding.message.text,
    Resolution: adviceOf(finding),
    References: detail?.references,
    Severity: finding.severity.toUpperCase(),
    Status: 'FAIL',
    Layer: layerOf(finding.locations[0]),
    CauseMetadata: { StartLine: file?.startLine, EndLine: file?.endLine ?? file?.startLine },
    Fingerprint: `sha256:${fingerprint(context.report.subject.name, finding)}`,
    Plimsoll: plimsollFinding(finding),
  };
}

function secretObject(finding: Finding, context: ReportContext): JsonObject {
  const file = finding.locations[0]?.file;
  return {
    RuleID: finding.rule,
    Category: finding.aliases[0] ?? finding.rule,
    Severity: finding.severity.toUpperCase(),
    Title: finding.message.text,
    StartLine: file?.startLine,
    EndLine: file?.endLine ?? file?.startLine,
    Match: finding.evidence[0],
    Layer: layerOf(finding.locations[0]),
    Fingerprint: `sha256:${fingerprint(context.report.subject.name, finding)}`,
    Plimsoll: plimsollFinding(finding),
  };
}

function licenceObject(finding: Finding, context: ReportContext): JsonObject {
  const item = finding.package === undefined ? undefined : context.packageOf(finding);
  return {
    Severity: finding.severity.toUpperCase(),
    Category: finding.aliases[0] ?? 'unknown',
    PkgName: item?.name,
    FilePath: finding.locations[0]?.file?.path,
    Name: finding.rule,
    Text: finding.message.text,
    Plimsoll: plimsollFinding(finding),
  };
}

/** Findings of kinds that Trivy has no list for (trust, behaviour, end of life). */
export function otherObject(finding: Finding, context: ReportContext): JsonObject {
  return {
    ID: finding.rule,
    Title: finding.message.text,
    Severity: finding.severity.toUpperCase(),
    PrimaryURL: primaryUrl(finding.rule),
    PkgIdentifier: finding.package === undefined ? undefined : identifier(finding, context),
    Layer: layerOf(finding.locations[0]),
    Fingerprint: `sha256:${fingerprint(context.report.subject.name, finding)}`,
    Plimsoll: plimsollFinding(finding),
  };
}

function identifier(finding: Finding, context: ReportContext): JsonObject {
  const item = context.packageOf(finding);
  return { PURL: item.purl, UID: packageUid(item.purl, placeOf(item.locations[0])) };
}
