import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { swiPack } from './swi-pack.ts';

const pack = "name(hdt).\nversion('0.5.2').\n% version('9.9').\nauthor('A', 'a@h.example').\n";

test('packs tell their name and version as facts', () => {
  const read = (text: string): unknown => swiPack.read(readerOf('hdt/pack.pl', text)).packages;
  assert.deepEqual(read(pack), [{ name: 'hdt', version: '0.5.2', type: 'swiplpack' }]);
  for (const other of ['name(X).\nversion(V).\n', 'name(a).\n', '#!/usr/bin/perl\n'])
    assert.equal(read(other), undefined, other);
});

test('fuzz packs', () => {
  fuzz([Buffer.from(pack)], (bytes) => swiPack.read(readerOf('pack.pl', bytes)));
});
