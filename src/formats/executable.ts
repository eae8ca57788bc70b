import { bytesAtAddress, isElf, parseElf, sectionBytes } from './elf.ts';
import { isPe, parsePe, peBytesAt, peSection } from './pe.ts';

/** A program file as its loader sees it, whichever system it is for. */
export interface Executable {
  readonly format: 'elf' | 'pe';
  readonly littleEndian: boolean;
  /** Bytes of a pointer. */
  readonly pointer: 4 | 8;
  /** The content of a section; undefined when there is none of that name. */
  readonly section: (name: string) => Uint8Array | undefined;
  /** What lies at an address when the program is loaded, at most `size` bytes. */
  readonly at: (address: number, size: number) => Uint8Array | undefined;
  /** Parts that are loaded and may be written, in the order of the file. */
  readonly data: readonly Uint8Array[];
  /** All parts that are loaded. */
  readonly loaded: readonly Uint8Array[];
}

/** Whether a file begins as programs do that `openExecutable` can read. */
export function isExecutable(head: Uint8Array): boolean {
  return isElf(head) || isPe(head);
}

/** @throws {FormatError} ELF_INVALID, PE_INVALID */
export function openExecutable(bytes: Uint8Array, what: string): Executable {
  return isElf(bytes) ? openElf(bytes, what) : openPe(bytes, what);
}

function openElf(bytes: Uint8Array, what: string): Executable {
  const elf = parseElf(bytes, what);
  const segments = elf.segments.filter(({ type }) => type === 1);
  const part = ({ offset, fileSize }: { offset: number; fileSize: number }): Uint8Array =>
    bytes.subarray(offset, offset + fileSize);
  return {
    format: 'elf',
    littleEndian: elf.littleEndian,
    pointer: elf.bits === 64 ? 8 : 4,
    section: (name) => sectionBytes(bytes, elf, name),
    at: (address, size) => bytesAtAddress(bytes, elf, { address, size }),
    data: segments.filter(({ flags }) => (flags & 2) !== 0).map(part),
    loaded: segments.map(part),
  };
}

const writable = 0x80000000;

function openPe(bytes: Uint8Array, what: string): Executable {
  const pe = parsePe(bytes, what);
  const part = ({ offset, size }: { offset: number; size: number }): Uint8Array =>
    bytes.subarray(offset, offset + size);
  return {
    format: 'pe',
    littleEndian: true,
    pointer: pe.wide ? 8 : 4,
    section: (name) => peSection(bytes, pe, name),
    at: (address, size) => peBytesAt(bytes, pe, { address: address - pe.imageBase, size }),
    // `>>> 0`: the flag is the sign bit.
    data: pe.sections.filter(({ flags }) => (flags & writable) >>> 0 !== 0).map(part),
    loaded: pe.sections.map(part),
  };
}
