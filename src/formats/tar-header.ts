import { FormatError } from './errors.ts';

/** What an entry is. `other`: devices, pipes and whatever has no content that could be read. */
export type TarType = 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';

/** Fields of one 512-byte header before extended headers are applied. Reused between entries. */
export interface TarHeader {
  name: string;
  linkName: string;
  /** Bytes of the body that follows in the archive. */
  size: number;
  mode: number;
  /** The type flag as a character code. */
  flag: number;
  /** GNU archives keep sparse maps where others keep a name prefix. */
  gnu: boolean;
}

/** Size of every header and unit of padding, in bytes (POSIX.1-2017, pax, ustar interchange format). */
export const blockSize = 512;

const nameLength = 100;
const prefixAt = 345;
const flagAt = 156;

/**
 * Reads the header at `at`. Returns false when the block is all zero.
 * @throws {FormatError} TAR_HEADER when the checksum or a number is wrong.
 */
export function readHeader(block: Buffer, at: number, into: TarHeader): boolean {
  if (!verifyChecksum(block, at)) return false;
  into.flag = block[at + flagAt] ?? 0;
  into.mode = readNumber(block, at + 100, 8) & 0o7777;
  into.size = readNumber(block, at + 124, 12);
  const magic = magicOf(block, at);
  into.gnu = magic === 'gnu';
  into.name = readText(block, at, nameLength);
  if (magic === 'ustar' && block[at + prefixAt] !== 0) {
    into.name = `${readText(block, at + prefixAt, prefixLength(block, at))}/${into.name}`;
  }
  into.linkName = isLink(into.flag) ? readText(block, at + 157, nameLength) : '';
  return true;
}

/** star keeps access and change times in the last 24 bytes of the prefix and signs with `tar\0` at the end. */
function prefixLength(block: Buffer, at: number): number {
  return block.toString('latin1', at + 508, at + 512) === 'tar\0' ? 131 : 155;
}

function isLink(flag: number): boolean {
  return flag === 0x31 || flag === 0x32;
}

function magicOf(block: Buffer, at: number): 'v7' | 'ustar' | 'gnu' {
  const start = at + 257;
  // "ustar" as bytes: comparing strings here would allocate for each of some hundred thousand entries.
  const ustar =
    block[start] === 0x75 &&
    block[start + 1] === 0x73 &&
    block[start + 2] === 0x74 &&
    block[start + 3] === 0x61 &&
    block[start + 4] === 0x72;
  if (!ustar) return 'v7';
  return block[start + 5] === 0x20 ? 'gnu' : 'ustar';
}

/** True when the sum is right, false when the block is all zero. Old tars summed signed bytes: both sums pass. */
function verifyChecksum(block: Buffer, at: number): boolean {
  let sum = 0;
  let high = 0;
  const end = at + blockSize;
  for (let index = at; index < end; index += 1) {
    const byte = block[index] ?? 0;
    sum += byte;
    high += byte >> 7;
  }
  if (sum === 0) return false;
  for (let index = at + 148; index < at + 156; index += 1) {
    const byte = block[index] ?? 0;
    sum += 0x20 - byte;
    high -= byte >> 7;
  }
  const stored = readNumber(block, at + 148, 8);
  if (stored !== sum && stored !== sum - 256 * high) {
    throw new FormatError(
      'TAR_HEADER',
      `Cannot read tar header "${safeName(block, at)}": checksum is ${sum}, expected ${stored}`,
    );
  }
  return true;
}

function safeName(block: Buffer, at: number): string {
  return readText(block, at, nameLength).slice(0, 60);
}

/**
 * Octal digits, or the base-256 form that GNU and star use for what does not fit (first bit set).
 * @throws {FormatError} TAR_HEADER on other characters, negative numbers and numbers above 2^53.
 */
export function readNumber(block: Buffer, at: number, length: number): number {
  const first = block[at] ?? 0;
  if (first >= 0x80) return readBase256(block, at, length);
  let value = 0;
  let digits = 0;
  for (let index = at; index < at + length; index += 1) {
    const byte = block[index] ?? 0;
    if (byte >= 0x30 && byte <= 0x37) {
      value = value * 8 + byte - 0x30;
      digits += 1;
    } else if (byte === 0x20 || byte === 0) {
      if (digits > 0) break;
    } else throw badNumber(block, at, length);
  }
  return value;
}

function readBase256(block: Buffer, at: number, length: number): number {
  let value = (block[at] ?? 0) & 0x7f;
  // 0xff starts a negative number, which no size, mode or device can be.
  for (let index = at + 1; index < at + length; index += 1) {
    value = value * 256 + (block[index] ?? 0);
    if (value > Number.MAX_SAFE_INTEGER) throw badNumber(block, at, length);
  }
  return value;
}

function badNumber(block: Buffer, at: number, length: number): FormatError {
  const shown = block.toString('hex', at, at + length);
  return new FormatError(
    'TAR_HEADER',
    `Cannot read number "${shown}" of a tar header: found other bytes than octal digits, or a number that is negative or above 2^53`,
  );
}

/** Text up to the first NUL. Bytes that are not UTF-8 become U+FFFD, so that the entry stays visible. */
export function readText(block: Buffer, at: number, length: number): string {
  let end = at;
  let bits = 0;
  const stop = at + length;
  while (end < stop) {
    const byte = block[end] ?? 0;
    if (byte === 0) break;
    bits |= byte;
    end += 1;
  }
  return bits < 0x80 ? block.toString('latin1', at, end) : block.toString('utf8', at, end);
}

/** Links, devices, folders and pipes have no body, whatever their size field says. */
export function hasBody(flag: number): boolean {
  return flag < 0x31 || flag > 0x36;
}

/** What the type flag says; old archives mark folders by a trailing slash only. */
export function typeOf(header: TarHeader, name: string): TarType {
  switch (header.flag) {
    case 0x31:
      return 'hardlink';
    case 0x32:
      return 'symlink';
    case 0x33:
    case 0x34:
    case 0x36:
    case 0x4d: // 'M': the rest of a file that began on another volume
    case 0x56: // 'V': name of the volume
      return 'other';
    case 0x35:
    case 0x44: // 'D': GNU folder with a list of its names
      return 'directory';
    default:
      // POSIX: a reader takes unknown types as regular files.
      return name.endsWith('/') ? 'directory' : 'file';
  }
}
