import type { ImageSubject, OperatingSystem, Report } from '../model/index.ts';
import { distroOf } from '../model/index.ts';
import type { ReportContext } from './context.ts';
import { contextOf, packageIds, sortFindings } from './context.ts';
import type { OutputFormat, RenderOptions, Sink } from './contract.ts';
import { placeOf } from './fingerprint.ts';
import type { JsonObject } from './json-object.ts';
import { filled } from './json-object.ts';
import type { JsonWriter } from './json-writer.ts';
import { writeJson } from './json-writer.ts';
import { byKeys } from '../model/order.ts';
import { plimsollReport, plimsollResult } from './plimsoll.ts';
import type { Target } from './targets.ts';
import { targetsOf } from './targets.ts';
import { lists, modified, otherObject } from './trivy-findings.ts';
import { packageObject } from './trivy-package.ts';

/**
 * Trivy's JSON report, schema version 2, so that what reads Trivy reads Plimsoll. Our own members
 * stand in `Plimsoll` objects; docs/reference/report.schema.json describes them. Sorted, without
 * random ids or times: the same report gives the same bytes.
 */
export const json: OutputFormat = {
  id: 'json',
  title: "JSON, Trivy's schema version 2 with our facts in `Plimsoll` objects",
  mediaType: 'application/json',
  extension: 'json',
  write,
};

function write(report: Report, sink: Sink, options: RenderOptions): void {
  const context = contextOf(report);
  const ids = packageIds(report);
  writeJson(sink, (out) => {
    out.member('SchemaVersion', 2);
    out.member('CreatedAt', options.created);
    out.member('ArtifactName', report.subject.name);
    out.member('ArtifactType', artifactType(report));
    out.member('Metadata', metadata(report));
    out.array('Results', () => {
      for (const target of targetsOf(report)) {
        out.object(undefined, () => writeResult(out, target, { context, ids }));
      }
    });
    out.member('Plimsoll', plimsollReport(report, options));
  });
}

function artifactType(report: Report): string {
  const { kind } = report.subject;
  if (kind === 'image' || kind === 'container') return 'container_image';
  return kind === 'file' || kind === 'host' ? 'filesystem' : kind;
}

function metadata(report: Report): JsonObject {
  const { image } = report.subject;
  return {
    Size: image?.size,
    OS: report.os && osObject(report.os),
    ImageID: image?.id,
    DiffIDs: image && filled(image.layers.flatMap((layer) => layer.diffId ?? [])),
    RepoTags: filled(image?.tags),
    RepoDigests: filled(image?.digests),
    Reference: image?.tags[0],
    ImageConfig: image && (image.configuration ?? configuration(image)),
    Layers:
      image &&
      filled(
        image.layers.map((layer) => ({
          Size: layer.size,
          Digest: layer.digest,
          DiffID: layer.diffId,
        })),
      ),
  };
}

function osObject(os: OperatingSystem): JsonObject {
  return {
    Family: distroOf(os.id)?.family ?? os.id,
    Name: os.version === '' ? os.channel : os.version,
    EOSL: os.endOfLife?.ended === true ? true : undefined,
  };
}

/** The parts of an image configuration that the subject itself knows. */
function configuration(image: ImageSubject): JsonObject {
  return {
    architecture: image.architecture,
    created: image.created,
    history: filled(
      image.layers.flatMap((layer) =>
        layer.createdBy === undefined ? [] : [{ created_by: layer.createdBy }],
      ),
    ),
    os: image.os,
    variant: image.variant,
    rootfs: { type: 'layers', diff_ids: image.layers.flatMap((layer) => layer.diffId ?? []) },
  };
}

interface ResultContext {
  readonly context: ReportContext;
  readonly ids: ReadonlyMap<string, string>;
}

function writeResult(out: JsonWriter, target: Target, { context, ids }: ResultContext): void {
  out.member('Target', target.name);
  out.member('Class', target.class);
  out.member('Type', target.type === '' ? undefined : target.type);
  if (target.packages.length > 0) {
    out.array('Packages', () => {
      const order = byKeys<(typeof target.packages)[number]>(
        (item) => item.name,
        (item) => item.version,
        (item) => item.purl,
        (item) => placeOf(item.locations[0]),
      );
      for (const item of [...target.packages].sort(order)) out.element(packageObject(item, ids));
    });
  }
  const findings = sortFindings(target.findings, context);
  for (const { name, kinds, object } of lists) {
    const own = findings.filter((finding) => kinds.includes(finding.kind));
    if (own.length === 0) continue;
    out.array(name, () => {
      for (const finding of own) out.element(object(finding, context));
    });
  }
  if (target.suppressed.length > 0) {
    out.array('ExperimentalModifiedFindings', () => {
      for (const finding of sortFindings(target.suppressed, context)) {
        out.element(modified(finding, context));
      }
    });
  }
  const others = findings.filter((one) => !lists.some(({ kinds }) => kinds.includes(one.kind)));
  out.member('Plimsoll', {
    ...plimsollResult(target),
    Findings: filled(others.map((finding) => otherObject(finding, context))),
  });
}
