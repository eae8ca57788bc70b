import { IoError } from '../../io/errors.ts';
import type { HttpClient } from '../../io/http.ts';

/**
 * A `request` for one update that asks no host a second time after it could not be reached, and
 * after the first such failure asks each further host once only. Without it a machine that is off
 * the network spends several seconds of retries on every document of every feed.
 */
export function withoutUnreachable(request: HttpClient['request']): HttpClient['request'] {
  const failures = new Map<string, IoError>();
  return async (asked) => {
    const host = URL.canParse(asked.url) ? new URL(asked.url).host : asked.url;
    const known = failures.get(host);
    if (known !== undefined) throw known;
    try {
      return await request(failures.size === 0 ? asked : { ...asked, retries: 0 });
    } catch (error) {
      if (error instanceof IoError && error.code === 'HTTP_UNREACHABLE') failures.set(host, error);
      throw error;
    }
  };
}
