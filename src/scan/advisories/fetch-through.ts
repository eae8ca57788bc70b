import { readAll, shownUrl } from '../../io/http.ts';
import type { HttpClient } from '../../io/http.ts';
import { ScanError } from '../errors.ts';
import type { Feed, FeedPart } from './contract.ts';

/** Where a part is in the end. */
export interface Place {
  readonly url: string;
  readonly sha256?: string;
}

/**
 * Reads the documents on the way to a part and gives its address. A list that names an address
 * without TLS does not lead out of it: the way stays with TLS when it began with it.
 * @throws {ScanError} FEED_ANSWER. @throws {IoError} what the connection says.
 */
export async function placeOfPart(
  feed: Feed,
  part: FeedPart,
  start: string,
  how: { readonly request: HttpClient['request']; readonly signal?: AbortSignal | undefined },
): Promise<Place> {
  let place: Place = { url: start };
  for (const step of part.through ?? []) {
    const { url } = place;
    const what = `feed ${feed.id} from "${shownUrl(url)}"`;
    const response = await how.request({ url, signal: how.signal, limit: 'config_bytes' });
    if (response.status !== 200) {
      response.discard();
      const text = `Cannot fetch ${what}: the answer is status ${response.status}, expected 200`;
      throw new ScanError('FEED_ANSWER', text, { temporary: response.status >= 500 });
    }
    const bytes = await readAll(response.body, what, 'config_bytes');
    const next = step({ bytes, url });
    if (next === undefined || !/^https?:/.test(next.url)) {
      const text = `Cannot fetch ${what}: found no address of "${part.name}" in it, expected one`;
      throw new ScanError('FEED_ANSWER', text);
    }
    place = url.startsWith('https:')
      ? { ...next, url: next.url.replace(/^http:/, 'https:') }
      : next;
  }
  return place;
}
