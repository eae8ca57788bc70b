import type { Finding, Location, Package, Report } from '../model/index.ts';
import { compareSeverity } from '../model/index.ts';
import type { ReportContext } from './context.ts';
import { contextOf } from './context.ts';
import type { OutputFormat, RenderOptions, Sink } from './contract.ts';
import { fingerprint, placeOf } from './fingerprint.ts';
import { instruction } from './instruction.ts';
import { judgedOf } from './judged.ts';
import type { JsonObject } from './json-object.ts';
import { filled, packageId } from './json-object.ts';
import { writeJson } from './json-writer.ts';
import { primaryUrl } from './links.ts';
import { byText } from '../model/order.ts';
import { bounded, levels, ruleObject } from './sarif-rule.ts';

/**
 * SARIF 2.1.0 within what GitHub code scanning takes: results are sorted by severity and cut at
 * 25,000 (the cut is told), texts are bounded, fingerprints survive a rebuild of the image.
 * Suppressed findings are left out, because GitHub would open alerts for them.
 */
export const sarif: OutputFormat = {
  id: 'sarif',
  title: 'SARIF 2.1.0 for code scanning, within the limits of GitHub',
  mediaType: 'application/sarif+json',
  extension: 'sarif',
  write,
};

/** Results (and rules) of one run that GitHub accepts. */
const mostResults = 25_000;
/** Locations of one result that GitHub shows. */
const mostLocations = 100;

const schemaUrl =
  'https://raw.githubusercontent.com/oasis-tcs/sarif-spec/main/sarif-2.1/schema/sarif-schema-2.1.0.json';

interface Entry {
  readonly finding: Finding;
  readonly item: Package | undefined;
  readonly ruleIndex: number;
}

function write(report: Report, sink: Sink, options: RenderOptions): void {
  const context = contextOf(report);
  const { kept, cut } = chosen(report, context);
  const rules = rulesOf(kept);
  writeJson(sink, (out) => {
    out.member('$schema', schemaUrl);
    out.member('version', '2.1.0');
    out.array('runs', () => {
      out.object(undefined, () => {
        out.object('tool', () => {
          out.object('driver', () => {
            out.member('name', 'Plimsoll');
            out.member('fullName', 'Plimsoll container scanner');
            out.member('version', options.program.version);
            out.array('rules', () => {
              for (const findings of rules.values()) {
                out.element(ruleObject(findings, context));
              }
            });
          });
        });
        // One category per subject, so that an upload for one image does not close another's alerts.
        out.member('automationDetails', { id: `plimsoll/${report.subject.name}/` });
        out.member('originalUriBaseIds', { ROOTPATH: { uri: 'file:///' } });
        out.member('invocations', [invocation(report, cut, options)]);
        out.array('results', () => {
          const indexes = new Map([...rules.keys()].map((id, index) => [id, index]));
          for (const { finding, item } of kept) {
            const ruleIndex = indexes.get(finding.rule) ?? 0;
            out.element(resultObject({ finding, item, ruleIndex }, report));
          }
        });
        out.member('columnKind', 'utf16CodeUnits');
        out.member('properties', runProperties(report));
      });
    });
  });
}

/** The findings that fit, most severe first, each fingerprint once, with the number left out. */
function chosen(
  report: Report,
  context: ReportContext,
): { readonly kept: readonly Omit<Entry, 'ruleIndex'>[]; readonly cut: number } {
  const seen = new Set<string>();
  const rows: (Omit<Entry, 'ruleIndex'> & { readonly key: string })[] = [];
  for (const finding of report.findings) {
    const key = fingerprint(report.subject.name, finding);
    if (seen.has(key)) continue;
    seen.add(key);
    const item = finding.package === undefined ? undefined : context.packageOf(finding);
    rows.push({ finding, item, key });
  }
  rows.sort(
    (a, b) =>
      compareSeverity(a.finding.severity, b.finding.severity) ||
      (b.finding.vulnerability?.risk ?? 0) - (a.finding.vulnerability?.risk ?? 0) ||
      byText(a.item?.name ?? '', b.item?.name ?? '') ||
      byText(a.finding.rule, b.finding.rule) ||
      byText(a.key, b.key),
  );
  return { kept: rows.slice(0, mostResults), cut: Math.max(0, rows.length - mostResults) };
}

/** Findings by rule, in the order in which the rules first occur. */
function rulesOf(
  entries: readonly Omit<Entry, 'ruleIndex'>[],
): ReadonlyMap<string, readonly Finding[]> {
  const rules = new Map<string, Finding[]>();
  for (const { finding } of entries) {
    const known = rules.get(finding.rule);
    if (known === undefined) rules.set(finding.rule, [finding]);
    else known.push(finding);
  }
  return rules;
}

function resultObject({ finding, item, ruleIndex }: Entry, report: Report): JsonObject {
  const undecided = finding.verdict === 'unknown';
  const location = finding.locations[0] ?? item?.locations[0];
  const key = fingerprint(report.subject.name, finding);
  const { layer, history } = location ?? {};
  const risk = finding.vulnerability?.risk;
  return {
    ruleId: finding.rule,
    ruleIndex,
    // "open": the rule was evaluated, but not enough is known to decide (SARIF 3.27.9).
    kind: undecided ? 'open' : undefined,
    level: undecided ? 'none' : levels[finding.severity],
    message: { text: resultText(finding, item) },
    locations: (finding.locations.length === 0 ? [{}] : finding.locations)
      .slice(0, mostLocations)
      .map((place) => locationObject(place, item, report)),
    fixes: fixesOf(finding, report),
    partialFingerprints: { primaryLocationLineHash: `${key.slice(0, 32)}:1`, 'plimsoll/v1': key },
    properties: {
      verdict: finding.verdict,
      risk,
      'fix-versions': filled(finding.fix?.versions),
      layer: layer && { index: layer.index, digest: layer.digest, diffId: layer.diffId },
      instruction: history && instruction(history.createdBy),
    },
  };
}

