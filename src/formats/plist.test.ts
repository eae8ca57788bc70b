import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { plistTexts } from './plist.ts';

/** A binary property list: a dictionary of texts, and one value that is none. */
function binary(values: Readonly<Record<string, string>>): Buffer {
  const text = (value: string): Buffer => {
    const wide = /[^\x00-\x7f]/.test(value);
    const body = wide ? Buffer.from(value, 'utf16le').swap16() : Buffer.from(value, 'latin1');
    const kind = wide ? 0x60 : 0x50;
    if (value.length < 15) return Buffer.concat([Buffer.from([kind + value.length]), body]);
    return Buffer.concat([Buffer.from([kind + 15, 0x10, value.length]), body]);
  };
  const keys = [...Object.keys(values), 'Flag'];
  const objects = [...keys.map(text), ...Object.values(values).map(text), Buffer.from([0x09])];
  const refs = objects.map((_, index) => index + 1);
  const top = Buffer.from([0xd0 + keys.length, ...refs]);
  const all = [top, ...objects];
  let at = 8;
  const offsets = all.map((one) => {
    const offset = at;
    at += one.length;
    return offset;
  });
  const trailer = Buffer.alloc(32);
  trailer.writeUInt8(1, 6);
  trailer.writeUInt8(1, 7);
  trailer.writeBigUInt64BE(BigInt(all.length), 8);
  trailer.writeBigUInt64BE(BigInt(at), 24);
  return Buffer.concat([Buffer.from('bplist00'), ...all, Buffer.from(offsets), trailer]);
}

const sample = { CFBundleName: 'Größe', version: '1.0', long: 'a text longer than fourteen' };

test('plistTexts reads the texts of both forms', () => {
  assert.deepEqual(Object.fromEntries(plistTexts(binary(sample), 'x')), sample);
  const xml =
    '<plist version="1.0"><dict><key>a</key><string>1</string><key>b</key><true/></dict></plist>';
  assert.deepEqual([...plistTexts(Buffer.from(xml), 'x')], [['a', '1']]);
});

test('plistTexts refuses what lies outside the file', () => {
  const cut = binary(sample).subarray(0, 50);
  for (const bytes of [cut, Buffer.from('bplist00'), Buffer.from('text'), Buffer.from('<plist/>')])
    assert.throws(() => plistTexts(bytes, 'x'), { code: 'PLIST_INVALID' });
});

test('fuzz property lists', () => {
  fuzz([binary(sample)], (bytes) => plistTexts(bytes, 'x'));
});
