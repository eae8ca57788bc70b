import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { zipOf } from '../../../../test/kit/zip.ts';
import { chromeExtension } from './chrome.ts';
import { vscodeExtensions, vsix } from './vscode.ts';

const stat = { size: 1, mode: 0o644 };
const listPath = 'root/.vscode-server/extensions/extensions.json';
const list = JSON.stringify([
  { identifier: { id: 'Golang.go' }, version: '0.46.0' },
  { identifier: { id: 'nodot' }, version: '1' },
  { identifier: {} },
]);
const id = 'abcdefghijklmnopabcdefghijklmnop';
const manifestPath = `home/u/.config/chromium/Default/Extensions/${id}/1.2.3_0/manifest.json`;
const manifest = '{"name":"__MSG_name__","version":"1.2.3","manifest_version":3}';

test('installed editor extensions go by publisher and name', () => {
  assert.ok(vscodeExtensions.wants(listPath, stat));
  const { packages, problems } = vscodeExtensions.read(readerOf(listPath, list));
  assert.deepEqual(packages, [
    {
      name: 'Golang.go',
      version: '0.46.0',
      type: 'vscode-extension',
      purl: 'pkg:vscode-extension/golang/go@0.46.0',
    },
  ]);
  assert.equal(problems?.length, 2);
});

test('a packed extension lists itself and what it brings, not what lies deeper', () => {
  const archive = zipOf(
    [
      { name: 'extension/package.json', bytes: '{"publisher":"p","name":"n","version":"1.0.0"}' },
      { name: 'extension/node_modules/a/package.json', bytes: '{"name":"a","version":"2.0.0"}' },
      { name: 'extension/node_modules/b/package.json', bytes: '{' },
      { name: 'extension/lib/package.json', bytes: '{"name":"c","version":"3.0.0"}' },
      { name: 'other/node_modules/d/package.json', bytes: '{"name":"d","version":"4.0.0"}' },
    ].map(({ name, bytes }) => ({ name, bytes: Buffer.from(bytes) })),
  );
  const { packages, problems } = vsix.read(readerOf('x.vsix', archive));
  assert.deepEqual(
    packages?.map(({ type, name, version }) => `${type} ${name}@${version}`),
    ['vscode-extension p.n@1.0.0', 'npm a@2.0.0'],
  );
  assert.deepEqual(
    problems?.map(({ code }) => code),
    ['JSON_INVALID'],
  );
  assert.throws(() => vsix.read(readerOf('x.vsix', 'no archive')));
  fuzz([archive], (bytes) => vsix.read(readerOf('x.vsix', bytes)));
});

test('a browser extension goes by its id', () => {
  assert.ok(chromeExtension.wants(manifestPath, stat));
  assert.deepEqual(chromeExtension.read(readerOf(manifestPath, manifest)), {
    packages: [{ name: id, version: '1.2.3', type: 'chrome-extension' }],
  });
});

test('other programs have folders of that name, without such ids', () => {
  for (const other of [id.slice(1), `${id.slice(1)}z`])
    assert.deepEqual(
      chromeExtension.read(readerOf(`Extensions/${other}/1/manifest.json`, manifest)),
      {},
    );
});

test('what is none of them is refused', () => {
  for (const [analyzer, path, text, code] of [
    [vscodeExtensions, listPath, '{}', 'METADATA_INVALID'],
    [vscodeExtensions, listPath, '[', 'JSON_INVALID'],
    [chromeExtension, manifestPath, '{}', 'METADATA_INVALID'],
    [chromeExtension, manifestPath, '{', 'JSON_INVALID'],
  ] as const)
    assert.throws(() => analyzer.read(readerOf(path, text)), { code });
});

test('wants: near misses', () => {
  for (const [analyzer, other] of [
    [vscodeExtensions, 'src/extensions/extensions.json'],
    [vscodeExtensions, 'root/.vscode/extensions/a/extensions.json'],
    [vsix, 'a.vsix/x'],
    [vsix, 'a.vsixmanifest'],
    [chromeExtension, `Extensions/${id}/manifest.json`],
    [chromeExtension, 'Extensions/a/1/x/manifest.json'],
  ] as const)
    assert.equal(analyzer.wants(other, stat), false, other);
});

test('fuzz extensions', () => {
  fuzz([Buffer.from(list)], (bytes) => vscodeExtensions.read(readerOf(listPath, bytes)));
  fuzz([Buffer.from(manifest)], (bytes) => chromeExtension.read(readerOf(manifestPath, bytes)));
});
