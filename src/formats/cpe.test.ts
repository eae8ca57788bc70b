import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { cpeName, cpeVersion, parseCpe } from './cpe.ts';
import type { Cpe } from './cpe.ts';

const any: Cpe = {
  part: '',
  vendor: '',
  product: '',
  version: '',
  update: '',
  edition: '',
  language: '',
  softwareEdition: '',
  targetSoftware: '',
  targetHardware: '',
  other: '',
};

const readable: readonly (readonly [string, Partial<Cpe>])[] = [
  [
    'cpe:2.3:a:openssl:openssl:1.0.1f:*:*:*:*:*:*:*',
    { part: 'a', vendor: 'openssl', product: 'openssl', version: '1.0.1f' },
  ],
  ['cpe:2.3:*:*:*:*:*:*:*:*:*:*:*', {}],
  [
    'CPE:2.3:A:Acme:Tool:1.0:RC1:*:*:*:*:*:*',
    { part: 'a', vendor: 'acme', product: 'tool', version: '1.0', update: 'rc1' },
  ],
  [
    'cpe:2.3:a:acme:nx:-:-:ed:en:lts:node.js:x64:o',
    {
      part: 'a',
      vendor: 'acme',
      product: 'nx',
      version: '-',
      update: '-',
      edition: 'ed',
      language: 'en',
      softwareEdition: 'lts',
      targetSoftware: 'node.js',
      targetHardware: 'x64',
      other: 'o',
    },
  ],
  [
    String.raw`cpe:2.3:a:a\:b:c\+\+\\:1.0\-r0:*:*:*:*:*:*:*`,
    { part: 'a', vendor: 'a:b', product: String.raw`c++\ `.trim(), version: '1.0-r0' },
  ],
  [
    String.raw`cpe:2.3:a:v:\*:1+2~3:*:*:*:*:*:*:*`,
    { part: 'a', vendor: 'v', product: '*', version: '1+2~3' },
  ],
  [
    'cpe:/o:centos:linux:6:GA',
    { part: 'o', vendor: 'centos', product: 'linux', version: '6', update: 'ga' },
  ],
  ['cpe:/a:v', { part: 'a', vendor: 'v' }],
  ['cpe:/a:v:p::-', { part: 'a', vendor: 'v', product: 'p', update: '-' }],
  ['cpe:/a:v:c%2b%2B:1%3A2', { part: 'a', vendor: 'v', product: 'c++', version: '1:2' }],
  [
    'cpe:/a:v:p:1::~ed~lts~node.js~x64~o:en',
    {
      part: 'a',
      vendor: 'v',
      product: 'p',
      version: '1',
      edition: 'ed',
      language: 'en',
      softwareEdition: 'lts',
      targetSoftware: 'node.js',
      targetHardware: 'x64',
      other: 'o',
    },
  ],
];

for (const [text, wanted] of readable) {
  test(`parseCpe reads ${text}`, () => {
    assert.deepEqual(parseCpe(text), { ...any, ...wanted });
  });
}

const refused: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['another scheme', 'pkg:apk/alpine/openssl@1'],
  ['ten components', 'cpe:2.3:a:v:p:1:*:*:*:*:*:*'],
  ['twelve components', 'cpe:2.3:a:v:p:1:*:*:*:*:*:*:*:*'],
  ['an empty component', 'cpe:2.3:a::p:1:*:*:*:*:*:*:*'],
  ['an unknown part', 'cpe:2.3:x:v:p:1:*:*:*:*:*:*:*'],
  ['a wildcard inside a value', 'cpe:2.3:a:v:p*:1:*:*:*:*:*:*:*'],
  ['a question mark', 'cpe:2.3:a:v:p?:1:*:*:*:*:*:*:*'],
  ['an escape of nothing', 'cpe:2.3:a:v:p:1:*:*:*:*:*:*:x\\'],
  ['an escaped hyphen alone', String.raw`cpe:2.3:a:v:\-:1:*:*:*:*:*:*:*`],
  ['a blank', 'cpe:2.3:a:v:p p:1:*:*:*:*:*:*:*'],
  ['a control character', 'cpe:2.3:a:v:p\u001b:1:*:*:*:*:*:*:*'],
  ['a letter outside ASCII', 'cpe:2.3:a:v:pä:1:*:*:*:*:*:*:*'],
  ['a long one', `cpe:2.3:a:v:${'p'.repeat(2048)}:1:*:*:*:*:*:*:*`],
  ['a URI of eight components', 'cpe:/a:v:p:1:u:e:l:x'],
  ['a URI with half an escape', 'cpe:/a:v:p%2'],
  ['a URI with an encoded wildcard', 'cpe:/a:v:p%02'],
  ['a URI with an encoded control character', 'cpe:/a:v:p%1b'],
  ['a URI with a short packed edition', 'cpe:/a:v:p:1::~ed~lts'],
];

for (const [title, text] of refused) {
  test(`parseCpe refuses ${title}`, () => {
    assert.equal(parseCpe(text), undefined);
  });
}

test('names are vendor and product, kept apart', () => {
  assert.equal(cpeName({ vendor: 'openssl', product: 'openssl' }), 'openssl:openssl');
  assert.notEqual(
    cpeName({ vendor: 'a:b', product: 'c' }),
    cpeName({ vendor: 'a', product: 'b:c' }),
  );
  assert.equal(cpeName({ vendor: '', product: 'c' }), undefined);
  assert.equal(cpeName({ vendor: 'a', product: '-' }), undefined);
});

test('versions are those of upstream, the update attached', () => {
  assert.equal(cpeVersion({ version: '1.0.1', update: '' }), '1.0.1');
  assert.equal(cpeVersion({ version: '1.0.1', update: '-' }), '1.0.1');
  assert.equal(cpeVersion({ version: '1.0.1', update: 'beta1' }), '1.0.1beta1');
  assert.equal(cpeVersion({ version: '', update: 'beta1' }), undefined);
  assert.equal(cpeVersion({ version: '-', update: '' }), undefined);
});

test('damaged names never do more than being refused', () => {
  fuzz(
    readable.map(([text]) => Buffer.from(text)),
    (bytes) => {
      const cpe = parseCpe(Buffer.from(bytes).toString('latin1'));
      if (cpe === undefined) return;
      for (const value of Object.values(cpe)) assert.match(String(value), /^[\x21-\x7e]*$/);
    },
  );
});
