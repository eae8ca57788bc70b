import type {
  CheckResult,
  Coverage,
  DatabaseInfo,
  Finding,
  Location,
  OperatingSystem,
  Package,
  Report,
  Text,
  Upgrade,
} from '../model/index.ts';
import { severities } from '../model/index.ts';
import type { RenderOptions } from './contract.ts';
import type { JsonObject } from './json-object.ts';
import { filled } from './json-object.ts';
import type { Spread, Target } from './targets.ts';

/** A location as a JSON chain: the links that are known, in the order of the chain. */
export function chainObject(location: Location): JsonObject {
  const { dockerfile, history, layer, file, field, container, process } = location;
  const lines = (link: NonNullable<typeof file>): JsonObject => ({
    Path: link.path,
    StartLine: link.startLine,
    EndLine: link.endLine,
    StartColumn: link.startColumn,
    EndColumn: link.endColumn,
  });
  return {
    Dockerfile: dockerfile && lines(dockerfile),
    History: history && { Index: history.index, CreatedBy: history.createdBy },
    Layer: layer && { Index: layer.index, Digest: layer.digest, DiffID: layer.diffId },
    File: file && lines(file),
    Package: location.package && { PURL: location.package.purl },
    Field: field && { Pointer: field.pointer },
    Container: container && { ID: container.id, Name: container.name },
    Process: process && { PID: process.pid, Executable: process.executable },
  };
}

/** `Plimsoll` of a finding. Trivy's members name the package of a vulnerability, of others ours. */
export function plimsollFinding(finding: Spread<Finding>): JsonObject {
  const detail = finding.vulnerability;
  const fault = finding.misconfiguration;
  const both = (text: Text): JsonObject => ({ en: text.en, 'zh-CN': text['zh-CN'] });
  const statements = detail?.severities.filter((one) => one.word !== undefined) ?? [];
  return {
    Kind: finding.kind,
    Verdict: finding.verdict,
    Message: { ID: finding.message.id, Params: finding.message.params, Text: finding.message.text },
    Aliases: finding.aliases,
    Locations: finding.locations.map(chainObject),
    Everywhere: finding.everywhere?.map(chainObject),
    Package:
      finding.kind === 'vulnerability' || finding.kind === 'malware' ? undefined : finding.package,
    Evidence: filled(finding.evidence),
    Fix: finding.fix && {
      State: finding.fix.state,
      Versions: finding.fix.versions,
      Date: finding.fix.date,
      Instruction: finding.fix.instruction,
    },
    Misconfiguration: fault && {
      Subject: fault.subject,
      Title: both(fault.title),
      Why: both(fault.why),
      Advice: both(fault.advice),
      Sentence: finding.message.translations && {
        'zh-CN': finding.message.translations['zh-CN'],
      },
      Edits: filled(
        (fault.edits ?? []).map(({ path, start, end, text }) => ({
          Path: path,
          Start: start,
          End: end,
          Text: text,
        })),
      ),
      Review: fault.review,
      NoEdit: fault.noEdit,
    },
    Risk: detail && {
      Score: detail.risk,
      EPSS: detail.epss && {
        Probability: detail.epss.probability,
        Percentile: detail.epss.percentile,
        Date: detail.epss.date,
      },
      KEV: detail.kev && {
        Added: detail.kev.added,
        Due: detail.kev.due,
        Ransomware: detail.kev.ransomware,
      },
    },
    Match: detail && { By: detail.match.by, Name: detail.match.name, Range: detail.match.range },
    Status: detail?.status,
    SeverityWords: filled(
      statements.map((one) => ({ Source: one.source, Severity: one.severity, Word: one.word })),
    ),
    Severities: detail?.severities.map((one) => ({
      Source: one.source,
      Severity: one.severity,
      Word: one.word,
      CVSS: one.cvss && {
        Version: one.cvss.version,
        Vector: one.cvss.vector,
        Score: one.cvss.score,
      },
    })),
    Suppressed: finding.suppressed && {
      By: finding.suppressed.by,
      Reason: finding.suppressed.reason,
      Source: finding.suppressed.source,
      Expires: finding.suppressed.expires,
    },
  };
}

/** `Plimsoll` of a result: how many packages it stands for and whether they could be judged. */
export function plimsollResult(target: Target): JsonObject {
  return {
    PackageCount: target.packages.length,
    Coverage: filled(target.coverage.map(coverageObject)),
  };
}

/** `Plimsoll` of an entry of `Packages`; undefined when there is nothing that Trivy's members do not say. */
export function plimsollPackage(
  item: Spread<Package>,
  versions: { readonly Version?: string | undefined; readonly SourceVersion?: string | undefined },
): JsonObject | undefined {
  const [location] = item.locations;
  const short = location === undefined || isShort(location);
  const object = {
    Type: item.purl.toLowerCase().startsWith(`pkg:${item.type}/`) ? undefined : item.type,
    ...versions,
    Optional: item.optional,
    Requirement: item.requirement,
    Owner: item.owner,
    ThirdParty: item.thirdParty,
    Qualifiers: shownQualifiers(item.qualifiers),
    Place: location && placeObject(location),
    // One location is told by Layer, Place and History; several, and long chains, need more.
    Locations: item.locations.length > 1 || !short ? item.locations.map(chainObject) : undefined,
    Everywhere: item.everywhere?.map(chainObject),
  };
  return Object.values(object).some((value) => value !== undefined) ? object : undefined;
}

