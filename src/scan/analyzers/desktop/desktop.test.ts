import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import type { FileAnalyzer } from '../contract.ts';
import { flatpak } from './flatpak.ts';
import { homebrew } from './homebrew.ts';
import { macApp } from './mac-app.ts';
import { macports } from './macports.ts';
import { netscaler } from './netscaler.ts';
import { spack } from './spack.ts';

const metainfo = `<?xml version="1.0"?><component><id>org.x.App</id><name>App</name><project_license>MIT</project_license>
<releases><release version="2.1"/><release version="2.0"/></releases></component>`;
const plist = `<?xml version="1.0"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://x">
<plist version="1.0"><dict><key>Flag</key><true/><key>CFBundleName</key><string>App</string>
<key>CFBundleShortVersionString</key><string>1.10</string></dict></plist>`;
const spec =
  '{"spec": {"nodes": [{"name": "zlib", "version": "1.3", "hash": "ab"},\n{"name": "gcc", "version": "13", "external": {}}]}}';

const rows: readonly (readonly [FileAnalyzer, string, string, readonly string[]])[] = [
  [homebrew, 'opt/homebrew/Cellar/a/1.0_1/INSTALL_RECEIPT.json', '{}', ['a@1.0_1']],
  [homebrew, 'opt/homebrew/Cellar/a/1.0/.brew/a.rb', 'version "9"', ['a@1.0']],
  [homebrew, 'x/Library/Taps/o/t/Formula/bar.rb', '# version "0"\n  version "4.5"\n', ['bar@4.5']],
  [homebrew, 'x/Caskroom/firefox/130.0/firefox.app', '', ['firefox@130.0']],
  [
    flatpak,
    'var/lib/flatpak/app/a/c/export/share/metainfo/a.metainfo.xml',
    metainfo,
    ['org.x.App@2.1'],
  ],
  [spack, 'opt/zlib/.spack/spec.json', spec, ['zlib@1.3']],
  [
    macports,
    `opt/local/var/macports/registry/portfiles/a-b-2.5_1/${'a'.repeat(64)}-9/Portfile`,
    '',
    ['a-b@2.5'],
  ],
  [macApp, 'Applications/App.app/Contents/Info.plist', plist, ['App@1.10']],
  [netscaler, 'flash/boot/loader.conf', 'kernel="/ns-14.1-36.5"', ['NetScaler@14.1-36.5']],
  [netscaler, 'flash/ns-12.1-44.50.gz', '', ['NetScaler@12.1-44.50']],
  [netscaler, 'etc/ns.conf', '#NS13.0 Build 82.45', ['NetScaler@13.0-82.45']],
  [netscaler, 'boot/loader.conf', 'autoboot_delay="2"', []],
];

test('installed desktop and workstation packages', () => {
  for (const [analyzer, path, text, wanted] of rows) {
    assert.ok(analyzer.wants(path, { size: 1, mode: 0o644 }), path);
    const { packages = [] } = analyzer.read(readerOf(path, text));
    assert.deepEqual(
      packages.map(({ name, version }) => `${name}@${version}`),
      wanted,
      path,
    );
  }
});

test('files of other places are not wanted', () => {
  for (const [analyzer, ...paths] of [
    [homebrew, 'Cellar/a/1.0/other.json', 'a/Formula/b.rb', 'Caskroom/a/1/a.app/Contents/x'],
    [flatpak, 'share/metainfo/a.metainfo.xml', 'flatpak/app/a/export/share/metainfo/a.xml'],
    [spack, 'spec.json', 'a.spack/spec.json'],
    [macports, 'a/Portfile', 'var/macports/registry/portfiles/a-1.0/aa-1/Portfile'],
    [macApp, 'x/Applications/A.app/Contents/Info.plist', 'Applications/A.app/Info.plist'],
    [netscaler, 'myloader.conf', 'ns.gz'],
  ] as const)
    for (const path of paths)
      assert.equal(analyzer.wants(path, { size: 1, mode: 0o644 }), false, path);
});

test('files of these names that are something else are told', () => {
  assert.throws(() => flatpak.read(readerOf('a', '<a/>')), { code: 'METADATA_INVALID' });
  assert.throws(() => macApp.read(readerOf('a', 'text')), { code: 'PLIST_INVALID' });
});

test('fuzz desktop packages', () => {
  for (const [analyzer, path, text] of rows)
    if (text.length > 20)
      fuzz([Buffer.from(text)], (bytes) => analyzer.read(readerOf(path, bytes)));
});
