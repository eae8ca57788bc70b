import type {
  CheckResult,
  Coverage,
  DatabaseInfo,
  Finding,
  Location,
  Package,
  Report,
  Upgrade,
} from '../model/index.ts';
import { severities } from '../model/index.ts';
import type { RenderOptions } from './contract.ts';
import type { JsonObject } from './json-object.ts';
import { filled } from './json-object.ts';
import type { Target } from './targets.ts';

/** A location as a JSON chain: the links that are known, in the order of the chain. */
export function chainObject(location: Location): JsonObject {
  const { dockerfile, history, layer, file, field, container, process } = location;
  const lines = (link: NonNullable<typeof file>): JsonObject => ({
    Path: link.path,
    StartLine: link.startLine,
    EndLine: link.endLine,
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

/** `Plimsoll` of a finding. */
export function plimsollFinding(finding: Finding): JsonObject {
  const detail = finding.vulnerability;
  const statements = detail?.severities.filter((one) => one.word !== undefined) ?? [];
  return {
    Kind: finding.kind,
    Verdict: finding.verdict,
    Message: { ID: finding.message.id, Params: finding.message.params, Text: finding.message.text },
    Aliases: finding.aliases,
    Locations: finding.locations.map(chainObject),
    Evidence: filled(finding.evidence),
    Fix: finding.fix && {
      State: finding.fix.state,
      Versions: finding.fix.versions,
      Date: finding.fix.date,
      Instruction: finding.fix.instruction,
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
export function plimsollPackage(item: Package): JsonObject | undefined {
  const object = {
    Optional: item.optional,
    Requirement: item.requirement,
    Owner: item.owner,
    ThirdParty: item.thirdParty,
    Qualifiers: item.qualifiers,
    // One location is told by Layer, FilePath and Locations; only several need more.
    Locations: item.locations.length > 1 ? item.locations.map(chainObject) : undefined,
  };
  return Object.values(object).some((value) => value !== undefined) ? object : undefined;
}

/** One row of coverage. */
export function coverageObject(row: Coverage): JsonObject {
  return {
    Ecosystem: row.ecosystem,
    Packages: row.packages,
    State: row.state,
    Reason: row.reason,
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
    },
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
