import type { Package, Report } from '../model/index.ts';
import { billOf } from './bill.ts';
import type { Bill } from './bill.ts';
import type { OutputFormat, RenderOptions, Sink } from './contract.ts';
import { placeOf } from './fingerprint.ts';
import type { JsonObject } from './json-object.ts';
import { writeJson } from './json-writer.ts';
import type { JsonWriter } from './json-writer.ts';
import { byText } from '../model/order.ts';
import type { Target } from './targets.ts';

/**
 * GitHub's dependency snapshot, version 0, for its dependency submission API
 * (https://docs.github.com/rest/dependency-graph/dependency-submission). Commit, branch and job come
 * from the variables that a workflow has (`GITHUB_SHA`, `GITHUB_REF`, `GITHUB_WORKFLOW`,
 * `GITHUB_JOB`, `GITHUB_RUN_ID`); outside of one they are empty, and have to be filled in.
 */
export const github: OutputFormat = {
  id: 'github',
  title: 'GitHub dependency snapshot (dependency submission API)',
  mediaType: 'application/json',
  extension: 'github.json',
  write,
};

function write(report: Report, sink: Sink, options: RenderOptions): void {
  const { program, pipeline = {} } = options;
  const bill = billOf(report);
  const said = (name: string): string => pipeline[name] ?? '';
  const { image } = report.subject;
  writeJson(sink, (out) => {
    out.member('version', 0);
    out.member('detector', {
      name: program.name,
      version: program.version,
      url: `pkg:npm/plimsoll@${program.version}`,
    });
    out.member('metadata', {
      subject: report.subject.name,
      status: report.status,
      'image-id': image?.id,
      'image-digest': image?.manifestDigest,
    });
    out.member('ref', said('GITHUB_REF'));
    out.member('sha', said('GITHUB_SHA'));
    out.member('job', {
      correlator: [said('GITHUB_WORKFLOW'), said('GITHUB_JOB')].filter(Boolean).join('_'),
      id: said('GITHUB_RUN_ID'),
    });
    out.member('scanned', options.created ?? report.database?.built ?? '1970-01-01T00:00:00Z');
    out.object('manifests', () => {
      for (const target of bill.targets) manifest(target, bill, out);
    });
  });
}

function manifest(target: Target, bill: Bill, out: JsonWriter): void {
  const direct = new Set(bill.tops(target));
  const { name, type, packages } = target;
  const lockfile =
    target.class === 'lang-pkgs' &&
    packages.every(({ locations }) => placeOf(locations[0]) === name);
  const byRef = new Map(packages.map((item) => [bill.refs(item), item]));
  out.object(name, () => {
    out.member('name', type === '' ? name : type);
    if (lockfile) out.member('file', { source_location: name });
    out.object('resolved', () => {
      for (const [ref, item] of [...byRef].sort(([a], [b]) => byText(a, b))) {
        out.member(ref, resolved(item, direct, bill));
      }
    });
  });
}

function resolved(item: Package, direct: ReadonlySet<string>, bill: Bill): JsonObject {
  return {
    package_url: item.purl,
    relationship: direct.has(bill.refs(item)) ? 'direct' : 'indirect',
    scope: item.dev === true ? 'development' : 'runtime',
    dependencies: bill.needs(item),
  };
}
