import { FormatError } from '../../../formats/errors.ts';
import { bdbBlobs, isBdbHash } from '../../../formats/rpm-bdb.ts';
import { readRpmHeader } from '../../../formats/rpm-header.ts';
import type { RpmHeader } from '../../../formats/rpm-header.ts';
import { isNdb, ndbBlobs } from '../../../formats/rpm-ndb.ts';
import { isSqlite, sqliteRows } from '../../../formats/sqlite-table.ts';
import { lines } from '../../../formats/text.ts';
import { LimitError, limits } from '../../../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, FoundPackage, OwnedPaths } from '../contract.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';

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

type Facts = Omit<RpmHeader, 'paths' | 'modularity' | 'md5' | 'license'> &
  Partial<Pick<RpmHeader, 'modularity' | 'md5' | 'license'>>;

/** The package of a header; undefined for the keys that rpm keeps among its packages. */
function found(header: Facts): FoundPackage | undefined {
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

/** The header blobs of a database of any of rpm's three formats, told apart by their first bytes. */
function* blobsOf(bytes: Uint8Array): Generator<Uint8Array> {
  if (isSqlite(bytes)) {
    for (const row of sqliteRows(bytes, 'Packages')) {
      const blob = row.find((value) => value instanceof Uint8Array);
      if (blob === undefined) throw invalid('found a row without a header, wanted a blob');
      yield blob;
    }
  } else if (isNdb(bytes)) yield* ndbBlobs(bytes);
  else if (isBdbHash(bytes)) yield* bdbBlobs(bytes);
  else throw invalid('found none of its formats, wanted SQLite, ndb or Berkeley DB');
}

function invalid(what: string): FormatError {
  return new FormatError('RPMDB_INVALID', `Cannot read the RPM database: ${what}`);
}

/** Reads a database. What stands before a fault in it is kept, the fault becomes a problem. */
export function readDatabase(bytes: Uint8Array): AnalyzerResult {
  const packages: FoundPackage[] = [];
  const owned: OwnedPaths[] = [];
  const problems: Problem[] = [];
  const blobs = blobsOf(bytes);
  // Shared by all packages: a small database could else list terabytes of file names.
  let room = limits.file_bytes.value;
  for (;;) {
    try {
      const next = blobs.next();
      if (next.done === true) break;
      const header = readRpmHeader(next.value, room);
      for (const path of header.paths) room -= path.length;
      if (header.name === '' || header.version === '') {
        throw invalid('found a package without name or version, wanted both');
      }
      const one = found(header);
      if (one === undefined) continue;
      packages.push(one);
      if (packages.length > limits.packages.value) throw new LimitError('packages', 'RPM database');
      const arch = one.arch === undefined ? {} : { arch: one.arch };
      if (header.paths.length > 0) owned.push({ package: one.name, ...arch, paths: header.paths });
    } catch (error) {
      // After a fault of the container the generator is done; after one of a header it goes on.
      if (!(error instanceof FormatError)) throw error;
      problems.push({ code: error.code, text: error.message });
    }
  }
  const [first] = problems;
  if (packages.length === 0 && first !== undefined) {
    throw new FormatError('RPMDB_INVALID', first.text);
  }
  return { packages, owned, ...problemsOf(problems) };
}

const folders: readonly string[] = ['var/lib/rpm/', 'usr/lib/sysimage/rpm/', 'usr/share/rpm/'];
const databases: ReadonlySet<string> = new Set(
  folders.flatMap((folder) => [
    `${folder}Packages`,
    `${folder}Packages.db`,
    `${folder}rpmdb.sqlite`,
  ]),
);
const logs: ReadonlySet<string> = new Set(folders.map((folder) => `${folder}rpmdb.sqlite-wal`));

/** rpm's database, in whichever of its three formats and places. */
export const rpm: FileAnalyzer = {
  id: 'rpm',
  version: 1,
  type: 'rpm',
  finds: 'installed',
  files: [...databases],
  wants: (path) => path.includes('/rpm/') && databases.has(path),
  read: (file) => readDatabase(file.bytes),
};

/** A write-ahead log that was not merged into the database: packages in it are not listed. */
export const rpmLog: FileAnalyzer = {
  id: 'rpm-log',
  version: 1,
  type: 'rpm',
  finds: 'installed',
  files: [...logs],
  wants: (path, { size }) => size > 0 && path.endsWith('-wal') && logs.has(path),
  read: (file) => {
    const text = `Cannot tell whether the list of RPM packages is complete: found ${file.stat.size} bytes of changes in "${file.path}", wanted them merged into the database`;
    return { problems: [{ code: 'RPMDB_LOG', text }] };
  },
};

const manifest = 'var/lib/rpmmanifest/container-manifest-2';

/**
 * One package a line, columns separated by tabs: name, version-release, times, vendor, epoch, size,
 * architecture, epoch again, source package.
 */
function readManifest(text: string): AnalyzerResult {
  const packages: FoundPackage[] = [];
  const problems: Problem[] = [];
  for (const { number, text: line } of lines(text)) {
    if (line.trim() === '') continue;
    const [name = '', evRelease = '', , , vendor, epoch, , arch, , sourceRpm] = line.split(
      '\t',
      10,
    );
    if (name === '' || evRelease === '' || sourceRpm === undefined) {
      const said = `Cannot read line ${number} of the RPM manifest: found fewer columns, wanted ten`;
      problems.push({ code: 'RPMDB_INVALID', text: said, line: number });
      continue;
    }
    const number_ = /^[0-9]{1,9}$/.test(epoch ?? '') ? Number(epoch) : undefined;
    const one = found({
      name,
      epoch: number_,
      version: evRelease,
      release: '',
      arch,
      vendor,
      sourceRpm,
    });
    if (one !== undefined) packages.push({ ...one, lines: { startLine: number } });
  }
  const [first] = problems;
  if (packages.length === 0 && first?.line !== undefined) {
    throw new FormatError('RPMDB_INVALID', first.text, { line: first.line });
  }
  return { packages, ...problemsOf(problems) };
}

/** What distroless images of Azure Linux keep instead of a database. */
export const rpmManifest: FileAnalyzer = {
  id: 'rpm-manifest',
  version: 1,
  type: 'rpm',
  finds: 'installed',
  files: [manifest],
  wants: (path) => path === manifest,
  read: (file) => readManifest(file.text()),
};
