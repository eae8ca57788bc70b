import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { plainJson } from './jsonc.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const plain = (text: string): string => new TextDecoder().decode(plainJson(bytes(text)));

test('comments and trailing commas become spaces, everything else stays', () => {
  for (const [text, expected] of [
    ['{"a":1,}', '{"a":1 }'],
    ['[1,\n]', '[1 \n]'],
    ['[[],]', '[[] ]'],
    ['{"a":1, // x,\n}', '{"a":1       \n}'],
    ['{/*"*/"a":/**/1}', '{     "a":    1}'],
    ['{"a":1 /* one\ntwo */,}', '{"a":1       \n       }'],
    ['[1,/* c */]', '[1        ]'],
    ['1 // end', '1       '],
    ['/* open', '       '],
    // What only looks so: inside texts, and commas that something follows.
    ['{"a,}":"//no /* no"}', '{"a,}":"//no /* no"}'],
    ['{"a":"\\",}"}', '{"a":"\\",}"}'],
    ['[1,2]', '[1,2]'],
    ['["ä",]', '["ä" ]'],
  ] as const)
    assert.equal(plain(text), expected, text);
});

test('positions stay: the same length and the same line feeds', () => {
  fuzz([bytes('{"a":[1,/* x\n */],// y\n}')], (mutated) => {
    const out = plainJson(mutated);
    assert.equal(out.length, mutated.length);
    mutated.forEach((byte, at) => {
      if (byte === 0x0a) assert.equal(out[at], 0x0a);
    });
  });
});