/** All but the functions of a Go program: hashes that only matching can read, 100 kB of them for some programs. */
function shownQualifiers(qualifiers: Package['qualifiers']): Package['qualifiers'] {
  if (qualifiers?.['symbols'] === undefined) return qualifiers;
  const { symbols: _symbols, ...shown } = qualifiers;
  return Object.keys(shown).length === 0 ? undefined : shown;
}

/** True when the numbers of layer and history and the file say all that the chain says. */
function isShort({ history: _h, layer: _l, file: _f, ...rest }: Location): boolean {
  return Object.keys(rest).length === 0;
}

function placeObject({ layer, history, file }: Location): JsonObject {
  return {
    Layer: layer?.index,
    History: history?.index,
    File: file && { Path: file.path, StartLine: file.startLine, EndLine: file.endLine },
  };
}

/** Each instruction that the places of packages name by number. */
function historyOf(report: Report): readonly JsonObject[] {
  const made = new Map<number, string>();
  for (const { history } of report.packages.flatMap(({ locations }) => locations.slice(0, 1))) {
    if (history !== undefined) made.set(history.index, history.createdBy);
  }
  return [...made]
    .sort(([a], [b]) => a - b)
    .map(([index, createdBy]) => ({ Index: index, CreatedBy: createdBy }));
}

function systemObject(os: OperatingSystem): JsonObject {
  return {
    ID: os.id,
    Version: os.version,
    Name: os.name,
    PrettyName: os.prettyName,
    Release: os.release,
    Codename: os.codename,
    IDLike: os.idLike,
    Channel: os.channel,
    Channels: os.channels,
    Variant: os.variant && { ID: os.variant.id, Name: os.variant.name },
    Build: os.build,
    CPE: os.cpe,
    SupportEnd: os.supportEnd,
    URLs: os.urls && {
      Home: os.urls.home,
      Support: os.urls.support,
      Bugs: os.urls.bugs,
      Privacy: os.urls.privacy,
    },
    EndOfLife: os.endOfLife && {
      Ended: os.endOfLife.ended,
      Date: os.endOfLife.date,
      Extended: os.endOfLife.extended,
    },
  };
}

/** One row of coverage. */
export function coverageObject(row: Coverage): JsonObject {
  return {
    Ecosystem: row.ecosystem,
    Packages: row.packages,
    State: row.state,
    Reason: row.reason,
    Message: row.message && {
      ID: row.message.id,
      Params: row.message.params,
      Text: row.message.text,
    },
    Feeds: row.feeds,
  };
}

function databaseObject(database: DatabaseInfo): JsonObject {
  return {
    Schema: database.schema,
    Built: database.built,
    Checksum: database.checksum,
    Starter: database.starter,
    Feeds: database.feeds.map((feed) => ({
      ID: feed.id,
      Title: feed.title,
      URL: feed.url,
      Ecosystems: feed.ecosystems,
      Records: feed.records,
      Newest: feed.newest,
      Fetched: feed.fetched,
      Licence: feed.licence,
      Failure: feed.failure && {
        Time: feed.failure.time,
        Code: feed.failure.code,
        Text: feed.failure.text,
      },
    })),
  };
}

function checkObject(check: CheckResult): JsonObject {
  return {
    Rule: check.rule,
    Result: check.result,
    Subject: check.subject,
    Evidence: filled(check.evidence),
  };
}

function upgradeObject(upgrade: Upgrade): JsonObject {
  const { ends, sameLine } = upgrade;
  return {
    Name: upgrade.name,
    Type: upgrade.type,
    From: upgrade.from,
    To: upgrade.to,
    Packages: upgrade.packages,
    Ends: Object.fromEntries(severities.map((severity) => [severity, ends[severity]])),
    Leaves: filled(upgrade.leaves),
    SameLine: sameLine && { To: sameLine.to, Leaves: sameLine.leaves },
    Instruction: upgrade.instruction,
    Locations: filled(upgrade.locations.map(chainObject)),
  };
}

/**
 * `Plimsoll` of the report. The path of the database is left out: it names a folder of the machine
 * that scanned, and equal inputs give equal bytes on any machine.
 */
export function plimsollReport(report: Report, options: RenderOptions): JsonObject {
  const { subject } = report;
  return {
    Program: { Name: options.program.name, Version: options.program.version },
    Status: report.status,
    Scanners: report.scanners,
    Errors: filled(
      report.errors.map((error) => ({
        Code: error.code,
        Text: error.text,
        Location: error.location && chainObject(error.location),
      })),
    ),
    Subject: {
      Kind: subject.kind,
      Source: subject.image?.source,
      ManifestDigest: subject.image?.manifestDigest,
      Platform: subject.image && platformOf(subject.image),
      OS: subject.image?.os,
      Architecture: subject.image?.architecture,
      Variant: subject.image?.variant,
      Created: subject.image?.created,
      Instructions: filled(subject.image?.layers.map((layer) => layer.createdBy ?? '')),
    },
    OS: report.os && systemObject(report.os),
    History: filled(historyOf(report)),
    Coverage: report.coverage.map(coverageObject),
    Database: report.database && databaseObject(report.database),
    Checks: filled(report.checks.map(checkObject)),
    Upgrades: report.upgrades?.map(upgradeObject),
    Notes: filled(
      report.notes.map((note) => ({ ID: note.id, Params: note.params, Text: note.text })),
    ),
  };
}

/** `linux/arm64/v8`. */
export function platformOf(image: {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}): string {
  const parts = [image.os, image.architecture, image.variant];
  return parts.filter((part) => part !== undefined && part !== '').join('/');
}
