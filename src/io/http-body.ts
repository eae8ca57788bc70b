import { Readable } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { createBrotliDecompress, createGunzip, createZstdDecompress } from 'node:zlib';

import { LimitError, limits } from '../model/index.ts';
import type { LimitName } from '../model/index.ts';
import { IoError } from './errors.ts';
import { httpFailure, shownUrl } from './http-failure.ts';

/** What bounds the body of one answer. */
export interface BodyBounds {
  readonly url: string;
  readonly limit: LimitName;
  /** Bytes, after decoding, that may be read. */
  readonly maxBytes: number;
  /** Milliseconds without a byte after which the other side counts as hung. */
  readonly idle: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * The bytes of one answer as they arrive. A silent peer ends with HTTP_TIMEOUT; the clock only
 * runs while bytes are waited for, so that a slow consumer is not mistaken for a hung server.
 */
export async function* arriving(
  message: IncomingMessage,
  bounds: BodyBounds,
): AsyncGenerator<Uint8Array, void, undefined> {
  let waiting = false;
  const timer = setInterval(() => {
    if (waiting) message.destroy(idleError(bounds));
  }, bounds.idle);
  try {
    const chunks = message[Symbol.asyncIterator]();
    for (;;) {
      waiting = true;
      timer.refresh();
      const next = await chunks.next();
      waiting = false;
      if (next.done === true) return;
      yield next.value as Uint8Array;
    }
  } catch (error) {
    throw httpFailure(error, bounds.url, bounds.signal);
  } finally {
    clearInterval(timer);
    message.destroy();
  }
}

/** The error of a peer that went silent. Temporary, but not retried: each try would wait as long. */
export function idleError({ url, idle }: { url: string; idle: number }): IoError {
  return new IoError(
    'HTTP_TIMEOUT',
    {
      en: `Cannot fetch "${shownUrl(url)}": nothing arrived for ${idle} ms, expected an answer`,
      'zh-CN': `无法访问“${shownUrl(url)}”：${idle} 毫秒内没有收到数据`,
    },
    { temporary: true },
  );
}

const longestDrain = 2000;

/**
 * Gives up a body. A short one is read away, so that its connection can serve the next request;
 * a long, endless or slow one costs the connection.
 */
export function drain(message: IncomingMessage): void {
  const length = Number(message.headers['content-length'] ?? Number.NaN);
  if (!(length <= limits.http_error_bytes.value)) {
    message.destroy();
    return;
  }
  const timer = setTimeout(() => message.destroy(), longestDrain);
  timer.unref();
  message.once('close', () => clearTimeout(timer));
  message.resume();
}

/** Counts decoded bytes and stops at the bound; a lying or endless body ends here. */
export async function* bounded(
  source: AsyncIterable<Uint8Array>,
  bounds: BodyBounds,
): AsyncGenerator<Uint8Array, void, undefined> {
  let total = 0;
  for await (const chunk of source) {
    total += chunk.byteLength;
    if (total > bounds.maxBytes) {
      throw new LimitError(bounds.limit, `the answer of "${shownUrl(bounds.url)}"`);
    }
    yield chunk;
  }
}

/** Undoes the content encodings that the client offers. An unknown one is HTTP_PROTOCOL. */
export async function* decoded(
  source: AsyncIterable<Uint8Array>,
  encoding: string,
  bounds: BodyBounds,
): AsyncGenerator<Uint8Array, void, undefined> {
  const decoder = decoderOf(encoding, bounds.url);
  const input = Readable.from(source, { objectMode: false });
  // Errors of the source must reach the consumer, who reads from the decoder.
  input.on('error', (error) => decoder.destroy(error));
  input.pipe(decoder);
  try {
    for await (const chunk of decoder) yield chunk as Uint8Array;
  } catch (error) {
    throw httpFailure(error, bounds.url, bounds.signal);
  } finally {
    input.destroy();
    decoder.destroy();
  }
}

/** Encodings that `decoded` undoes, for `Accept-Encoding`. */
export const offeredEncodings: string = 'zstd, br, gzip';

const chunkSize = 256 * 1024;

function decoderOf(encoding: string, url: string): ReturnType<typeof createGunzip> {
  switch (encoding.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip({ chunkSize });
    case 'br':
      return createBrotliDecompress({ chunkSize });
    case 'zstd':
      return createZstdDecompress({ chunkSize });
    default:
      throw new IoError(
        'HTTP_PROTOCOL',
        `Cannot fetch "${shownUrl(url)}": content encoding "${encoding.slice(0, 40)}", expected ${offeredEncodings}`,
      );
  }
}

/** Reads a whole body into memory. Throws LimitError above `maxBytes` of the named limit. */
export async function readAll(
  body: AsyncIterable<Uint8Array>,
  what: string,
  limit: LimitName,
  maxBytes: number = limits[limit].value,
): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of body) {
    total += chunk.byteLength;
    if (total > maxBytes) throw new LimitError(limit, what);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, total);
}

/** The first 64 KiB of an error answer as text; what follows is not read. */
export async function readErrorText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const most = limits.http_error_bytes.value;
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    total += chunk.byteLength;
    if (total >= most) break;
  }
  return Buffer.concat(chunks).subarray(0, most).toString('utf8');
}
