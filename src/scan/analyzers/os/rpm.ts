import { FormatError } from '../../../formats/errors.ts';
import { bdbBlobs, isBdbHash } from '../../../formats/rpm-bdb.ts';
import { readRpmHeader } from '../../../formats/rpm-header.ts';
import { isNdb, ndbBlobs } from '../../../formats/rpm-ndb.ts';
import { isSqlite, sqliteRows } from '../../../formats/sqlite-table.ts';
import { lines } from '../../../formats/text.ts';
import { LimitError, limits } from '../../../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, FoundPackage, OwnedPaths } from '../contract.ts';
import { outlineOf } from './rpm-log.ts';
import { packageOf } from './rpm-package.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';

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
  // For the log beside a database: where the package of each row is in the list.
  const places: number[] = [];
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
      const one = packageOf(header);
      places.push(one === undefined ? -1 : packages.length);
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
  const outline = isSqlite(bytes) && first === undefined ? outlineOf(bytes, places) : undefined;
  const facts = outline === undefined ? {} : { facts: { outline } };
  return { packages, owned, ...facts, ...problemsOf(problems) };
}

const folders: readonly string[] = ['var/lib/rpm/', 'usr/lib/sysimage/rpm/', 'usr/share/rpm/'];
const databases: ReadonlySet<string> = new Set(
  folders.flatMap((folder) => [
    `${folder}Packages`,
    `${folder}Packages.db`,
    `${folder}rpmdb.sqlite`,
  ]),
);

/** rpm's database, in whichever of its three formats and places. */
export const rpm: FileAnalyzer = {
  id: 'rpm',
  version: 2,
  type: 'rpm',
  finds: 'installed',
  files: [...databases],
  wants: (path) => path.includes('/rpm/') && databases.has(path),
  read: (file) => readDatabase(file.bytes),
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
    const one = packageOf({
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
