import { listOf, numberOf, objectOf, textOf, textsOf } from '../formats/json-values.ts';
import type { JsonObject } from '../formats/json-values.ts';
import { severities } from '../model/index.ts';
import type {
  AdvisoryState,
  Finding,
  FindingKind,
  Fix,
  Location,
  MisconfigurationDetail,
  Severity,
  SeverityStatement,
  Suppression,
  Text,
  VulnerabilityDetail,
} from '../model/index.ts';
import { anyText, chainsOf, memberOf, layerOf, paramsOf, present, wordOf } from './read-values.ts';

const kinds: readonly FindingKind[] = [
  'vulnerability',
  'misconfiguration',
  'secret',
  'malware',
  'licence',
  'trust',
  'behaviour',
  'end-of-life',
];

const states: readonly AdvisoryState[] = [
  'affected',
  'fixed',
  'not_affected',
  'under_investigation',
  'will_not_fix',
  'fix_deferred',
  'end_of_life',
  'unimportant',
];

/** Member that holds the rule id, by kind; `ID` for the others. */
const ruleMember: Readonly<Partial<Record<FindingKind, string>>> = {
  vulnerability: 'VulnerabilityID',
  malware: 'VulnerabilityID',
  secret: 'RuleID',
  licence: 'Name',
};

/** What the findings of one result share. */
export interface FindingContext {
  /** Kind of those that do not say it. */
  readonly kind: FindingKind;
  /** Place of those that do not say it. */
  readonly place?: string;
  readonly layers: ReadonlyMap<string, number>;
}

/** A finding as one of the writers' objects or as Trivy wrote it; undefined when it has no id. */
export function findingFrom(value: unknown, context: FindingContext): Finding | undefined {
  const object = objectOf(value);
  const own = objectOf(object['Plimsoll']);
  const kind = wordOf(own['Kind'], kinds, context.kind);
  const rule = textOf(object[ruleMember[kind] ?? 'ID']);
  if (rule === undefined) return undefined;
  const purl = textOf(objectOf(object['PkgIdentifier'])['PURL']) ?? textOf(own['Package']);
  const isVulnerability = kind === 'vulnerability' || kind === 'malware';
  const known = memberOf(own['Risk']) !== undefined || object['Plimsoll'] === undefined;
  return present<Finding>({
    rule,
    kind,
    severity: severityOf(object['Severity']),
    verdict: verdictOf(object, own),
    message: messageOf(object, own, rule),
    aliases: textsOf(own['Aliases']),
    locations:
      chainsOf(own['Everywhere']) ?? chainsOf(own['Locations']) ?? foreignPlace(object, context),
    evidence: listOf(own['Evidence']).map(anyText),
    fix: fixOf(object, own),
    package: purl,
    misconfiguration: kind === 'misconfiguration' ? misconfigurationOf(object, own) : undefined,
    vulnerability: isVulnerability && known ? detailOf(object, own) : undefined,
    suppressed: suppressionOf(own['Suppressed']),
  });
}

function severityOf(value: unknown): Severity {
  return wordOf(anyText(value).toLowerCase(), severities, 'unknown');
}

/** Only an own word can clear anything; what Trivy lists as a finding is one. */
function verdictOf(object: JsonObject, own: JsonObject): Finding['verdict'] {
  if (object['Plimsoll'] === undefined) {
    return object['Status'] === 'under_investigation' ? 'unknown' : 'affected';
  }
  return wordOf(own['Verdict'], ['affected', 'fixed', 'not-affected', 'unknown'], 'unknown');
}

function messageOf(object: JsonObject, own: JsonObject, rule: string): Finding['message'] {
  const message = memberOf(own['Message']);
  const text = textOf(object['Message']) ?? textOf(object['Title']) ?? rule;
  if (message === undefined) return { id: '', params: {}, text };
  return {
    id: anyText(message['ID']),
    params: paramsOf(message['Params']),
    text: anyText(message['Text']),
    ...translationsOf(own),
  };
}

function translationsOf(own: JsonObject): Pick<Finding['message'], 'translations'> {
  const sentence = objectOf(objectOf(own['Misconfiguration'])['Sentence']);
  const chinese = textOf(sentence['zh-CN']);
  return chinese === undefined ? {} : { translations: { 'zh-CN': chinese } };
}

function fixOf(object: JsonObject, own: JsonObject): Fix | undefined {
  const fix = memberOf(own['Fix']);
  if (fix !== undefined) {
    return present<Fix>({
      state: wordOf(fix['State'], states, 'affected'),
      versions: textsOf(fix['Versions']),
      date: textOf(fix['Date']),
      instruction: textOf(fix['Instruction']),
    });
  }
  if (object['Plimsoll'] !== undefined) return undefined;
  const versions = anyText(object['FixedVersion'])
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const state = wordOf(object['Status'], states, versions.length > 0 ? 'fixed' : 'affected');
  return { state, versions };
}

