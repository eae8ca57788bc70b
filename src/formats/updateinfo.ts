import { unpackedPieces } from './unpack.ts';
import { childrenOf, childOf, childText, xmlRecords } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** One notice of an RPM repository's `updateinfo.xml`. */
export interface UpdateNotice {
  readonly id: string;
  /** `security`, `bugfix`, `enhancement`, `newpackage`. */
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly severity?: string;
  readonly issued?: string;
  readonly updated?: string;
  readonly references: readonly {
    readonly type: string;
    readonly id: string;
    readonly title: string;
    readonly href: string;
  }[];
  readonly packages: readonly UpdatePackage[];
}

/** A package that a notice brings. */
export interface UpdatePackage {
  readonly name: string;
  /** `1:18.18.2-1.el9`; an epoch of 0 is left out. */
  readonly evr: string;
  readonly arch: string;
  /** Module stream it was built for, `nginx:mainline`. */
  readonly module?: string;
}

/**
 * Notices of an `updateinfo.xml`, packed or plain, one at a time.
 * Form: createrepo_c's `updateinfo` writer; dnf and yum read it.
 * @throws {FormatError} XML_INVALID and what unpacking says. @throws {LimitError}
 */
export function* updateNotices(bytes: Uint8Array, what: string): Generator<UpdateNotice> {
  const isUpdate = (name: string): boolean => name === 'update';
  for (const node of xmlRecords(unpackedPieces(bytes, what), isUpdate, what)) yield noticeOf(node);
}

function noticeOf(node: XmlElement): UpdateNotice {
  const collections = childrenOf(childOf(node, 'pkglist'), 'collection');
  const title = childText(node, 'title');
  const description = childText(node, 'description');
  const severity = childText(node, 'severity');
  const issued = timeOf(childOf(node, 'issued')?.attributes.get('date'));
  const updated = timeOf(childOf(node, 'updated')?.attributes.get('date'));
  return {
    id: childText(node, 'id') ?? '',
    type: node.attributes.get('type') ?? '',
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(severity === undefined ? {} : { severity }),
    ...(issued === undefined ? {} : { issued }),
    ...(updated === undefined ? {} : { updated }),
    references: childrenOf(childOf(node, 'references'), 'reference').map(({ attributes }) => ({
      type: attributes.get('type') ?? '',
      id: attributes.get('id') ?? '',
      title: attributes.get('title') ?? '',
      href: attributes.get('href') ?? '',
    })),
    packages: collections.flatMap(packagesOf),
  };
}

function packagesOf(collection: XmlElement): UpdatePackage[] {
  const module = childOf(collection, 'module')?.attributes;
  const stream = module === undefined ? '' : `${module.get('name')}:${module.get('stream')}`;
  return childrenOf(collection, 'package').map(({ attributes }) => ({
    name: attributes.get('name') ?? '',
    evr: evrOf(
      attributes.get('epoch') ?? '',
      attributes.get('version') ?? '',
      attributes.get('release') ?? '',
    ),
    arch: attributes.get('arch') ?? '',
    ...(stream === '' ? {} : { module: stream }),
  }));
}

/** `epoch:version-release`; rpm treats a missing epoch as 0, so 0 is not written. */
export function evrOf(epoch: string, version: string, release: string): string {
  const tail = release === '' ? version : `${version}-${release}`;
  return epoch === '' || epoch === '0' || epoch === 'None' ? tail : `${epoch}:${tail}`;
}

/** `2023-02-17 20:41:00`, `2022-06-06 17:58`, `2025-01-01`: all in UTC. */
function timeOf(text: string | undefined): string | undefined {
  const [, date, time = '00:00', seconds = '00'] =
    /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(?::(\d\d))?)?/.exec(text ?? '') ?? [];
  return date === undefined ? undefined : `${date}T${time}:${seconds}Z`;
}

/** Where a repository's index (`repomd.xml`) says one of its files is, relative to the repository, and its checksum. */
export function repositoryFile(
  index: Uint8Array,
  type: string,
  what: string,
): { readonly href: string; readonly sha256?: string } | undefined {
  const isData = (name: string): boolean => name === 'data';
  for (const node of xmlRecords(unpackedPieces(index, what, 'config_bytes'), isData, what)) {
    if (node.attributes.get('type') !== type) continue;
    const href = childOf(node, 'location')?.attributes.get('href');
    const checksum = childOf(node, 'checksum');
    const sha256 = checksum?.attributes.get('type') === 'sha256' ? checksum.text : '';
    if (href === undefined || href === '') continue;
    return /^[0-9a-f]{64}$/.test(sha256) ? { href, sha256 } : { href };
  }
  return undefined;
}
