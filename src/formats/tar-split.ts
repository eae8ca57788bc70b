import { errorText, LimitError, limits } from '../model/index.ts';
import { FormatError } from './errors.ts';
import { numberOf, objectOf } from './json-values.ts';

/** Receives the parts of an archive in order. */
export interface TarSplitVisitor {
  /** Bytes of the archive that are in the recipe: headers and padding. Only lent. */
  segment(bytes: Buffer): void;
  /** The next `size` bytes of the archive are the content of a file, which the recipe does not hold. */
  content(size: number): void;
}

/** A line holds one run of headers in base64; more than a few extended headers is an attack. */
const longestLine = 4 * limits.pax_bytes.value;
const newline = 0x0a;
/** How the Go encoder writes what nearly all lines are. */
const segmentStart: Buffer = Buffer.from('{"type":2,"payload":"');
const entryStart: Buffer = Buffer.from('{"type":1,"name":"');
const sizeMember: Buffer = Buffer.from('","size":');
const payloadMember: Buffer = Buffer.from('","payload":');
const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const brace = 0x7d;

/**
 * Reads the recipe of an archive that docker and containers/storage keep beside each unpacked
 * layer (`tar-split.json.gz`, unpacked by the caller): JSON lines, of which type 2 holds bytes of
 * the archive and type 1 stands for the content of a file. See vbatts/tar-split, tar/storage.
 */
export class TarSplitReader {
  readonly #visitor: TarSplitVisitor;
  #rest: Buffer[] = [];
  #restLength = 0;
  #scratch: Buffer = Buffer.allocUnsafeSlow(4096);

  constructor(visitor: TarSplitVisitor) {
    this.#visitor = visitor;
  }

  /**
   * Takes the next bytes of the recipe, of any size; they are only lent.
   * @throws {FormatError} TAR_SPLIT_INVALID @throws {LimitError} LIMIT_PAX_BYTES
   */
  push(chunk: Buffer, length: number = chunk.length): void {
    let at = 0;
    while (at < length) {
      const found = chunk.indexOf(newline, at);
      const end = found < 0 || found >= length ? length : found;
      if (this.#restLength + end - at > longestLine) {
        throw new LimitError('pax_bytes', 'a line of a layer recipe');
      }
      if (end === length) {
        this.#rest.push(Buffer.from(chunk.subarray(at, end)));
        this.#restLength += end - at;
        return;
      }
      if (this.#restLength === 0) this.#line(chunk, at, end);
      else {
        const line = Buffer.concat([...this.#rest, chunk.subarray(at, end)]);
        this.#rest = [];
        this.#restLength = 0;
        this.#line(line, 0, line.length);
      }
      at = end + 1;
    }
  }

  /** Says that there are no more bytes. @throws {FormatError} TAR_SPLIT_INVALID when a line is cut. */
  finish(): void {
    const line = Buffer.concat(this.#rest);
    this.#line(line, 0, line.length);
  }

  /** Nearly all lines have one of two forms, and there are two for each entry: they are not worth objects. */
  #line(bytes: Buffer, start: number, end: number): void {
    if (start === end) return;
    if (bytes[end - 1] === brace) {
      if (startsWith(bytes, start, end, segmentStart)) {
        const body = start + segmentStart.length;
        const close = bytes.indexOf(quote, body);
        if (close >= 0 && close < end) {
          this.#segment(bytes.toString('latin1', body, close));
          return;
        }
      } else if (startsWith(bytes, start, end, entryStart)) {
        const size = sizeOf(bytes, start + entryStart.length, end);
        if (size !== undefined) {
          if (size > 0) this.#visitor.content(size);
          return;
        }
      }
    }
    this.#entry(bytes.toString('utf8', start, end));
  }

  #segment(base64: string): void {
    const most = Math.ceil((base64.length * 3) / 4);
    if (this.#scratch.length < most) this.#scratch = Buffer.allocUnsafeSlow(most * 2);
    const length = this.#scratch.write(base64, 'base64');
    this.#visitor.segment(this.#scratch.subarray(0, length));
  }

  #entry(text: string): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (cause) {
      throw invalid(errorText(cause), cause);
    }
    const fields = objectOf(value);
    const payload = fields['payload'];
    if (fields['type'] === 2) {
      if (typeof payload === 'string') this.#segment(payload);
      return;
    }
    const size = numberOf(fields['size'] ?? 0);
    if (fields['type'] !== 1 || size === undefined || !Number.isSafeInteger(size) || size < 0) {
      throw invalid('a line is neither headers nor the size of a file');
    }
    if (size > 0) this.#visitor.content(size);
  }
}

function startsWith(bytes: Buffer, start: number, end: number, prefix: Buffer): boolean {
  const stop = start + prefix.length;
  return stop < end && bytes.compare(prefix, 0, prefix.length, start, stop) === 0;
}

/**
 * The size in an entry of the usual form, 0 when it has none; undefined when it is written in
 * another way. Every look is bounded by the line: a search beyond it would be repeated in each.
 */
function sizeOf(bytes: Buffer, name: number, end: number): number | undefined {
  const close = bytes.indexOf(quote, name);
  if (close < 0 || close >= end || bytes[close - 1] === backslash) return undefined;
  if (startsWith(bytes, close, end, payloadMember)) return 0;
  if (!startsWith(bytes, close, end, sizeMember)) return undefined;
  let size = 0;
  for (let at = close + sizeMember.length; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return bytes[at] === comma ? size : undefined;
    size = size * 10 + digit;
    if (size > Number.MAX_SAFE_INTEGER) return undefined;
  }
  return undefined;
}

function invalid(state: string, cause?: unknown): FormatError {
  return new FormatError('TAR_SPLIT_INVALID', `Cannot read the recipe of a layer: ${state}`, {
    cause,
  });
}
