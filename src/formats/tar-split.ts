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
const segmentStart = '{"type":2,"payload":"';
const segmentStartBytes: Buffer = Buffer.from(segmentStart);

/**
 * Reads the recipe of an archive that docker and containers/storage keep beside each unpacked
 * layer (`tar-split.json.gz`, unpacked by the caller): JSON lines, of which type 2 holds bytes of
 * the archive and type 1 stands for the content of a file. See vbatts/tar-split, tar/storage.
 */
export class TarSplitReader {
  readonly #visitor: TarSplitVisitor;
  #rest: Buffer[] = [];
  #restLength = 0;

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

  #line(bytes: Buffer, start: number, end: number): void {
    if (start === end) return;
    const body = start + segmentStart.length;
    // Every second line is a segment of 700 characters: not worth a JSON object.
    if (body < end && bytes.compare(segmentStartBytes, 0, segmentStart.length, start, body) === 0) {
      const close = bytes.indexOf(0x22, body);
      if (close >= 0 && close < end) {
        this.#visitor.segment(Buffer.from(bytes.toString('latin1', body, close), 'base64'));
        return;
      }
    }
    this.#entry(bytes.toString('utf8', start, end));
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
      if (typeof payload === 'string') this.#visitor.segment(Buffer.from(payload, 'base64'));
      return;
    }
    const size = numberOf(fields['size'] ?? 0);
    if (fields['type'] !== 1 || size === undefined || !Number.isSafeInteger(size) || size < 0) {
      throw invalid('a line is neither headers nor the size of a file');
    }
    if (size > 0) this.#visitor.content(size);
  }
}

function invalid(state: string, cause?: unknown): FormatError {
  return new FormatError('TAR_SPLIT_INVALID', `Cannot read the recipe of a layer: ${state}`, {
    cause,
  });
}
