import { FormatError } from './errors.ts';

/** What extended headers (POSIX.1-2017 pax, GNU long names) say of the next entry. */
export interface TarOverrides {
  path?: string;
  linkPath?: string;
  size?: number;
  /** What overlayfs keeps in extended attributes of folders. */
  overlay?: TarOverlay;
  /** GNU sparse files inside pax headers, formats 0.0, 0.1 and 1.0. */
  sparse?: SparsePax;
}

/**
 * `opaque`: hides what lower layers have in the folder. `elsewhere`: the content lies under another
 * path (redirect, metacopy), which only the kernel's own mount resolves.
 */
export type TarOverlay = 'opaque' | 'elsewhere';

/** The `GNU.sparse.*` records. `map` alternates offsets and lengths. */
export interface SparsePax {
  name?: string;
  realSize?: number;
  map: number[];
  /** Format 1.0 keeps the map at the start of the body instead. */
  mapInBody: boolean;
}

const newline = 0x0a;
const equals = 0x3d;
const space = 0x20;

/**
 * Reads the records `length key=value\n` of an extended header into `into`. Keys that do not move
 * or rename content (times, owners, attributes) are skipped.
 * @throws {FormatError} TAR_PAX on a record that does not end where its length says.
 */
export function readPax(body: Buffer, into: TarOverrides): void {
  let at = 0;
  while (at < body.length) {
    // Some writers fill the rest of the body with NULs.
    if (body[at] === 0) return;
    const gap = body.indexOf(space, at);
    const length =
      gap < 0 || gap - at > 10 ? Number.NaN : decimal(body.toString('latin1', at, gap));
    const end = at + length;
    if (!(end <= body.length) || end <= gap + 1 || body[end - 1] !== newline) throw badRecord(at);
    const split = body.indexOf(equals, gap + 1);
    if (split < 0 || split >= end) throw badRecord(at);
    apply(into, body.toString('utf8', gap + 1, split), body.subarray(split + 1, end - 1));
    at = end;
  }
}

function apply(into: TarOverrides, key: string, value: Buffer): void {
  switch (key) {
    case 'path':
      into.path = textOf(value);
      return;
    case 'linkpath':
      into.linkPath = textOf(value);
      return;
    case 'size':
      into.size = numberOf(value);
      return;
    default:
      if (key.startsWith('GNU.sparse.')) applySparse(into, key, value);
      else if (key.startsWith('SCHILY.xattr.')) applyOverlay(into, key, value);
  }
}

function applyOverlay(into: TarOverrides, key: string, value: Buffer): void {
  const [, name] = /^SCHILY\.xattr\.(?:trusted|user)\.overlay\.([a-z]+)$/.exec(key) ?? [];
  if (name === 'opaque') into.overlay = value.toString('latin1') === 'y' ? 'opaque' : 'elsewhere';
  else if (name === 'redirect' || name === 'metacopy') into.overlay = 'elsewhere';
}

function applySparse(into: TarOverrides, key: string, value: Buffer): void {
  into.sparse ??= { map: [], mapInBody: false };
  const { sparse } = into;
  switch (key) {
    case 'GNU.sparse.name':
      sparse.name = textOf(value);
      return;
    case 'GNU.sparse.size':
    case 'GNU.sparse.realsize':
      sparse.realSize = numberOf(value);
      return;
    case 'GNU.sparse.offset':
    case 'GNU.sparse.numbytes':
      sparse.map.push(numberOf(value));
      return;
    case 'GNU.sparse.map':
      sparse.map = value.length === 0 ? [] : value.toString('latin1').split(',').map(checked);
      return;
    case 'GNU.sparse.major':
      sparse.mapInBody = numberOf(value) === 1;
      return;
    default:
  }
}

/** @throws {FormatError} TAR_PAX on text with a NUL, which would name another file to every C program. */
function textOf(value: Buffer): string {
  if (value.includes(0)) {
    throw new FormatError('TAR_PAX', 'Cannot read extended header: found a NUL inside a name');
  }
  return value.toString('utf8');
}

function numberOf(value: Buffer): number {
  return checked(value.toString('latin1'));
}

function checked(text: string): number {
  const value = decimal(text);
  if (Number.isSafeInteger(value)) return value;
  throw new FormatError(
    'TAR_PAX',
    `Cannot read number "${text.slice(0, 40)}" of an extended header: wanted digits below 2^53`,
  );
}

/** NaN for whatever is not plain digits. */
export function decimal(text: string): number {
  return /^[0-9]{1,16}$/.test(text) ? Number(text) : Number.NaN;
}

function badRecord(at: number): FormatError {
  return new FormatError(
    'TAR_PAX',
    `Cannot read extended header: record at byte ${at} does not end where its length says`,
  );
}
