/** What a made-up program of Windows has. */
export interface MadePe {
  /** Texts of its version resource. */
  readonly texts?: Readonly<Record<string, string>>;
  /** 64-bit (default) or 32-bit. */
  readonly wide?: boolean;
  /** Whether it has .NET's header. */
  readonly assembly?: boolean;
  /** Further sections by name. */
  readonly sections?: Readonly<Record<string, string>>;
}

const firstAddress = 0x1000;
const headers = 0x400;

/** A PE program with a version resource. */
export function buildPe({ texts, wide = true, assembly = false, sections = {} }: MadePe): Buffer {
  const rows = [
    ...(texts === undefined ? [] : [['.rsrc', resourceOf(texts, firstAddress)] as const]),
    ...Object.entries(sections).map(([name, text]) => [name, Buffer.from(text)] as const),
  ];
  const file = Buffer.alloc(headers);
  file.write('MZ', 0, 'latin1');
  file.writeUInt32LE(64, 60);
  file.write('PE\0\0', 64, 'latin1');
  file.writeUInt16LE(wide ? 0x8664 : 0x14c, 68);
  file.writeUInt16LE(rows.length, 70);
  const optional = 88;
  const directories = optional + (wide ? 112 : 96);
  file.writeUInt16LE(directories + 128 - optional, 84);
  file.writeUInt16LE(wide ? 0x20b : 0x10b, optional);
  file.writeUInt32LE(16, directories - 4);
  if (texts !== undefined) {
    file.writeUInt32LE(firstAddress, directories + 2 * 8);
    file.writeUInt32LE(rows[0]?.[1].length ?? 0, directories + 2 * 8 + 4);
  }
  if (assembly) file.writeUInt32LE(1, directories + 14 * 8);
  const contents: Buffer[] = [];
  let offset = headers;
  for (const [index, [name, content]] of rows.entries()) {
    const row = directories + 128 + index * 40;
    file.write(name, row, 'latin1');
    file.writeUInt32LE(content.length, row + 8);
    file.writeUInt32LE(firstAddress * (index + 1), row + 12);
    file.writeUInt32LE(content.length, row + 16);
    file.writeUInt32LE(offset, row + 20);
    contents.push(content);
    offset += content.length;
  }
  return Buffer.concat([file, ...contents]);
}

/** A resource folder with one version resource: type, name and language, then the block. */
function resourceOf(texts: Readonly<Record<string, string>>, address: number): Buffer {
  const folders = Buffer.alloc(3 * 24 + 16);
  for (const [level, id] of [16, 1, 0x409].entries()) {
    const at = level * 24;
    folders.writeUInt16LE(1, at + 14);
    folders.writeUInt32LE(id, at + 16);
    folders.writeUInt32LE(level === 2 ? 72 : ((level + 1) * 24 + 0x80000000) >>> 0, at + 20);
  }
  const strings = Object.entries(texts).map(([key, value]) =>
    block(key, Buffer.from(`${value}\0`, 'utf16le'), [], value.length + 1),
  );
  const info = block('VS_VERSION_INFO', Buffer.alloc(52), [
    block('VarFileInfo', Buffer.alloc(0), []),
    block('StringFileInfo', Buffer.alloc(0), [block('040904b0', Buffer.alloc(0), strings)]),
  ]);
  folders.writeUInt32LE(address + folders.length, 72);
  folders.writeUInt32LE(info.length, 76);
  return Buffer.concat([folders, info]);
}

function block(
  key: string,
  value: Buffer,
  inside: readonly Buffer[],
  length = value.length,
): Buffer {
  const pad = (bytes: Buffer): Buffer =>
    Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
  const head = Buffer.alloc(6);
  const named = pad(Buffer.concat([head, Buffer.from(`${key}\0`, 'utf16le')]));
  const whole = Buffer.concat([named, pad(value), ...inside.map(pad)]);
  whole.writeUInt16LE(whole.length, 0);
  whole.writeUInt16LE(length, 2);
  return whole;
}
