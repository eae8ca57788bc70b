import {
  filePieces,
  fileSize,
  placeArtifact,
  removeFile,
  writeArtifact,
} from '../../io/artifact.ts';
import { openGrowing } from '../../io/download-file.ts';
import type { GrowingFile } from '../../io/download-file.ts';
import { IoError } from '../../io/errors.ts';
import { openSeekable } from '../../io/folder-files.ts';
import { shownUrl } from '../../io/http.ts';
import type { HttpClient, HttpResponse } from '../../io/http.ts';
import { readTextFile } from '../../io/text-file.ts';
import { limits } from '../../model/index.ts';
import { ScanError } from '../errors.ts';
import { announcedChecksums, brokenChecksum } from './announced.ts';
import type { Feed } from './contract.ts';
import type { StoredPart } from './feed-store.ts';
import { partDocuments } from './mirror.ts';

/** One document to fetch. */
export interface PartRequest {
  readonly feed: Feed;
  readonly name: string;
  readonly url: string;
  /** What the document that led here says its SHA-256 is, in hex. */
  readonly sha256?: string;
  /** Glob over the members, where it is an archive. */
  readonly members?: string;
  /** Address that other documents of the feed are relative to. */
  readonly base: string;
  /** Where the document lies when it is whole and good. */
  readonly path: string;
  /** What is there already. */
  readonly known: StoredPart | undefined;
  /** RFC 3339 time of this update. */
  readonly now: string;
  readonly request: HttpClient['request'];
  readonly signal?: AbortSignal | undefined;
  /** Bytes there are so far, and in all when the server said. */
  readonly progress?: (received: number, total: number | undefined) => void;
}

/** The document as the store should remember it, and whether it is a new one. */
export interface FetchedPart {
  readonly part: StoredPart;
  readonly changed: boolean;
}

/**
 * Fetches one document: asks for changes only, goes on where an earlier attempt broke off, holds
 * the bytes to the length and checksums announced, and lets the feed's own parser read them before
 * they take the place of the old ones.
 * @throws {ScanError} FEED_ANSWER, FEED_CHECKSUM, FEED_UNREADABLE.
 * @throws {IoError} what the connection or the disk say; the bytes received stay for the next attempt.
 */
export async function fetchPart(wanted: PartRequest): Promise<FetchedPart> {
  const { known, url } = wanted;
  const unfinished = unfinishedDownload(wanted);
  const response = await wanted.request({
    url,
    headers: conditions(known, unfinished),
    signal: wanted.signal,
    resume: 'same-etag',
  });
  if (response.status === 304 && known !== undefined) {
    response.discard();
    return { part: { ...known, fetched: wanted.now }, changed: false };
  }
  if (response.status === 416 && unfinished !== undefined) {
    // What was kept is no part of what the server has now.
    response.discard();
    discardDownload(wanted.path);
    return fetchPart(wanted);
  }
  if (response.status !== 200 && response.status !== 206) {
    response.discard();
    const text = `Cannot fetch feed ${wanted.feed.id} from "${shownUrl(url)}": the answer is status ${response.status}, expected 200`;
    throw new ScanError('FEED_ANSWER', text, { temporary: response.status >= 500 });
  }
  await receive(wanted, response, unfinished);
  await check(wanted, response);
  placeArtifact(partial(wanted.path), wanted.path);
  discardDownload(wanted.path);
  return { part: rememberedPart(wanted, response), changed: true };
}

/** A download that broke off: how much is there, and of which version. */
interface Unfinished {
  readonly size: number;
  /** Strong ETag or Last-Modified, which proves that the rest belongs to it. */
  readonly validator: string;
}

function partial(path: string): string {
  return `${path}.partial`;
}

function versionFile(path: string): string {
  return `${path}.partial-version`;
}

function discardDownload(path: string): void {
  removeFile(partial(path));
  removeFile(versionFile(path));
}

function unfinishedDownload({ path, url }: PartRequest): Unfinished | undefined {
  const [from, validator] = (readTextFile(versionFile(path), 16_384) ?? '').split('\n');
  if (from !== url || validator === undefined || validator === '') return undefined;
  const file = openGrowing(partial(path));
  const { size } = file;
  file.close();
  return size === 0 ? undefined : { size, validator };
}

function conditions(
  known: StoredPart | undefined,
  unfinished: Unfinished | undefined,
): Record<string, string> {
  if (unfinished !== undefined)
    return { range: `bytes=${unfinished.size}-`, 'if-range': unfinished.validator };
  const headers: Record<string, string> = {};
  if (known?.etag !== undefined) headers['if-none-match'] = known.etag;
  else if (known?.lastModified !== undefined) headers['if-modified-since'] = known.lastModified;
  return headers;
}

