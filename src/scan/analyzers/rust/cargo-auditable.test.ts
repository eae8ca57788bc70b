import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { buildElf } from '../../../../test/kit/elf.ts';
import { fuzzInTurns } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { buildPe } from '../../../../test/kit/pe.ts';
import { cargoAuditable } from './cargo-auditable.ts';

const crates = {
  packages: [
    { name: 'app', version: '0.1.0', source: 'local', dependencies: [1, 2], root: true },
    { name: 'serde', version: '1.0.200', source: 'crates.io', dependencies: [3] },
    { name: 'cc', version: '1.0.90', source: 'crates.io', kind: 'build' },
    { name: 'itoa', version: '1.0.10', source: 'crates.io' },
  ],
};

function program(content: Uint8Array): Buffer {
  return buildElf([{ name: '.dep-v0', content }]);
}

test('a program built with cargo-auditable tells its crates', () => {
  const bytes = program(deflateSync(JSON.stringify(crates)));
  const { packages } = cargoAuditable.read(readerOf('usr/bin/app', bytes));
  assert.deepEqual(
    packages?.map(
      ({ name, version, relationship, dev, dependsOn = [] }) =>
        `${name}@${version} ${relationship}${dev === true ? ' dev' : ''} ${dependsOn.join(' ')}`,
    ),
    [
      'app@0.1.0 root serde@1.0.200 cc@1.0.90',
      'serde@1.0.200 direct itoa@1.0.10',
      'cc@1.0.90 direct dev ',
      'itoa@1.0.10 indirect ',
    ],
  );
});

test('programs without the list tell nothing, a damaged or endless one is a problem', () => {
  for (const bytes of [buildElf([]), buildPe({ sections: { '.text': 'code' } })])
    assert.deepEqual(cargoAuditable.read(readerOf('x', bytes)), {});
  const bomb = deflateSync(Buffer.alloc(64 * 2 ** 20, 0x20));
  const rows: readonly [string, Uint8Array, string][] = [
    ['not compressed', Buffer.from('{}'), 'AUDITABLE_INVALID'],
    ['cut short', deflateSync(JSON.stringify(crates)).subarray(0, -9), 'AUDITABLE_INVALID'],
    ['no JSON', deflateSync('crates'), 'AUDITABLE_INVALID'],
    ['no list', deflateSync('{"packages": {}}'), 'AUDITABLE_INVALID'],
    ['no version', deflateSync('{"packages": [{"name": "a"}]}'), 'AUDITABLE_INVALID'],
    ['a bomb', bomb, 'LIMIT_CONFIG_BYTES'],
  ];
  for (const [name, content, code] of rows)
    assert.throws(() => cargoAuditable.read(readerOf('x', program(content))), { code }, name);
  assert.deepEqual(
    cargoAuditable.read(readerOf('x', program(deflateSync('{"packages": []}')))).packages,
    [],
  );
});

test('lists of crates survive mutations', async () => {
  await fuzzInTurns(
    [
      program(deflateSync(JSON.stringify(crates))),
      program(deflateSync(JSON.stringify(crates), { level: 0 })),
    ],
    (bytes) => cargoAuditable.read(readerOf('x', bytes)),
  );
});
