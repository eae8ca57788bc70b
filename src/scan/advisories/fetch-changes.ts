import { readFileBytes, writeArtifact } from '../../io/artifact.ts';
import { readAll, shownUrl } from '../../io/http.ts';
import { jsonMembers, parseJsonBytes } from '../../formats/json-members.ts';
import { objectOf } from '../../formats/json-values.ts';
import { ScanError } from '../errors.ts';
import type { FeedChanges } from './contract.ts';
import type { StoredPart } from './feed-store.ts';
import type { FetchedPart, PartRequest } from './fetch-part.ts';

/** More changes than this are fetched faster as a whole. */
const mostChanges = 300;
/** Changes kept beside the whole before it is fetched anew. */
const mostKept = 3000;
/** Lines of the list that are read at most; a day of the busiest ecosystem has some thousand. */
const mostLines = 20_000;
/** An export is written over hours; what changed shortly before its date may be missing from it. */
const margin = 6 * 3_600_000;

/** Name of the part that holds the records changed since `part` was fetched. */
export function changesName(part: string): string {
  return part.replace(/(?<![^/])[^/]*$/, 'changes.json');
}

/**
 * Fetches only the records that changed since a part was fetched as a whole. Undefined when that
 * is not possible or not worth it; the whole is then the way.
 */
export async function fetchChanges(
  wanted: PartRequest,
  changes: FeedChanges,
  kept: StoredPart | undefined,
): Promise<(FetchedPart & { readonly whole: StoredPart }) | undefined> {
  const { known } = wanted;
  const since = known?.upTo ?? startOf(known);
  if (known === undefined || since === undefined) return undefined;
  const listed = await changedIds(wanted, changes, since);
  if (listed === undefined || listed.ids.length > mostChanges) return undefined;
  const gone =
    changes.deleted === undefined
      ? []
      : (await changedIds(wanted, { ...changes, list: changes.deleted }, since))?.ids;
  if (gone === undefined) return undefined;
  const whole = { ...known, fetched: wanted.now, upTo: listed.newest };
  const path = wanted.path.replace(
    /(?<![^/])[^/]*$/,
    `${encodeURIComponent(changesName(wanted.name))}.document`,
  );
  const records = new Map<string, unknown>();
  if (kept !== undefined)
    for (const [id, record] of jsonMembers(readFileBytes(path), `"${path}"`))
      records.set(id, record);
  if (records.size + listed.ids.length > mostKept) return undefined;
  for (const [index, id] of listed.ids.entries()) {
    const record = await fetchRecord(wanted, changes, id);
    // The list names what the server no longer has: only the whole tells what is true.
    if (record === undefined) return undefined;
    records.set(id, record);
    wanted.progress?.(index + 1, listed.ids.length);
  }
  for (const id of gone) records.set(id, null);
  const bytes = Buffer.from(JSON.stringify(Object.fromEntries(records)));
  const changed = listed.ids.length + gone.length > 0;
  if (changed) await writeArtifact(path, bytes);
  const part: StoredPart = {
    name: changesName(wanted.name),
    fetched: wanted.now,
    bytes: bytes.length,
    first: true,
  };
  return { part, whole, changed };
}

/** The time up to which a whole document surely reaches. */
function startOf(known: StoredPart | undefined): string | undefined {
  const time = Date.parse(known?.lastModified ?? '');
  return Number.isFinite(time) ? new Date(time - margin).toISOString() : undefined;
}

/** Ids changed after `since`, from a list `time,id` with the newest first, of which no more is read than needed. */
async function changedIds(
  wanted: PartRequest,
  changes: FeedChanges,
  since: string,
): Promise<{ readonly ids: readonly string[]; readonly newest: string } | undefined> {
  const response = await wanted.request({
    url: new URL(changes.list, wanted.base).href,
    signal: wanted.signal,
  });
  if (response.status !== 200) {
    response.discard();
    return undefined;
  }
  const ids = new Set<string>();
  let newest = since;
  let lines = 0;
  const start = Date.parse(since);
  for await (const line of linesOf(response.body)) {
    const { time = '', id = '' } = (changes.line ?? timeAndId)(line) ?? {};
    const at = Date.parse(time);
    // A list of another form (a web page, an error) tells nothing.
    if (!Number.isFinite(at) || !/^[A-Za-z0-9_.:-]{1,100}$/.test(id)) return undefined;
    if (at <= start) break;
    if (lines === 0) newest = time;
    ids.add(id);
    lines += 1;
    if (lines > mostLines || ids.size > mostChanges) return undefined;
  }
  return { ids: [...ids], newest };
}

function timeAndId(line: string): { readonly time: string; readonly id: string } {
  const [time = '', id = ''] = line.split(',', 2);
  return { time, id };
}

/** Lines of a body; ending the iteration ends the download. */
async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const pieces = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = (pieces.pop() ?? '').slice(0, 1000);
    for (const piece of pieces) if (piece.trim() !== '') yield piece.trim();
  }
  if (rest.trim() !== '') yield rest.trim();
}

/** One record; undefined when the server does not have it. */
async function fetchRecord(
  wanted: PartRequest,
  changes: FeedChanges,
  id: string,
): Promise<unknown> {
  const url = new URL(changes.record(id), wanted.base).href;
  const response = await wanted.request({ url, signal: wanted.signal, limit: 'feed_record_bytes' });
  const what = `feed ${wanted.feed.id} from "${shownUrl(url)}"`;
  if (response.status === 404) {
    response.discard();
    return undefined;
  }
  if (response.status !== 200) {
    response.discard();
    const text = `Cannot fetch ${what}: the answer is status ${response.status}, expected 200`;
    throw new ScanError('FEED_ANSWER', text, { temporary: response.status >= 500 });
  }
  const bytes = await readAll(response.body, what, 'feed_record_bytes');
  const record = parseJsonBytes(bytes, what);
  if ((changes.idOf ?? memberId)(record) !== id) {
    const text = `Cannot accept ${what}: it is not the record "${id}"`;
    throw new ScanError('FEED_UNREADABLE', text);
  }
  return record;
}

function memberId(record: unknown): unknown {
  return objectOf(record)['id'];
}
