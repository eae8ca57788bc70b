import { FormatError } from './errors.ts';

/** `RpmP`, `Slot`, `BlbS`, `BlbE` as little-endian numbers. */
const magics = {
  database: 0x506d7052,
  slot: 0x746f6c53,
  blobStart: 0x53626c42,
  blobEnd: 0x45626c42,
} as const;

const pageSize = 4096;
const slotSize = 16;
const blockSize = 16;
const blobHead = 16;
const blobTail = 12;

/** True for rpm's own database format. */
export function isNdb(bytes: Uint8Array): boolean {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.length >= 4 && view.readUInt32LE(0) === magics.database;
}

/**
 * Header blobs of rpm's `Packages.db` (`lib/backend/ndb/rpmpkg.c`): pages of slots, each of which
 * points at one blob in blocks of 16 bytes. A fault is thrown where it is met, after the blobs
 * before it.
 * @throws {FormatError} RPMDB_INVALID
 */
export function* ndbBlobs(content: Uint8Array): Generator<Uint8Array> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (bytes.length < pageSize || !isNdb(bytes)) {
    throw invalid(`found ${bytes.length} bytes, wanted a page that begins with "RpmP"`);
  }
  const version = bytes.readUInt32LE(4);
  if (version !== 0) throw invalid(`found version ${version}, wanted 0`);
  const slotEnd = bytes.readUInt32LE(12) * pageSize;
  if (slotEnd > bytes.length) {
    throw invalid(`found ${bytes.length} bytes, wanted ${slotEnd} for slots alone`);
  }
  let total = slotEnd;
  // The database's own header takes the place of the first two slots.
  for (let at = 2 * slotSize; at < slotEnd; at += slotSize) {
    if (bytes.readUInt32LE(at) !== magics.slot) {
      throw invalid(`found no slot at byte ${at}, wanted "Slot"`);
    }
    const offset = bytes.readUInt32LE(at + 8) * blockSize;
    if (offset === 0) continue;
    const size = bytes.readUInt32LE(at + 12) * blockSize;
    // Blobs do not overlap: a file that claims more than it holds is refused before it costs time.
    total += size;
    if (offset < slotEnd || offset + size > bytes.length || total > bytes.length) {
      throw invalid(`found a blob of ${size} bytes at byte ${offset}, wanted it inside the file`);
    }
    yield blobOf(bytes.subarray(offset, offset + size), bytes.readUInt32LE(at + 4));
  }
}

function blobOf(block: Buffer, package_: number): Uint8Array {
  const least = blobHead + blobTail;
  const length = block.length < least ? -1 : block.readUInt32LE(12);
  if (
    length < 0 ||
    block.readUInt32LE(0) !== magics.blobStart ||
    block.readUInt32LE(4) !== package_ ||
    length + least > block.length ||
    block.readUInt32LE(block.length - 8) !== length ||
    block.readUInt32LE(block.length - 4) !== magics.blobEnd
  ) {
    throw invalid(`found a damaged blob of package ${package_}, wanted "BlbS" to "BlbE"`);
  }
  return block.subarray(blobHead, blobHead + length);
}

function invalid(what: string): FormatError {
  return new FormatError('RPMDB_INVALID', `Cannot read the RPM database (ndb): ${what}`);
}
