import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';

import type { MarkedFile } from '../model/index.ts';
import { openCacheFolder } from '../io/cache-folder.ts';
import type { AnalysisRequest, LayerAnalysis } from './layer-analysis.ts';
import {
  cacheName,
  inventoryName,
  readCached,
  readInventory,
  writeCached,
  writeInventory,
} from './layer-cache.ts';

const diffId = `sha256:${'a'.repeat(64)}`;
const bytes = { kind: 'file', path: 'x', offset: 0, length: 1 } as const;
const request: AnalysisRequest = {
  layer: { index: 0, diffId, bytes },
  profile: 'installed',
  skipDirs: [],
  skipFiles: [],
};
const analysis: LayerAnalysis = {
  facts: {
    entries: 3,
    bytes: 4096,
    whiteouts: ['etc/gone'],
    opaque: ['var'],
    nonDirectories: new Float64Array([1.5, 2 ** 52 + 1, -3]),
    directories: new Float64Array([7]),
    links: [{ path: 'a', target: 'b', hard: false, wanted: true }],
    captured: ['lib/apk/db/installed'],
    problems: [],
  },
  files: [{ path: 'lib/apk/db/installed', analyzer: 'apk', result: { packages: [] } }],
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-layers-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('an analysis comes back as it was stored, hashes to the last bit', () => {
  const cache = openCacheFolder(folder);
  writeCached(cache, 'aa00', analysis);
  assert.deepEqual(readCached(cache, 'aa00'), analysis);
});

test('an entry with any byte changed, cut short or grown is a miss and is deleted', () => {
  const cache = openCacheFolder(folder);
  const path = join(folder, 'aa', 'aa00');
  writeCached(cache, 'aa00', analysis);
  const good = readFileSync(path);
  for (let at = 0; at < good.length; at += 7) {
    const bad = Buffer.from(good);
    bad[at] = (bad[at] ?? 0) ^ 1;
    writeFileSync(path, bad);
    assert.equal(readCached(cache, 'aa00'), undefined, `byte ${at}`);
    assert.deepEqual(readdirSync(join(folder, 'aa')), []);
  }
  for (const bad of [
    good.subarray(0, 50),
    Buffer.concat([good, Buffer.alloc(8)]),
    Buffer.alloc(0),
  ]) {
    writeFileSync(path, bad);
    assert.equal(readCached(cache, 'aa00'), undefined);
  }
});

test('an analysis with problems is not kept: the next scan tries again', () => {
  const cache = openCacheFolder(folder);
  const problems = [{ code: 'LAYER_TRUNCATED', text: 'cut short' }];
  writeCached(cache, 'aa00', { ...analysis, facts: { ...analysis.facts, problems } });
  assert.equal(readCached(cache, 'aa00'), undefined);
});

test('cacheName() differs by content, profile and skip rules, and by nothing else', () => {
  const name = cacheName(request);
  const other = `sha256:${'b'.repeat(64)}`;
  const different: AnalysisRequest[] = [
    { ...request, layer: { ...request.layer, diffId: other } },
    { ...request, profile: 'lockfile' },
    { ...request, skipDirs: ['opt'] },
    { ...request, skipFiles: ['opt'] },
    { ...request, only: [{ path: 'a', as: ['b'] }] },
  ];
  for (const one of different) assert.notEqual(cacheName(one), name);
  const same: AnalysisRequest[] = [
    { ...request, layer: { ...request.layer, index: 4 } },
    { ...request, layer: { ...request.layer, bytes: { kind: 'directory', path: '/elsewhere' } } },
  ];
  for (const one of same) assert.equal(cacheName(one), name);
});

test('cacheName() goes by the digest that is verified, not by the diffID that an image claims', () => {
  const honest: AnalysisRequest = { ...request, layer: { ...request.layer, digest: 'sha256:1' } };
  const liar: AnalysisRequest = { ...request, layer: { ...request.layer, digest: 'sha256:2' } };
  assert.notEqual(cacheName(liar), cacheName(honest));
  assert.notEqual(cacheName(liar), cacheName(request));
});

test('cacheName() is undefined for what nothing vouches for', () => {
  assert.equal(cacheName({ ...request, layer: { index: 0, bytes } }), undefined);
});

test('a merged inventory comes back as it was; one with errors is not kept', () => {
  const cache = openCacheFolder(folder);
  const os = { id: 'debian', version: '12' };
  const marked: readonly MarkedFile[] = [
    { kind: 'setuid', path: 'usr/bin/su', what: '4755', at: { file: { path: 'usr/bin/su' } } },
  ];
  const inventory = { os, packages: [], marked, bytes: 10, errors: [] };
  writeInventory(cache, 'aa00', inventory);
  assert.deepEqual(readInventory(cache, 'aa00'), inventory);
  writeInventory(cache, 'bb00', { ...inventory, errors: [{ code: 'X', text: 'y' }] });
  assert.equal(readInventory(cache, 'bb00'), undefined);
});

test('inventoryName() differs by order, history and place of layers, and needs every layer vouched for', () => {
  const other: AnalysisRequest = {
    ...request,
    layer: { ...request.layer, index: 1, diffId: `sha256:${'b'.repeat(64)}` },
  };
  const name = inventoryName([request, other]);
  const retold = {
    ...request,
    layer: { ...request.layer, history: { index: 0, createdBy: 'RUN x' } },
  };
  for (const requests of [[other, request], [request], [retold, other]]) {
    assert.notEqual(inventoryName(requests), name);
  }
  assert.equal(inventoryName([request, other]), name);
  assert.equal(inventoryName([request, { ...request, layer: { index: 1, bytes } }]), undefined);
});
