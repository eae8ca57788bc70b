import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addressText, parseAddress, parsePrefix } from './ip-address.ts';

test('addresses: what is one and what is not', () => {
  const good: Record<string, string> = {
    '10.0.0.1': '10.0.0.1',
    '255.255.255.255': '255.255.255.255',
    '::': '::',
    '::1': '::1',
    'fd00::': 'fd00::',
    '2001:DB8:0:0:1:0:0:1': '2001:db8::1:0:0:1',
    '::ffff:10.1.2.3': '::ffff:a01:203',
    '1:2:3:4:5:6:7:8': '1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7::': '1:2:3:4:5:6:7:0',
  };
  for (const [text, shown] of Object.entries(good)) {
    const address = parseAddress(text);
    assert.ok(address !== undefined, text);
    assert.equal(addressText(address), shown);
  }
  const bad = [
    '',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '256.1.1.1',
    '1:2:3',
    ':::',
    '1::2::3',
    'g::',
    '12345::',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    ':1::',
    '1:',
    '::1.2.3',
    '1.2.3.4::',
    '1.2.3.4::1',
    '1:1.2.3.4::',
    'fe80::1%eth0',
    ' 1.2.3.4',
  ];
  for (const text of bad) assert.equal(parseAddress(text), undefined, text);
});

test('addresses survive being written and read', () => {
  const families = fc.constantFrom(4 as const, 6 as const);
  fc.assert(
    fc.property(families, fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }), (family, number) => {
      const value = family === 4 ? number & 0xffff_ffffn : number;
      assert.deepEqual(parseAddress(addressText({ family, value })), { family, value });
    }),
    { numRuns: 2000 },
  );
});

test('prefixes: the length fits the family, host bits are kept', () => {
  const prefix = parsePrefix('10.1.2.3/8');
  assert.deepEqual(prefix, { family: 4, value: 0x0a010203n, length: 8 });
  assert.deepEqual(parsePrefix('::1/128'), { family: 6, value: 1n, length: 128 });
  const bad = [
    '10.0.0.0',
    '10.0.0.0/33',
    '::/129',
    '::/08',
    '::/-1',
    '::/',
    '/8',
    '::/1/1',
    '1.2.3/8',
  ];
  for (const text of bad) assert.equal(parsePrefix(text), undefined, text);
});
