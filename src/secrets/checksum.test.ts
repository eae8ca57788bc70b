import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base62Of, hasBase62Crc, isBech32 } from './checksum.ts';
import { entropy } from './entropy.ts';

test('isBech32 agrees with the valid and invalid texts of BIP 173', () => {
  const valid = [
    'A12UEL5L',
    'a12uel5l',
    'an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs',
    'abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw',
    'split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w',
  ];
  const invalid = [
    'pzry9x0s0muk',
    '1pzry9x0s0muk',
    'x1b4n0q5v',
    'li1dgmt3',
    'A1G7SGD8',
    '10a06t8',
    '1qzzfhee',
    '',
  ];
  for (const text of valid) assert.equal(isBech32(text), true, text);
  for (const text of invalid) assert.equal(isBech32(text), false, text);
});

test('base62Of fills up with zeros and holds 32 bits', () => {
  assert.equal(base62Of(0), '000000');
  assert.equal(base62Of(61), '00000z');
  assert.equal(base62Of(62), '000010');
  assert.equal(base62Of(0xffffffff), '4gfFC3');
  assert.equal(hasBase62Crc('ghp_'), false);
  // The CRC-32 check value of "123456789" is cbf43926.
  assert.equal(hasBase62Crc(`x_123456789${base62Of(0xcbf43926)}`), true);
});

test('entropy counts bits a character', () => {
  assert.equal(entropy(''), 0);
  assert.equal(entropy('aaaa'), 0);
  assert.equal(entropy('abab'), 1);
  assert.equal(entropy('0123456789abcdef'), 4);
});
