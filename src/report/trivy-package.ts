import type { Package } from '../model/index.ts';
import type { Spread } from './targets.ts';
import { packageUid, placeOf } from './fingerprint.ts';
import type { JsonObject } from './json-object.ts';
import { filled, layerOf, packageId } from './json-object.ts';
import { byText } from '../model/order.ts';
import { plimsollPackage } from './plimsoll.ts';

interface SplitVersion {
  readonly epoch?: number;
  readonly version: string;
  readonly release?: string;
}

/** Debian and RPM versions in three parts, as readers of Trivy's package list put them together again. */
function split(type: string, version: string): SplitVersion {
  if (type !== 'deb' && type !== 'rpm') return { version };
  const colon = /^(\d{1,9}):/.exec(version);
  const rest = colon === null ? version : version.slice(colon[0].length);
  const dash = rest.lastIndexOf('-');
  return {
    ...(colon === null ? {} : { epoch: Number(colon[1]) }),
    version: dash < 0 ? rest : rest.slice(0, dash),
    ...(dash < 0 ? {} : { release: rest.slice(dash + 1) }),
  };
}

/** What readers make of the parts. */
function joined({ epoch, version, release }: SplitVersion): string {
  const whole = release === undefined ? version : `${version}-${release}`;
  return epoch === undefined ? whole : `${epoch}:${whole}`;
}

/** One element of `Results[].Packages`. `ids` gives the id of a package by its purl. */
export function packageObject(item: Spread<Package>, ids: ReadonlyMap<string, string>): JsonObject {
  const own = split(item.type, item.version);
  const from = item.source ?? (item.type === 'deb' || item.type === 'rpm' ? item : undefined);
  const source = from && split(item.type, from.version);
  const location = item.locations[0];
  const isOs = item.type === 'deb' || item.type === 'apk' || item.type === 'rpm';
  const dependsOn = item.dependsOn?.map((purl) => ids.get(purl) ?? purl).sort(byText);
  return {
    ID: packageId(item),
    Name: item.name,
    Identifier: { PURL: item.purl, UID: packageUid(item.purl, placeOf(location)) },
    Version: own.version,
    Release: own.release,
    Epoch: own.epoch,
    Arch: item.arch,
    Dev: item.dev === true ? true : undefined,
    SrcName: from?.name,
    SrcVersion: source?.version,
    SrcRelease: source?.release,
    SrcEpoch: source?.epoch,
    Licenses: filled(item.licenses),
    Maintainer: item.maintainer,
    Relationship: item.relationship,
    Indirect: item.relationship === 'indirect' ? true : undefined,
    DependsOn: filled(dependsOn),
    Layer: layerOf(location),
    FilePath: isOs ? undefined : location?.file?.path,
    Digest: item.digest,
    Locations: lines(item),
    AnalyzedBy: item.foundBy === '' ? undefined : item.foundBy,
    Plimsoll: plimsollPackage(item, {
      Version: joined(own) === item.version ? undefined : item.version,
      SourceVersion: from && source && joined(source) !== from.version ? from.version : undefined,
    }),
  };
}

function lines(item: Package): readonly JsonObject[] | undefined {
  const rows = item.locations.flatMap(({ file }) =>
    file?.startLine === undefined
      ? []
      : [{ StartLine: file.startLine, EndLine: file.endLine ?? file.startLine }],
  );
  return filled(rows);
}
