import { crc32, deflateRawSync } from 'node:zlib';

/** What to put into a test archive; the optional fields make it lie. */
export interface ZipFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly stored?: boolean;
  readonly claimedSize?: number;
  readonly crc?: number;
  readonly flags?: number;
  readonly method?: number;
  /** Point at the local header of this earlier file instead of an own one. */
  readonly sameAs?: number;
}

/** A zip archive of these files, for tests only. */
export function zipOf(files: readonly ZipFile[], comment = ''): Buffer<ArrayBuffer> {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  const offsets: number[] = [];
  let at = 0;
  for (const file of files) {
    const name = Buffer.from(file.name);
    const packed = file.stored === true ? file.bytes : deflateRawSync(file.bytes);
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE(file.flags ?? 0, 2);
    header.writeUInt16LE(file.method ?? (file.stored === true ? 0 : 8), 4);
    header.writeUInt32LE(file.crc ?? crc32(file.bytes), 10);
    header.writeUInt32LE(packed.length, 14);
    header.writeUInt32LE(file.claimedSize ?? file.bytes.length, 18);
    header.writeUInt16LE(name.length, 22);
    const offset = file.sameAs === undefined ? at : (offsets[file.sameAs] ?? 0);
    offsets.push(offset);
    if (file.sameAs === undefined) {
      const local = Buffer.concat([Buffer.from('PK\x03\x04'), header, name, packed]);
      locals.push(local);
      at += local.length;
    }
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), header, tail, name]));
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...locals, directory, end, Buffer.from(comment)]);
}
