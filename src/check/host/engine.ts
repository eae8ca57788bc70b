import type { DockerEndpoint } from '../../image/docker-endpoint.ts';
import { readAll } from '../../io/http.ts';
import type { HttpClient } from '../../io/http.ts';
import type { Look } from '../../io/look.ts';
import { errorCode } from '../../model/index.ts';

/** Asks one daemon, and counts nothing as an answer that is none. */
export interface EngineReader {
  readonly endpoint: DockerEndpoint;
  /** JSON of a path of the Engine API; absent for 404, the code of the failure for anything else. */
  readonly ask: (path: string) => Promise<Look<unknown>>;
}

/** Milliseconds after which a daemon that says nothing counts as hung. */
const idle = 15_000;

/** A reader of the Engine API. Paths carry no version, so that every daemon answers in its own. */
export function engineReader(
  endpoint: DockerEndpoint,
  http: Pick<HttpClient, 'request'>,
  signal?: AbortSignal,
): EngineReader {
  return {
    endpoint,
    ask: async (path) => {
      try {
        const response = await http.request({
          url: endpoint.base + path,
          socketPath: endpoint.socketPath,
          tls: endpoint.tls,
          insecure: endpoint.insecure,
          signal,
          limit: 'config_bytes',
          retries: 0,
          idle,
        });
        const bytes = await readAll(
          response.body,
          `the answer of the daemon to ${path}`,
          'config_bytes',
        );
        if (response.status === 404) return { absent: true };
        if (response.status !== 200) return { unread: `HTTP_${response.status}` };
        return { value: JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown };
      } catch (error) {
        if (signal?.aborted === true) throw error;
        return { unread: error instanceof SyntaxError ? 'CHECK_VALUE_FORM' : reasonOf(error) };
      }
    },
  };
}

/** The system's own code where a connection failed: a refused permission is no missing socket. */
function reasonOf(error: unknown): string {
  const code = errorCode(error);
  const cause = error instanceof Error ? errorCode(error.cause) : 'INTERNAL';
  return code === 'HTTP_UNREACHABLE' && cause !== 'INTERNAL' ? cause : code;
}

/** Runs `work` over all items, `width` at a time, and keeps their order. */
export async function mapParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Map<number, R>();
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next; at < items.length; at = next) {
      next += 1;
      results.set(at, await work(items[at] as T));
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return [...results].sort(([one], [other]) => one - other).map(([, result]) => result);
}
