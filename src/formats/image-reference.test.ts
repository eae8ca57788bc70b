import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fuzz } from '../../test/kit/fuzz.ts';
import { FormatError } from './errors.ts';
import {
  familiarImageReference,
  formatImageReference,
  isRegistryHost,
  parseImageReference,
} from './image-reference.ts';

const hex = '0123456789abcdef'.repeat(4);
const sha = `sha256:${hex}`;

// [as typed, in full, short]
const valid: readonly (readonly [string, string, string])[] = [
  ['alpine', 'docker.io/library/alpine:latest', 'alpine:latest'],
  ['alpine:3.18', 'docker.io/library/alpine:3.18', 'alpine:3.18'],
  [`alpine@${sha}`, `docker.io/library/alpine@${sha}`, `alpine@${sha}`],
  [`alpine:3@${sha}`, `docker.io/library/alpine:3@${sha}`, `alpine:3@${sha}`],
  ['team/app', 'docker.io/team/app:latest', 'team/app:latest'],
  ['library/alpine', 'docker.io/library/alpine:latest', 'alpine:latest'],
  ['docker.io/alpine', 'docker.io/library/alpine:latest', 'alpine:latest'],
  ['index.docker.io/team/app:1', 'docker.io/team/app:1', 'team/app:1'],
  ['docker.io/library/a/b', 'docker.io/library/a/b:latest', 'library/a/b:latest'],
  ['localhost/app', 'localhost/app:latest', 'localhost/app:latest'],
  ['localhost:5000/app:1', 'localhost:5000/app:1', 'localhost:5000/app:1'],
  ['localhost:5000', 'docker.io/library/localhost:5000', 'localhost:5000'],
  ['Registry/app', 'Registry/app:latest', 'Registry/app:latest'],
  ['host.example/a/b/c/d:v1', 'host.example/a/b/c/d:v1', 'host.example/a/b/c/d:v1'],
  ['192.0.2.7:5000/a', '192.0.2.7:5000/a:latest', '192.0.2.7:5000/a:latest'],
  ['[2001:db8::1]:5000/a', '[2001:db8::1]:5000/a:latest', '[2001:db8::1]:5000/a:latest'],
  ['[::1]/a', '[::1]/a:latest', '[::1]/a:latest'],
  ['a__b/c---d.e_f', 'docker.io/a__b/c---d.e_f:latest', 'a__b/c---d.e_f:latest'],
  ['app:_1.-A', 'docker.io/library/app:_1.-A', 'app:_1.-A'],
  [`app:${'t'.repeat(128)}`, `docker.io/library/app:${'t'.repeat(128)}`, `app:${'t'.repeat(128)}`],
  [hex.slice(1), `docker.io/library/${hex.slice(1)}:latest`, `${hex.slice(1)}:latest`],
  [`h.x/a@sha512:${hex}${hex}`, `h.x/a@sha512:${hex}${hex}`, `h.x/a@sha512:${hex}${hex}`],
];

for (const [typed, full, short] of valid) {
  test(`parseImageReference: "${typed.slice(0, 60)}" is ${full.slice(0, 60)}`, () => {
    const reference = parseImageReference(typed);
    assert.equal(formatImageReference(reference), full);
    assert.equal(familiarImageReference(reference), short);
    assert.deepEqual(parseImageReference(full), reference);
    assert.deepEqual(parseImageReference(short), reference);
  });
}

const refused: readonly string[] = [
  '',
  ' ',
  'Alpine',
  'team/App',
  'a//b',
  '/a',
  'a/',
  'a:',
  'a:b:c',
  'a:.x',
  `a:${'t'.repeat(129)}`,
  'a@',
  'a@sha256:12',
  `a@sha256:${hex.toUpperCase()}`,
  `a@sha512:${hex}`,
  `a@md5:${hex}`,
  `a@${sha}@${sha}`,
  `@${sha}`,
  hex,
  'a___b',
  'a..b',
  '-a',
  'a-',
  'host.example/',
  'host..example/a',
  '-host.example/a',
  'host.example:0/a',
  'host.example:65536/a',
  'host.example:port/a',
  'user@host.example/a',
  'https://host.example/a',
  '[::1/a',
  '[zz]:5000/a',
  '../a',
  'a\n',
  'a\u0000b',
  `a/${'b'.repeat(255)}`,
  `${'a/'.repeat(600)}a`,
];

for (const text of refused) {
  test(`parseImageReference: ${JSON.stringify(text.slice(0, 60))} is refused`, () => {
    assert.throws(() => parseImageReference(text), FormatError);
  });
}

test('parseImageReference: mutated references are read or refused, and read back the same', () => {
  const fixtures = [...valid.map(([typed]) => typed), ...refused].map((text) => Buffer.from(text));
  fuzz(fixtures, (bytes) => {
    const reference = parseImageReference(Buffer.from(bytes).toString());
    assert.deepEqual(parseImageReference(formatImageReference(reference)), reference);
    assert.ok(isRegistryHost(reference.registry));
  });
});
