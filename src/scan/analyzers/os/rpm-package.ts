import type { RpmHeader } from '../../../formats/rpm-header.ts';
import type { FoundPackage } from '../contract.ts';

/** `openssl-3.0.7-24.el9.src.rpm` -> name, and version with release; the file name tells no epoch. */
export function sourceOf(file: string): { name: string; version: string } | undefined {
  const end = /\.(?:no)?src\.rpm$/.exec(file)?.index;
  if (end === undefined) return undefined;
  const release = file.lastIndexOf('-', end);
  const version = release <= 0 ? -1 : file.lastIndexOf('-', release - 1);
  if (version <= 0) return undefined;
  return { name: file.slice(0, version), version: file.slice(version + 1, end) };
}

/** `1:2.3-4.el9`; rpm treats a missing epoch as 0, so 0 is not written. */
function evr(epoch: number | undefined, version: string, release: string): string {
  const tail = release === '' ? version : `${version}-${release}`;
  return epoch === undefined || epoch === 0 ? tail : `${epoch}:${tail}`;
}

/** What a header, or a line of a manifest, tells of a package. */
export type RpmFacts = Omit<RpmHeader, 'paths' | 'modularity' | 'md5' | 'license'> &
  Partial<Pick<RpmHeader, 'modularity' | 'md5' | 'license'>>;

/** The package of a header; undefined for the keys that rpm keeps among its packages. */
export function packageOf(header: RpmFacts): FoundPackage | undefined {
  const { name, epoch, version, release, arch, vendor, license, modularity, md5 } = header;
  if (name === 'gpg-pubkey') return undefined;
  const source = sourceOf(header.sourceRpm ?? '');
  const qualifiers = {
    ...(told(vendor) ? { vendor } : {}),
    ...(told(modularity) ? { modularity } : {}),
  };
  return {
    name,
    version: evr(epoch, version, release),
    type: 'rpm',
    ...(source === undefined ? {} : { source }),
    ...(told(arch) ? { arch } : {}),
    ...(told(vendor) ? { maintainer: vendor } : {}),
    ...(told(license) ? { licenses: [license] } : {}),
    ...(md5 === undefined ? {} : { digest: `md5:${md5}` }),
    ...(Object.keys(qualifiers).length === 0 ? {} : { qualifiers }),
  };
}

/** rpm writes `(none)` where a tag is missing. */
function told(value: string | undefined): value is string {
  return value !== undefined && value !== '' && value !== '(none)';
}
