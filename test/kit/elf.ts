/** One section of a made-up program. */
export interface MadeSection {
  readonly name: string;
  readonly content: Uint8Array;
  /** 1 is content (default), 7 notes. */
  readonly type?: number;
  /** Writable sections lie in a segment of their own. */
  readonly writable?: boolean;
}

/** Address at which the file begins when it is loaded. */
export const baseAddress = 0x400000;

/** Place of the first section's content in the file. */
export const firstSection = 0x200;

/**
 * A 64-bit little-endian ELF program with these sections, each in a loaded segment, aligned to 16
 * bytes. `stripped` leaves the section table out.
 */
export function buildElf(sections: readonly MadeSection[], stripped = false): Buffer {
  const names = Buffer.from(`\0${[...sections.map(({ name }) => name), '.shstrtab'].join('\0')}\0`);
  const all: readonly MadeSection[] = [...sections, { name: '.shstrtab', content: names, type: 3 }];
  let at = firstSection;
  const places = all.map(({ content }) => {
    const offset = at;
    at = Math.ceil((at + content.length) / 16) * 16;
    return offset;
  });
  const table = at;
  const file = Buffer.alloc(stripped ? table : table + (all.length + 1) * 64);
  file.write('\x7fELF\x02\x01\x01', 0, 'latin1');
  file.writeUInt16LE(2, 16);
  file.writeUInt16LE(62, 18);
  file.writeBigUInt64LE(64n, 32);
  file.writeBigUInt64LE(stripped ? 0n : BigInt(table), 40);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(Math.min(sections.length, 7), 56);
  file.writeUInt16LE(64, 58);
  file.writeUInt16LE(stripped ? 0 : all.length + 1, 60);
  file.writeUInt16LE(stripped ? 0 : all.length, 62);
  for (const [index, { name, content, type = 1, writable = false }] of all.entries()) {
    const offset = places[index] ?? 0;
    file.set(content, offset);
    if (index < Math.min(sections.length, 7)) {
      const row = 64 + index * 56;
      file.writeUInt32LE(type === 7 ? 4 : 1, row);
      file.writeUInt32LE(writable ? 6 : 5, row + 4);
      for (const [place, value] of [
        [8, offset],
        [16, baseAddress + offset],
        [32, content.length],
        [40, content.length],
      ] as const)
        file.writeBigUInt64LE(BigInt(value), row + place);
    }
    if (stripped) continue;
    const row = table + (index + 1) * 64;
    file.writeUInt32LE(names.indexOf(`\0${name}\0`) + 1, row);
    file.writeUInt32LE(type, row + 4);
    file.writeBigUInt64LE(BigInt(baseAddress + offset), row + 16);
    file.writeBigUInt64LE(BigInt(offset), row + 24);
    file.writeBigUInt64LE(BigInt(content.length), row + 32);
  }
  return file;
}

/** One ELF note. */
export function elfNote(name: string, type: number, content: Uint8Array): Buffer {
  const label = Buffer.from(`${name}\0`);
  const pad = (bytes: Uint8Array): Buffer =>
    Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
  const head = Buffer.alloc(12);
  head.writeUInt32LE(label.length, 0);
  head.writeUInt32LE(content.length, 4);
  head.writeUInt32LE(type, 8);
  return Buffer.concat([head, pad(label), pad(content)]);
}

/** Build information as Go 1.18 and newer write it. */
export function goBuildInfo(version: string, modules: string): Buffer {
  const head = Buffer.alloc(32);
  head.write('\u00ff Go buildinf:', 0, 'latin1');
  head[14] = 8;
  head[15] = 2;
  const frame = Buffer.alloc(16, 0x30);
  const text = Buffer.concat([frame, Buffer.from(modules), frame]);
  return Buffer.concat([head, varText(Buffer.from(version)), varText(text)]);
}

function varText(bytes: Uint8Array): Buffer {
  const length: number[] = [];
  let left = bytes.length;
  for (; left >= 0x80; left = Math.floor(left / 128)) length.push((left % 128) + 0x80);
  return Buffer.concat([Buffer.from([...length, left]), bytes]);
}

/** A table of functions of Go 1.20 and newer with these names and nothing else. */
export function goFunctionTable(names: readonly string[]): Buffer {
  const text = Buffer.from(`\0${names.join('\0')}\0`, 'latin1');
  const head = Buffer.alloc(128);
  head.writeUInt32LE(0xfffffff1, 0);
  head[6] = 1;
  head[7] = 8;
  head.writeBigUInt64LE(BigInt(head.length), 8 + 3 * 8);
  head.writeBigUInt64LE(BigInt(head.length + text.length), 8 + 4 * 8);
  return Buffer.concat([head, text]);
}
