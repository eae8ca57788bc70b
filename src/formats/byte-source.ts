/** Bytes that can be read at any place, in memory or in a file: what formats with an index at the end need. */
export interface ByteSource {
  /** Length in bytes. */
  readonly size: number;
  /** `length` bytes from `offset`; fewer only at the end. Never negative arguments. */
  readonly read: (offset: number, length: number) => Uint8Array;
}

/** A ByteSource over bytes that are already in memory; what it reads are views, not copies. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
  };
}