async function receive(
  wanted: PartRequest,
  response: HttpResponse,
  unfinished: Unfinished | undefined,
): Promise<void> {
  const validator = validatorOf(response.headers);
  const file = openGrowing(partial(wanted.path));
  try {
    const continues = response.status === 206 && continuesAt(response, file.size);
    if (response.status === 206 && !continues) {
      const text = `Cannot fetch feed ${wanted.feed.id} from "${shownUrl(wanted.url)}": the server sent another part than byte ${unfinished?.size ?? 0} and what follows`;
      throw new ScanError('FEED_ANSWER', text);
    }
    if (!continues) file.restart();
    if (validator === undefined) removeFile(versionFile(wanted.path));
    else
      await writeArtifact(versionFile(wanted.path), Buffer.from(`${wanted.url}\n${validator}\n`));
    await append(wanted, response, file);
  } catch (error) {
    if (!(error instanceof IoError)) discardDownload(wanted.path);
    throw error;
  } finally {
    file.close();
  }
}

async function append(
  wanted: PartRequest,
  response: HttpResponse,
  file: GrowingFile,
): Promise<void> {
  const announced = Number(response.headers.get('content-length') ?? Number.NaN);
  const total = Number.isFinite(announced) ? announced + file.size : undefined;
  wanted.progress?.(file.size, total);
  for await (const chunk of response.body) {
    file.append(chunk);
    if (file.size > limits.http_body_bytes.value) {
      const text = `Cannot fetch feed ${wanted.feed.id} from "${shownUrl(wanted.url)}": it is longer than ${limits.http_body_bytes.value} bytes`;
      throw new ScanError('FEED_ANSWER', text);
    }
    wanted.progress?.(file.size, total);
  }
}

/** `bytes 100-199/200` continues a file of 100 bytes. */
function continuesAt(response: HttpResponse, size: number): boolean {
  const range = /^bytes (\d{1,15})-\d{1,15}\/(?:\d{1,15}|\*)$/.exec(
    response.headers.get('content-range') ?? '',
  );
  return range !== null && Number(range[1]) === size;
}

/** A strong ETag, else the time of the last change; weak ETags do not prove equal bytes (RFC 9110 §13.1.5). */
function validatorOf(headers: ReadonlyMap<string, string>): string | undefined {
  const etag = headers.get('etag');
  if (etag !== undefined && !etag.startsWith('W/') && etag.length < 1024) return etag;
  return headers.get('last-modified');
}

/** Holds the whole document to what was announced and lets the parser read it once. */
async function check(wanted: PartRequest, response: HttpResponse): Promise<void> {
  const path = partial(wanted.path);
  const from = `feed ${wanted.feed.id} from "${shownUrl(wanted.url)}"`;
  try {
    const total = /\/(\d{1,15})$/.exec(response.headers.get('content-range') ?? '')?.[1];
    const file = openSeekable(path);
    try {
      if (total !== undefined && Number(total) !== file.size) {
        const text = `Cannot accept ${from}: it has ${file.size} bytes, expected ${total}`;
        throw new ScanError('FEED_CHECKSUM', text);
      }
      const announced = announcedChecksums(response.headers);
      if (wanted.sha256 !== undefined) {
        const base64 = Buffer.from(wanted.sha256, 'hex').toString('base64');
        announced.push({ algorithm: 'sha256', base64 });
      }
      const broken = brokenChecksum(filePieces(path), announced);
      if (broken !== undefined) {
        const text = `Cannot accept ${from}: its ${broken.algorithm} is not ${broken.base64}, as announced`;
        throw new ScanError('FEED_CHECKSUM', text);
      }
    } finally {
      file.close();
    }
    await checkReadable(wanted, from);
  } catch (error) {
    // The bytes are whole and wrong: to go on from them would be wrong for ever.
    discardDownload(wanted.path);
    throw error;
  }
}

/** Documents of an archive that are read before it is accepted: tens of thousands would be read twice. */
const documentsChecked = 200;

/** A document must give records, and more of them than faults: a web page in place of a feed gives none. */
async function checkReadable(wanted: PartRequest, from: string): Promise<void> {
  let records = 0;
  let problems = 0;
  let documents = 0;
  let first = 'no record in it';
  for await (const document of partDocuments(wanted.feed, wanted, partial(wanted.path))) {
    documents += 1;
    for (const record of wanted.feed.parse(document)) {
      if (record.kind !== 'problem') records += 1;
      else if (problems++ === 0) first = record.text;
    }
    if (documents === documentsChecked) break;
  }
  // A repository without any fix (Alpine edge/testing) is empty and right: it has no problem either.
  if (problems > records || documents === 0) {
    const text = `Cannot accept ${from}: ${records} records and ${problems} faults, the first: ${first}`;
    throw new ScanError('FEED_UNREADABLE', text);
  }
}

function rememberedPart(wanted: PartRequest, response: HttpResponse): StoredPart {
  const etag = response.headers.get('etag');
  const lastModified = response.headers.get('last-modified');
  return {
    name: wanted.name,
    fetched: wanted.now,
    bytes: fileSize(wanted.path) ?? 0,
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
  };
}
