import { createHash } from 'node:crypto';
import { bytesSource } from '../../../formats/byte-source.ts';
import { decodeText } from '../../../formats/text.ts';
import { zipEntries } from '../../../formats/zip.ts';
import type { ZipEntry } from '../../../formats/zip.ts';
import { errorCode, errorText, LimitError, limits } from '../../../model/index.ts';
import { baseName } from '../paths.ts';
import type { Problem } from '../problems.ts';

/** What one archive tells of itself; nested archives are facts of their own. */
export interface ArchiveFacts {
  /** Path inside the outermost archive, `!` between archives; empty for the outermost itself. */
  readonly within: string;
  /** Name of the archive's file. */
  readonly fileName: string;
  /** SHA-1 of its bytes, in hexadecimal. */
  readonly sha1: string;
  readonly manifest: string | undefined;
  /** Texts of pom.properties and pom.xml by their path in the archive. */
  readonly properties: ReadonlyMap<string, string>;
  readonly poms: ReadonlyMap<string, string>;
}

/** What is done with each archive, innermost last, and with what cannot be read. */
export interface ArchiveSink {
  readonly archive: (facts: ArchiveFacts) => void;
  readonly problem: (problem: Problem) => void;
}

/** An archive with more faults than this is not read on. */
const mostFaults = 1000;

const archiveName = /\.(?:jar|war|ear|par|sar|nar|jpi|hpi|kar|lpkg)$/i;

/** Whether a path has the name of a Java archive. */
export function isArchiveName(path: string): boolean {
  return archiveName.test(path);
}

/** The four bytes of a local file header, or of the end record of an empty archive. */
export function isZip(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x50 &&
    bytes[1] === 0x4b &&
    ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6))
  );
}

/**
 * Reads an archive and those inside it, one at a time: only the archives on the way to the current
 * one are held. Everything in there is a stranger's: levels, entries, unpacked bytes of the whole
 * and bytes held at once are bounded, and what lies behind a bound is told.
 */
export function walkArchive(path: string, bytes: Uint8Array, sink: ArchiveSink): void {
  new ArchiveWalk(path, sink).read(bytes, { within: '', name: path, depth: 1, held: 0 });
}

/** Where an archive stands: its path, how deep, and how many bytes of those around it were unpacked. */
interface Place {
  readonly within: string;
  /** Name in the archive around it. */
  readonly name: string;
  readonly depth: number;
  readonly held: number;
}

interface Texts {
  manifest: string | undefined;
  readonly properties: Map<string, string>;
  readonly poms: Map<string, string>;
}

class ArchiveWalk {
  readonly #path: string;
  readonly #sink: ArchiveSink;
  #entries = 0;
  #unpacked = 0;
  #faults = 0;
  /** A bound on the whole was reached: nothing more is read, and that is told once. */
  #spent = false;

  constructor(path: string, sink: ArchiveSink) {
    this.#path = path;
    this.#sink = sink;
  }

  read(bytes: Uint8Array, place: Place): void {
    const shown = this.#shown(place.within);
    const texts: Texts = { manifest: undefined, properties: new Map(), poms: new Map() };
    const nested: ZipEntry[] = [];
    const before = this.#entries;
    try {
      for (const entry of zipEntries(bytesSource(bytes), {
        what: shown,
        entryLimit: 'file_bytes',
      })) {
        if (!this.#countEntry(shown)) break;
        if (isArchiveName(entry.name)) nested.push(entry);
        else this.#keepText(entry, texts, shown);
      }
    } catch (error) {
      this.#fail(error);
      // No archive at all: what its name says of it is worth nothing.
      if (this.#entries === before) return;
    }
    this.#sink.archive({
      within: place.within,
      fileName: baseName(place.name),
      sha1: createHash('sha1').update(bytes).digest('hex'),
      ...texts,
    });
    for (const entry of nested) this.#descend(entry, place);
  }

  #descend(entry: ZipEntry, place: Place): void {
    if (this.#spent) return;
    const within = place.within === '' ? entry.name : `${place.within}!${entry.name}`;
    const shown = this.#shown(within);
    const held = place.held + entry.size;
    try {
      if (place.depth >= limits.archive_depth.value)
        throw new LimitError('archive_depth', shown, place.depth + 1);
      if (held > limits.captured_bytes.value) throw new LimitError('captured_bytes', shown, held);
      const bytes = this.#unpack(entry, shown);
      if (bytes !== undefined && bytes.length > 0)
        this.read(bytes, { within, name: entry.name, depth: place.depth + 1, held });
    } catch (error) {
      this.#fail(error);
    }
  }

  #keepText(entry: ZipEntry, texts: Texts, shown: string): void {
    const kind = kindOf(entry.name);
    if (kind === undefined) return;
    try {
      if (entry.size > limits.config_bytes.value)
        throw new LimitError('config_bytes', `"${entry.name}" in ${shown}`, entry.size);
      const bytes = this.#unpack(entry, shown);
      if (bytes === undefined) return;
      const text = decodeText(bytes, shown);
      if (kind === 'manifest') texts.manifest ??= text;
      else texts[kind].set(entry.name, text);
    } catch (error) {
      this.#fail(error);
    }
  }

  #unpack(entry: ZipEntry, shown: string): Uint8Array | undefined {
    if (!this.#within('archive_bytes', (this.#unpacked += entry.size), shown)) return undefined;
    return entry.read();
  }

  #countEntry(shown: string): boolean {
    this.#entries += 1;
    return this.#within('archive_entries', this.#entries, shown);
  }

  #within(limit: 'archive_bytes' | 'archive_entries', found: number, shown: string): boolean {
    if (this.#spent) return false;
    if (found <= limits[limit].value) return true;
    this.#spent = true;
    this.#fail(new LimitError(limit, `${shown} and what follows it`, found));
    return false;
  }

  #fail(error: unknown): void {
    this.#faults += 1;
    if (this.#faults >= mostFaults) this.#spent = true;
    this.#sink.problem({ code: errorCode(error), text: errorText(error) });
  }

  #shown(within: string): string {
    return within === '' ? `"${this.#path}"` : `"${this.#path}!${within}"`;
  }
}

/** Which of the texts an entry is. Maven's are wanted in any `META-INF`, for `WEB-INF/classes` has one too. */
function kindOf(name: string): 'manifest' | 'properties' | 'poms' | undefined {
  if (name.length === 20 && name.toUpperCase() === 'META-INF/MANIFEST.MF') return 'manifest';
  if (!name.startsWith('META-INF/') && !name.includes('/META-INF/')) return undefined;
  if (name.endsWith('/pom.properties')) return 'properties';
  return name.endsWith('/pom.xml') ? 'poms' : undefined;
}
