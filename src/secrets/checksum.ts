import { crc32 } from 'node:zlib';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * The last six characters are the CRC-32 of the characters between prefix and checksum, in base 62:
 * tokens of GitHub since 2021 and of npm ("Behind GitHub's new authentication token formats").
 */
export function hasBase62Crc(token: string): boolean {
  const body = token.slice(token.indexOf('_') + 1);
  return base62Of(crc32(body.slice(0, -6))) === body.slice(-6);
}

/** Six digits in base 62, zeros in front. */
export function base62Of(value: number): string {
  let rest = value >>> 0;
  let text = '';
  for (let digit = 0; digit < 6; digit += 1) {
    text = base62.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

/** The last eight characters are the CRC-32 of all before the last `_`, low byte first, in hexadecimal: tokens of Grafana. */
export function hasTrailingHexCrc(token: string): boolean {
  const cut = token.lastIndexOf('_');
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(token.slice(0, cut)) >>> 0);
  return sum.toString('hex') === token.slice(cut + 1).toLowerCase();
}

const bech32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** The checksum of a Bech32 text holds (BIP 173); keys of age are written so. */
export function isBech32(text: string): boolean {
  const lower = text.toLowerCase();
  const cut = lower.lastIndexOf('1');
  if (cut < 1 || lower.length - cut < 7) return false;
  const prefix = Array.from(lower.slice(0, cut), (letter) => letter.charCodeAt(0));
  const values = [
    ...prefix.map((code) => code >> 5),
    0,
    ...prefix.map((code) => code & 31),
    ...Array.from(lower.slice(cut + 1), (letter) => bech32.indexOf(letter)),
  ];
  return !values.includes(-1) && polymod(values) === 1;
}

function polymod(values: readonly number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [bit, generator] of generators.entries()) if ((top >> bit) & 1) sum ^= generator;
  }
  return sum;
}