/** The edits that end a fault, as SARIF 3.55 has them: offsets in UTF-16 units. */
function fixesOf(finding: Finding, report: Report): readonly JsonObject[] | undefined {
  const detail = finding.misconfiguration;
  if (detail?.edits === undefined || detail.edits.length === 0) return undefined;
  const byFile = Map.groupBy(detail.edits, ({ path }) => path);
  const artifactChanges = [...byFile].map(([path, edits]) => ({
    artifactLocation: { uri: artifactUri({ file: { path } }, undefined, report) },
    replacements: edits.map(({ start, end, text }) => ({
      deletedRegion: { charOffset: start, charLength: end - start },
      insertedContent: { text },
    })),
  }));
  return [{ description: { text: bounded(detail.advice.en, 1000) }, artifactChanges }];
}

function locationObject(place: Location, item: Package | undefined, report: Report): JsonObject {
  return {
    physicalLocation: {
      artifactLocation: { uri: artifactUri(place, item, report), uriBaseId: 'ROOTPATH' },
      region: regionOf(place),
    },
    message: {
      text: `${report.subject.name}: ${item === undefined ? placeOf(place) : packageId(item)}`,
    },
    logicalLocations: item && [
      { name: packageId(item), fullyQualifiedName: item.purl, kind: 'module' },
    ],
  };
}

function resultText(finding: Finding, item: Package | undefined): string {
  const url = primaryUrl(finding.rule);
  const lines = [
    ...(item === undefined
      ? [finding.message.text, ...finding.evidence]
      : [`Package: ${item.name}`, `Installed Version: ${item.version}`]),
    `${finding.kind === 'vulnerability' ? 'Vulnerability' : 'Rule'} ${finding.rule}`,
    `Severity: ${finding.severity.toUpperCase()}`,
    ...(item === undefined
      ? []
      : [`Fixed Version: ${finding.fix?.versions.join(', ') || 'none known'}`]),
    ...(finding.verdict === 'unknown' ? [`Undecided: ${finding.message.text}`] : []),
    ...(url === undefined ? [] : [`Link: [${finding.rule}](${url})`]),
  ];
  return bounded(lines.join('\n'), 4000);
}

/**
 * Where the finding is, relative: the file it stands in; for a package of the operating system the
 * subject itself, because nobody looks for its package database. Characters that would make a
 * scheme or a query of it (the colon of a tag) are escaped.
 */
function artifactUri(place: Location, item: Package | undefined, report: Report): string {
  const path = placeOf(place);
  const database = item !== undefined && ['deb', 'apk', 'rpm'].includes(item.type);
  // A field of an image's configuration stands in no file.
  const field = report.subject.kind === 'image' && place.file === undefined;
  const shown = database || field || path === '' ? report.subject.name : path;
  return shown
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..')
    .map((segment) => encodeURIComponent(segment.toWellFormed()))
    .join('/');
}

function regionOf(place: Location): JsonObject {
  const link = place.file;
  const startLine = Math.max(1, link?.startLine ?? 1);
  const endLine = Math.max(startLine, link?.endLine ?? startLine);
  const { startColumn, endColumn } = link ?? {};
  if (startColumn === undefined) return { startLine, startColumn: 1, endLine, endColumn: 1 };
  return { startLine, startColumn, endLine, endColumn: endColumn ?? startColumn };
}

/** How the run went: what could not be read or answered stands here as notifications. */
function invocation(report: Report, cut: number, options: RenderOptions): JsonObject {
  const { gaps, stale, starter, unjudged, packages } = judgedOf(report);
  const notice = (level: string, id: string, text: string): JsonObject => ({
    level,
    descriptor: { id },
    message: { text: bounded(text, 1000) },
  });
  const list = report.errors.map((error) => notice('error', error.code, error.text));
  if (unjudged > 0) {
    const text = `${unjudged} of ${packages} packages could not be checked for vulnerabilities.`;
    list.push(notice('warning', 'not-checked', text));
  }
  for (const row of [...gaps, ...stale]) {
    const text = `${row.ecosystem}: ${row.packages} packages, ${row.state}. ${row.reason ?? ''}`;
    list.push(notice('warning', row.state, text.trim()));
  }
  if (starter) {
    const text = 'Only the starter set of advisories was asked; more may be vulnerable.';
    list.push(notice('warning', 'starter-set', text));
  }
  if (cut > 0) {
    const text = `${cut} of the least severe results were left out: GitHub accepts ${mostResults}.`;
    list.push(notice('warning', 'results-cut', text));
  }
  return {
    executionSuccessful: report.status !== 'failed',
    endTimeUtc: options.created,
    toolExecutionNotifications: filled(list),
  };
}

function runProperties(report: Report): JsonObject {
  const { image } = report.subject;
  return {
    imageName: report.subject.name,
    imageID: image?.id,
    repoTags: image?.tags,
    repoDigests: image?.digests,
    status: report.status,
    packages: report.packages.length,
    suppressed: report.suppressed.length,
  };
}
