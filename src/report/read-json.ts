import { listOf, objectOf, textOf } from '../formats/json-values.ts';
import type { JsonObject } from '../formats/json-values.ts';
import { parseJsonBytes } from '../formats/json-members.ts';
import { errorText, printable } from '../model/index.ts';
import type { Finding, FindingKind, Package, Report } from '../model/index.ts';
import { ReportError } from './errors.ts';
import { findingFrom } from './read-finding.ts';
import type { FindingContext } from './read-finding.ts';
import {
  checksOf,
  coverageOf,
  databaseOf,
  errorsOf,
  notesOf,
  scannersOf,
  upgradesOf,
} from './read-heads.ts';
import { packageOf } from './read-package.ts';
import type { PackageContext } from './read-package.ts';
import { layerNumbers, subjectOf, systemOf } from './read-subject.ts';
import { anyText, chainsOf, countOf, wordOf } from './read-values.ts';

/** A report as it was written, and the time that its writer gave it. */
export interface WrittenReport {
  readonly report: Report;
  readonly created?: string;
}

/** Lists of a result with the kind of what they hold where it does not say so. */
const findingLists: readonly (readonly [string, FindingKind])[] = [
  ['Vulnerabilities', 'vulnerability'],
  ['Misconfigurations', 'misconfiguration'],
  ['Secrets', 'secret'],
  ['Licenses', 'licence'],
];

/**
 * Reads a JSON report back. One that we wrote gives the report it was written from, so that every
 * format made of it is the same; only the path of the database is not in it. One of Trivy's is read
 * as far as it goes and is `partial`, because it does not say what could not be judged. Whoever
 * wrote the file chose every value: unknown words become `unknown` or the more worrying reading,
 * and entries without an id are counted as errors.
 * @throws {ReportError} REPORT_INVALID when it is no JSON report at all.
 */
export function readJsonReport(bytes: Uint8Array, name: string): WrittenReport {
  const document = documentOf(bytes, name);
  const own = objectOf(document['Plimsoll']);
  const foreign = own['Status'] === undefined;
  const subject = subjectOf(document, own);
  const collected = resultsOf(document, own, layerNumbers(subject));
  const os = systemOf(document, own);
  const database = databaseOf(own['Database']);
  const upgrades = upgradesOf(own['Upgrades']);
  const errors = [...errorsOf(own['Errors']), ...complaints(name, foreign, collected.lost)];
  const whole = wordOf(own['Status'], ['complete', 'partial', 'failed'], 'partial');
  const created = textOf(document['CreatedAt']);
  const report: Report = {
    subject,
    status: collected.lost > 0 && whole === 'complete' ? 'partial' : whole,
    errors,
    ...(Array.isArray(own['Scanners']) ? { scanners: scannersOf(own['Scanners']) } : {}),
    ...(os === undefined ? {} : { os }),
    packages: collected.packages,
    findings: collected.findings,
    suppressed: collected.suppressed,
    checks: checksOf(own['Checks']),
    coverage: coverageOf(own['Coverage']),
    ...(database === undefined ? {} : { database }),
    notes: notesOf(own['Notes']),
    ...(upgrades === undefined ? {} : { upgrades }),
  };
  return { report, ...(created === undefined ? {} : { created }) };
}

function documentOf(bytes: Uint8Array, name: string): JsonObject {
  let value: unknown;
  try {
    value = parseJsonBytes(bytes, `"${printable(name)}"`);
  } catch (cause) {
    // The reader's sentence names the file a second time: what V8 said is the state found.
    const said = cause instanceof Error && cause.cause !== undefined ? cause.cause : cause;
    const text = `Cannot convert "${printable(name)}": ${errorText(said)}, wanted a JSON report`;
    throw new ReportError('REPORT_INVALID', text, { cause });
  }
  const document = objectOf(value);
  const version = document['SchemaVersion'];
  if (version !== 2) {
    const found = typeof version === 'number' ? `schema version ${version}` : 'no schema version';
    throw new ReportError(
      'REPORT_INVALID',
      `Cannot convert "${printable(name)}": found ${found}, wanted a JSON report of schema version 2`,
    );
  }
  return document;
}