function detailOf(object: JsonObject, own: JsonObject): VulnerabilityDetail {
  const risk = objectOf(own['Risk']);
  const epss = memberOf(risk['EPSS']);
  const kev = memberOf(risk['KEV']);
  const match = objectOf(own['Match']);
  const stated = own['Status'] ?? object['Status'];
  return present<VulnerabilityDetail>({
    title: textOf(object['Title']),
    description: textOf(object['Description']),
    references: textsOf(object['References']),
    cwes: textsOf(object['CweIDs']),
    published: textOf(object['PublishedDate']),
    modified: textOf(object['LastModifiedDate']),
    dataSource: anyText(objectOf(object['DataSource'])['ID']),
    vendorIds: textsOf(object['VendorIDs']),
    status: wordOf(stated, states, 'affected'),
    severitySource: textOf(object['SeveritySource']),
    severities: Array.isArray(own['Severities'])
      ? own['Severities'].map(statementOf)
      : foreignStatements(object),
    epss: epss && {
      probability: numberOf(epss['Probability']) ?? 0,
      percentile: numberOf(epss['Percentile']) ?? 0,
      date: anyText(epss['Date']),
    },
    kev:
      kev &&
      present<NonNullable<VulnerabilityDetail['kev']>>({
        added: anyText(kev['Added']),
        due: textOf(kev['Due']),
        ransomware: kev['Ransomware'] === true,
      }),
    risk: Math.min(100, Math.max(0, numberOf(risk['Score']) ?? 0)),
    match: {
      by: wordOf(match['By'], ['direct', 'indirect', 'cpe'], 'direct'),
      name: anyText(match['Name'] ?? object['PkgName']),
      range: anyText(match['Range']),
    },
  });
}

function statementOf(value: unknown): SeverityStatement {
  const row = objectOf(value);
  const cvss = memberOf(row['CVSS']);
  return present<SeverityStatement>({
    source: anyText(row['Source']),
    severity: severityOf(row['Severity']),
    word: typeof row['Word'] === 'string' ? row['Word'] : undefined,
    cvss: cvss && {
      version: wordOf(cvss['Version'], ['2.0', '3.0', '3.1', '4.0'], '3.1'),
      vector: anyText(cvss['Vector']),
      score: numberOf(cvss['Score']) ?? 0,
    },
  });
}

const bySeverityNumber: readonly Severity[] = ['unknown', 'low', 'medium', 'high', 'critical'];

/** Trivy's `VendorSeverity` and `CVSS`, one statement for each generation of the standard. */
function foreignStatements(object: JsonObject): readonly SeverityStatement[] {
  const scores = new Map(Object.entries(objectOf(object['CVSS'])));
  return Object.entries(objectOf(object['VendorSeverity'])).flatMap(([source, number]) => {
    const severity = bySeverityNumber[numberOf(number) ?? 0] ?? 'unknown';
    const base = objectOf(scores.get(source));
    const rows = (['V2', 'V3', 'V40'] as const).flatMap((generation): SeverityStatement[] => {
      const vector = textOf(base[`${generation}Vector`]);
      const score = numberOf(base[`${generation}Score`]);
      if (vector === undefined || score === undefined) return [];
      const three = vector.startsWith('CVSS:3.0') ? '3.0' : '3.1';
      const version = generation === 'V2' ? '2.0' : generation === 'V3' ? three : '4.0';
      return [{ source, severity, cvss: { version, vector, score } }];
    });
    return rows.length === 0 ? [{ source, severity }] : rows;
  });
}

/** Of a report by Trivy only the English texts are known. */
function misconfigurationOf(
  object: JsonObject,
  own: JsonObject,
): MisconfigurationDetail | undefined {
  const isOwn = object['Plimsoll'] !== undefined;
  if (isOwn && memberOf(own['Misconfiguration']) === undefined) return undefined;
  const detail = objectOf(own['Misconfiguration']);
  const both = (name: string, foreign: unknown): Text => {
    const value = objectOf(detail[name]);
    const en = textOf(value['en']) ?? anyText(foreign);
    return { en, 'zh-CN': textOf(value['zh-CN']) ?? en };
  };
  const edits = listOf(detail['Edits']).map((one) => {
    const edit = objectOf(one);
    return {
      path: anyText(edit['Path']),
      start: numberOf(edit['Start']) ?? 0,
      end: numberOf(edit['End']) ?? 0,
      text: anyText(edit['Text']),
    };
  });
  const noEdit = (['alias', 'layout', 'rendered'] as const).find((one) => one === detail['NoEdit']);
  return {
    subject: anyText(detail['Subject']),
    type: anyText(object['Type']),
    title: both('Title', object['Title']),
    why: both('Why', object['Description']),
    advice: both('Advice', object['Resolution']),
    references: textsOf(object['References']),
    ...(edits.length === 0 ? {} : { edits }),
    ...(detail['Review'] === true && { review: true as const }),
    ...(noEdit !== undefined && { noEdit }),
  };
}

function suppressionOf(value: unknown): Suppression | undefined {
  const suppressed = memberOf(value);
  if (suppressed === undefined) return undefined;
  const by = [
    'vendor',
    'ignore-file',
    'vex',
    'policy',
    'option',
    'not-present',
    'comment',
    'baseline',
  ] as const;
  return present<Suppression>({
    by: wordOf(suppressed['By'], by, 'policy'),
    reason: anyText(suppressed['Reason']),
    source: anyText(suppressed['Source']),
    expires: textOf(suppressed['Expires']),
  });
}

function foreignPlace(object: JsonObject, context: FindingContext): readonly Location[] {
  const layer = objectOf(object['Layer']);
  const digests = textsOf([layer['DiffID'], layer['Digest']]);
  const index = digests.map((one) => context.layers.get(one)).find((at) => at !== undefined);
  const path = textOf(object['PkgPath']) ?? textOf(object['FilePath']) ?? context.place;
  const location = present<Location>({
    layer: digests.length === 0 ? undefined : layerOf(layer, index ?? 0),
    file: path === undefined ? undefined : { path },
  });
  return Object.keys(location).length === 0 ? [] : [location];
}
