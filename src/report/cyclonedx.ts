import type { Finding, Location, Package, Report } from '../model/index.ts';
import { billOf, contentUuid } from './bill.ts';
import type { Refs } from './bill.ts';
import type { ReportContext } from './context.ts';
import { contextOf } from './context.ts';
import type { OutputFormat, RenderOptions, Sink } from './contract.ts';
import { vulnerabilityEntries } from './cyclonedx-vulnerability.ts';
import type { JsonObject } from './json-object.ts';
import { filled } from './json-object.ts';
import { writeJson } from './json-writer.ts';
import { byText } from '../model/order.ts';
import { platformOf } from './plimsoll.ts';
import type { Target } from './targets.ts';

/**
 * CycloneDX 1.6: components, dependencies and vulnerabilities in one document. The serial number
 * is computed from the content, so that the same report gives the same bytes.
 */
export const cyclonedx: OutputFormat = {
  id: 'cyclonedx',
  title: 'CycloneDX 1.6 with components, dependencies and vulnerabilities',
  mediaType: 'application/vnd.cyclonedx+json',
  extension: 'cdx.json',
  write,
};

const rootRef = 'subject';

function write(report: Report, sink: Sink, options: RenderOptions): void {
  const context = contextOf(report);
  const { targets, packages, refs, needs, tops } = billOf(report);
  writeJson(sink, (out) => {
    out.member('$schema', 'http://cyclonedx.org/schema/bom-1.6.schema.json');
    out.member('bomFormat', 'CycloneDX');
    out.member('specVersion', '1.6');
    out.member('serialNumber', `urn:uuid:${contentUuid(report)}`);
    out.member('version', 1);
    out.member('metadata', metadata(report, options));
    out.array('components', () => {
      for (const target of targets) out.element(targetComponent(target, report));
      for (const item of packages) out.element(component(item, refs));
    });
    out.array('dependencies', () => {
      out.element({ ref: rootRef, dependsOn: filled(targets.map(targetRef).sort(byText)) });
      for (const target of targets) {
        out.element({ ref: targetRef(target), dependsOn: filled(tops(target)) });
      }
      for (const item of packages) {
        out.element({ ref: refs(item), dependsOn: filled(needs(item)) });
      }
    });
    if (report.status !== 'complete') {
      out.member('compositions', [{ aggregate: 'incomplete', assemblies: [rootRef] }]);
    }
    out.array('vulnerabilities', () => {
      for (const entry of vulnerabilityEntries(report, context, refsFor(context, refs))) {
        out.element(entry);
      }
    });
  });
}

function refsFor(context: ReportContext, refs: Refs): (finding: Finding) => string {
  return (finding) => refs(context.packageOf(finding));
}

function metadata(report: Report, options: RenderOptions): JsonObject {
  const { subject } = report;
  const { image } = subject;
  const version = image?.manifestDigest ?? image?.id;
  return {
    timestamp: options.created,
    tools: {
      components: [
        { type: 'application', name: options.program.name, version: options.program.version },
      ],
    },
    component: {
      'bom-ref': rootRef,
      type: image === undefined ? 'application' : 'container',
      name: subject.name,
      version,
      properties: properties({
        'image-id': image?.id,
        platform: image && platformOf(image),
        'diff-ids': image?.layers.flatMap((layer) => layer.diffId ?? []),
      }),
    },
    properties: properties({
      status: report.status,
      // What could not be answered, so that a missing vulnerability is not read as a missing fault.
      unanswered: report.coverage
        .filter((row) => row.state !== 'covered')
        .map((row) => `${row.ecosystem}: ${row.packages} packages, ${row.state}`),
      error: report.errors.map((error) => `${error.code}: ${error.text}`),
    }),
  };
}

/** Properties under our name; lists become repeated properties, what is undefined is left out. */
export function properties(
  values: Readonly<Record<string, string | readonly string[] | undefined>>,
): readonly JsonObject[] | undefined {
  const rows = Object.entries(values).flatMap(([name, value]) =>
    (value === undefined ? [] : [value].flat()).map((one) => ({
      name: `plimsoll:${name}`,
      value: one,
    })),
  );
  return filled(rows);
}

function targetRef(target: Target): string {
  return `target:${target.class}:${target.type}:${target.name}`;
}

/** The operating system, a lockfile, or a family of scattered packages. */
function targetComponent(target: Target, report: Report): JsonObject {
  const { os } = report;
  const system = target.class === 'os-pkgs' && os !== undefined;
  return {
    'bom-ref': targetRef(target),
    type: system ? 'operating-system' : 'application',
    name: system ? os.id : target.name,
    version: system && os.version !== '' ? os.version : undefined,
    description: system ? os.name : undefined,
    properties: properties({ class: target.class, type: target.type }),
  };
}

function component(item: Package, refs: Refs): JsonObject {
  const scoped = item.type === 'npm' && item.name.startsWith('@') ? item.name.indexOf('/') : -1;
  const [location] = item.locations;
  return {
    'bom-ref': refs(item),
    type: 'library',
    group: scoped > 0 ? item.name.slice(0, scoped) : undefined,
    name: scoped > 0 ? item.name.slice(scoped + 1) : item.name,
    version: item.version === '' ? undefined : item.version,
    scope: item.optional === true || item.dev === true ? 'optional' : undefined,
    hashes: hashes(item),
    licenses: filled(item.licenses?.map((name) => ({ license: { name } }))),
    purl: item.purl,
    supplier: item.maintainer === undefined ? undefined : { name: item.maintainer },
    evidence: evidence(item),
    properties: properties({
      'package-type': item.type,
      'source-name': item.source?.name,
      'source-version': item.source?.version,
      'layer-diff-id': location?.layer?.diffId,
      'layer-digest': location?.layer?.digest,
      owner: item.owner,
      requirement: item.requirement,
    }),
  };
}

const algorithms: ReadonlyMap<string, { readonly name: string; readonly digits: number }> = new Map(
  [
    ['md5', { name: 'MD5', digits: 32 }],
    ['sha1', { name: 'SHA-1', digits: 40 }],
    ['sha256', { name: 'SHA-256', digits: 64 }],
    ['sha384', { name: 'SHA-384', digits: 96 }],
    ['sha512', { name: 'SHA-512', digits: 128 }],
  ],
);

function hashes(item: Package): readonly JsonObject[] | undefined {
  const [, algorithm = '', content = ''] =
    /^([a-z0-9]+):([0-9a-f]+)$/.exec(item.digest ?? '') ?? [];
  const known = algorithms.get(algorithm);
  return known?.digits === content.length ? [{ alg: known.name, content }] : undefined;
}

function evidence(item: Package): JsonObject | undefined {
  const occurrence = ({ file }: Location): readonly JsonObject[] =>
    file === undefined ? [] : [{ location: file.path, line: file.startLine }];
  const occurrences = filled(item.locations.flatMap(occurrence));
  return occurrences && { occurrences };
}