function complaints(name: string, foreign: boolean, lost: number): Report['errors'] {
  const said: ReportError[] = [];
  if (foreign) {
    said.push(
      new ReportError(
        'REPORT_FOREIGN',
        `Cannot tell what "${printable(name)}" left out: it has no Plimsoll objects, so what could not be judged is not known`,
      ),
    );
  }
  if (lost > 0) {
    said.push(
      new ReportError(
        'REPORT_ENTRY',
        `Cannot read ${lost} entries of "${printable(name)}": found no name or id, wanted one in each`,
      ),
    );
  }
  return said.map(({ code, message }) => ({ code, text: message }));
}

/** Packages and findings of all results, each once however many targets tell it. */
interface Collected {
  readonly packages: Package[];
  readonly findings: Finding[];
  readonly suppressed: Finding[];
  lost: number;
}

function resultsOf(
  document: JsonObject,
  own: JsonObject,
  layers: ReadonlyMap<string, number>,
): Collected {
  const into: Collected = { packages: [], findings: [], suppressed: [], lost: 0 };
  const history = new Map<number, string>();
  for (const value of listOf(own['History'])) {
    const { Index, CreatedBy } = objectOf(value);
    history.set(countOf(Index) ?? 0, anyText(CreatedBy));
  }
  const once = seenOnce();
  for (const value of listOf(document['Results'])) {
    const result = objectOf(value);
    const target = anyText(result['Target']);
    const context = { target, class: anyText(result['Class']), type: anyText(result['Type']) };
    collectPackages(into, result, { ...context, layers, history }, once);
    collectFindings(
      into,
      result,
      { layers, ...(context.class === 'os-pkgs' ? {} : { place: target }) },
      once,
    );
  }
  return { ...into, packages: withDependencies(into.packages) };
}

/** True for what is told by several targets after the first time: its `Everywhere` names all places. */
type Once = (value: unknown, key: readonly unknown[]) => boolean;

function seenOnce(): Once {
  const seen = new Set<string>();
  return (value, key) => {
    const everywhere = objectOf(objectOf(value)['Plimsoll'])['Everywhere'];
    if (chainsOf(everywhere) === undefined) return true;
    const text = JSON.stringify([...key, everywhere]);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  };
}

function collectPackages(
  into: Collected,
  result: JsonObject,
  context: PackageContext,
  once: Once,
): void {
  for (const value of listOf(result['Packages'])) {
    const item = packageOf(value, context);
    if (item === undefined) into.lost += 1;
    else if (once(value, ['package', item.purl, item.type])) into.packages.push(item);
  }
}

function collectFindings(
  into: Collected,
  result: JsonObject,
  context: Omit<FindingContext, 'kind'>,
  once: Once,
): void {
  const keep = (value: unknown, kind: FindingKind, list: 'findings' | 'suppressed'): void => {
    const finding = findingFrom(value, { ...context, kind });
    if (finding === undefined) into.lost += 1;
    else if (once(value, [list, finding.kind, finding.rule, finding.package, finding.suppressed])) {
      into[list].push(finding);
    }
  };
  for (const [name, kind] of findingLists) {
    for (const value of listOf(result[name])) keep(value, kind, 'findings');
  }
  const others = listOf(objectOf(result['Plimsoll'])['Findings']);
  for (const value of others) keep(value, 'trust', 'findings');
  for (const value of listOf(result['ExperimentalModifiedFindings'])) {
    const { Finding: inner, Type } = objectOf(value);
    const kinds = {
      misconfiguration: 'misconfiguration',
      secret: 'secret',
      license: 'licence',
    } as const;
    const kind =
      Type === 'misconfiguration' || Type === 'secret' || Type === 'license'
        ? kinds[Type]
        : 'vulnerability';
    keep(inner, kind, 'suppressed');
  }
}

/** `DependsOn` names packages by id; the nouns by purl. */
function withDependencies(packages: readonly Package[]): Package[] {
  const byId = new Map<string, string>();
  for (const { name, version, purl } of packages) {
    const id = version === '' ? name : `${name}@${version}`;
    if (!byId.has(id)) byId.set(id, purl);
  }
  return packages.map((item) =>
    item.dependsOn === undefined
      ? item
      : { ...item, dependsOn: item.dependsOn.map((id) => byId.get(id) ?? id) },
  );
}
