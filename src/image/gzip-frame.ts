/** What the first bytes of a gzip member say (RFC 1952 §2.3). */
export type GzipStart =
  | { readonly kind: 'header'; readonly length: number }
  | { readonly kind: 'more' }
  | { readonly kind: 'other' };

const other: GzipStart = { kind: 'other' };
const more: GzipStart = { kind: 'more' };

/** Names and comments in a header have no length field; longer than this is no header. */
const longestHeader = 131_072;

/** Finds the length of the member header at `at`, or says that it is none, or that bytes are missing. */
export function readGzipStart(bytes: Buffer, at: number): GzipStart {
  const id = [0x1f, 0x8b, 0x08];
  for (const [index, wanted] of id.entries()) {
    if (at + index >= bytes.length) return more;
    if (bytes[at + index] !== wanted) return other;
  }
  if (at + 10 > bytes.length) return more;
  const flags = bytes[at + 3] ?? 0;
  // Reserved bits must be zero.
  if ((flags & 0xe0) !== 0) return other;
  let end = at + 10;
  if ((flags & 4) !== 0) {
    if (end + 2 > bytes.length) return more;
    end += 2 + bytes.readUInt16LE(end);
  }
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const zero = end > bytes.length ? -1 : bytes.indexOf(0, end);
    if (zero < 0) return bytes.length - at > longestHeader ? other : more;
    end = zero + 1;
  }
  if ((flags & 2) !== 0) end += 2;
  return end > bytes.length ? more : { kind: 'header', length: end - at };
}
