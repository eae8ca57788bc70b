import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { analyseTogether, readerOf } from '../../../../test/kit/packages.ts';
import type { FileAnalyzer, FoundPackage } from '../contract.ts';
import { composerInstalled } from './composer-installed.ts';
import { composerJson } from './composer-json.ts';
import { composerLock } from './composer-lock.ts';
import { pear } from './pear.ts';
import { wordpress, wordpressPlugin } from './wordpress.ts';

const stat = { size: 1, mode: 0o644 };

const lock = `{
  "packages": [
    {
      "name": "acme/http",
      "version": "v2.1.0",
      "require": { "php": ">=8", "ext-json": "*", "Psr/Log": "^1", "psr/log-implementation": "1", "gone/away": "*" },
      "license": ["MIT", "Apache-2.0"]
    },
    { "name": "psr/log", "version": "1.1.4", "license": "MIT" },
    { "name": "acme/logger", "version": "dev-main", "provide": { "psr/log-implementation": "1.0" } }
  ],
  "packages-dev": [
    {
      "name": "acme/check",
      "version": "1.0.0",
      "require": { "acme/http": "*" }
    }
  ]
}`;

const manifest = `{
  "require": { "php": "^8.1", "ext-mbstring": "*", "Acme/HTTP": "^2", "acme/logger": "dev-main" },
  "require-dev": { "acme/check": "^1" }
}`;

function packagesOf(analyzer: FileAnalyzer, path: string, text: string): readonly FoundPackage[] {
  return analyzer.read(readerOf(path, text)).packages ?? [];
}

test('composer.lock: licences, lines, development and what each needs, under any name it goes by', () => {
  assert.deepEqual(packagesOf(composerLock, 'composer.lock', lock), [
    {
      name: 'acme/http',
      version: 'v2.1.0',
      type: 'composer',
      dependsOn: ['psr/log@1.1.4', 'acme/logger@dev-main'],
      licenses: ['MIT', 'Apache-2.0'],
      lines: { startLine: 3, endLine: 8 },
    },
    {
      name: 'psr/log',
      version: '1.1.4',
      type: 'composer',
      licenses: ['MIT'],
      lines: { startLine: 9, endLine: 9 },
    },
    {
      name: 'acme/logger',
      version: 'dev-main',
      type: 'composer',
      lines: { startLine: 10, endLine: 10 },
    },
    {
      name: 'acme/check',
      version: '1.0.0',
      type: 'composer',
      dev: true,
      dependsOn: ['acme/http@v2.1.0'],
      lines: { startLine: 13, endLine: 17 },
    },
  ]);
});

test('the manifest beside it says what the project asked for itself', () => {
  const [locked, asked] = analyseTogether([
    { analyzer: composerLock, path: 'app/composer.lock', content: lock },
    { analyzer: composerJson, path: 'app/composer.json', content: manifest },
  ]);
  assert.deepEqual(
    locked?.packages?.map(({ name, relationship }) => [name, relationship]),
    [
      ['acme/http', 'direct'],
      ['psr/log', 'indirect'],
      ['acme/logger', 'direct'],
      ['acme/check', 'direct'],
    ],
  );
  assert.equal(asked?.packages, undefined);
});

test('a manifest without lockfile tells requirements, no versions; one elsewhere decides nothing', () => {
  const [alone, locked] = analyseTogether([
    { analyzer: composerJson, path: 'lib/composer.json', content: manifest },
    { analyzer: composerLock, path: 'app/composer.lock', content: lock },
  ]);
  assert.deepEqual(
    alone?.packages?.map(({ name, version, requirement, dev }) => [
      name,
      version,
      requirement,
      dev,
    ]),
    [
      ['Acme/HTTP', '', '^2', undefined],
      ['acme/logger', '', 'dev-main', undefined],
      ['acme/check', '', '^1', true],
    ],
  );
  assert.equal(locked?.packages?.[0]?.relationship, undefined);
});

test('installed.json of Composer 1, a list, and of Composer 2, which knows what is for development', () => {
  const entries = '[{"name":"a/b","version":"1.0"},\n{"name":"c/d","version":"2.0"}]';
  const first = packagesOf(composerInstalled, 'vendor/composer/installed.json', entries);
  assert.deepEqual(
    first.map(({ name, dev, lines }) => [name, dev, lines?.startLine]),
    [
      ['a/b', undefined, 1],
      ['c/d', undefined, 2],
    ],
  );
  const second = `{"packages":${entries},"dev":true,"dev-package-names":["c/d"]}`;
  assert.deepEqual(
    packagesOf(composerInstalled, 'vendor/composer/installed.json', second).map(
      ({ name, dev, lines }) => [name, dev, lines?.startLine],
    ),
    [
      ['a/b', undefined, 1],
      ['c/d', true, 2],
    ],
  );
});

test('entries without name or version are told, the others are kept', () => {
  const text = `{"packages":[{"name":"a/b"},\n{"version":"1"},7,{"name":"${'x'.repeat(2000)}","version":"1"},{"name":"c/d","version":"1"}]}`;
  const { packages, problems } = composerLock.read(readerOf('composer.lock', text));
  assert.deepEqual(
    packages?.map(({ name }) => name),
    ['c/d'],
  );
  assert.deepEqual(
    problems?.map(({ code, line }) => [code, line]),
    [
      ['LOCKFILE_INVALID', 1],
      ['LOCKFILE_INVALID', 2],
      ['LOCKFILE_INVALID', undefined],
      ['LOCKFILE_INVALID', 2],
    ],
  );
});

test('what is no Composer file is refused', () => {
  for (const analyzer of [composerLock, composerJson, composerInstalled])
    for (const text of ['', '{', 'null', '1', ...(analyzer === composerInstalled ? [] : ['[]'])])
      assert.throws(() => packagesOf(analyzer, 'x', text), { name: 'FormatError' }, text);
});

test("PEAR's registry: both forms of package.xml, extensions of PECL by their channel", () => {
  const second =
    'a:4:{s:4:"name";s:5:"redis";s:7:"channel";s:12:"pecl.php.net";s:7:"version";a:2:{s:7:"release";s:5:"6.0.2";s:3:"api";s:5:"6.0.0";}s:7:"license";a:1:{s:8:"_content";s:3:"PHP";}}';
  const first =
    'a:3:{s:7:"package";s:3:"Log";s:7:"version";s:6:"1.9.16";s:15:"release_license";s:3:"PHP";}';
  assert.deepEqual(
    [second, first].flatMap((text) => packagesOf(pear, '.registry/x.reg', text)),
    [
      {
        name: 'redis',
        version: '6.0.2',
        type: 'pear',
        purl: 'pkg:pear/pecl.php.net/redis@6.0.2',
        licenses: ['PHP'],
      },
      {
        name: 'Log',
        version: '1.9.16',
        type: 'pear',
        purl: 'pkg:pear/pear.php.net/Log@1.9.16',
        licenses: ['PHP'],
      },
    ],
  );
  for (const text of ['a:0:{}', 's:1:"a";', 'a:1:{s:4:"name";s:1:"a";}'])
    assert.throws(() => packagesOf(pear, 'x', text), { code: 'METADATA_INVALID' });
});

const plugin = `<?php
/* Plugin Name: Tide Tables
 * Description: Version: of the sea
 * Version:  2.0.1 */
`;

test('WordPress: the comment at the top of a plugin or theme, and the version of the core', () => {
  const path = 'var/www/wp-content/plugins/tide/tide.php';
  assert.deepEqual(packagesOf(wordpressPlugin, path, plugin), [
    { name: 'Tide Tables', version: '2.0.1', type: 'wordpress', purl: 'pkg:wordpress/tide@2.0.1' },
  ]);
  const theme = '/*\nTheme Name: Reef\nAuthor: X\nVersion: 1.4\nLicense: GPL-2.0\n*/';
  assert.deepEqual(packagesOf(wordpressPlugin, 'wp-content/themes/reef/style.css', theme), [
    {
      name: 'Reef',
      version: '1.4',
      type: 'wordpress',
      purl: 'pkg:wordpress/reef@1.4',
      licenses: ['GPL-2.0'],
    },
  ]);
  const core =
    "<?php\n/** @global string $wp_version */\n$wp_version = '6.4.2';\n$wp_db_version = 5;";
  assert.deepEqual(packagesOf(wordpress, 'wp-includes/version.php', core), [
    { name: 'wordpress', version: '6.4.2', type: 'wordpress' },
  ]);
  for (const text of [
    '<?php echo 1;',
    '/* Plugin Name: X */',
    '/*\nVersion: 1\n*/',
    `${' '.repeat(9000)}\n${plugin}`,
  ])
    assert.deepEqual(packagesOf(wordpressPlugin, path, text), [], text);
  assert.deepEqual(packagesOf(wordpress, 'wp-includes/version.php', '$wp_version = VERSION;'), []);
});

test('which files are read', () => {
  for (const [analyzer, path, wanted] of [
    [composerLock, 'a/composer.lock', true],
    [composerLock, 'a/vendor/b/c/composer.lock', false],
    [composerLock, 'a/xcomposer.lock', false],
    [composerJson, 'composer.json', true],
    [composerJson, 'vendor/b/c/composer.json', false],
    [composerInstalled, 'srv/vendor/composer/installed.json', true],
    [composerInstalled, 'composer/installed.json', true],
    [composerInstalled, 'srv/xcomposer/installed.json', false],
    [composerInstalled, 'srv/installed.json', false],
    [pear, 'usr/share/php/.registry/xml_util.reg', true],
    [pear, 'usr/share/php/.registry/.channel.pecl.php.net/redis.reg', true],
    [pear, 'usr/share/php/xml_util.reg', false],
    [pear, 'usr/share/php/.registry/xml_util.lock', false],
    [wordpressPlugin, 'wp-content/plugins/hello.php', true],
    [wordpressPlugin, 'wp-content/plugins/a/a.php', true],
    [wordpressPlugin, 'wp-content/plugins/a/src/a.php', false],
    [wordpressPlugin, 'wp-content/themes/a/style.css', true],
    [wordpressPlugin, 'wp-content/themes/a/css/style.css', false],
    [wordpress, 'srv/wp-includes/version.php', true],
    [wordpress, 'srv/includes/version.php', false],
  ] as const)
    assert.equal(analyzer.wants(path, stat), wanted, path);
});

test('fuzz PHP files', () => {
  const reg = 'a:2:{s:4:"name";s:5:"redis";s:7:"version";a:1:{s:7:"release";s:5:"6.0.2";}}';
  for (const [analyzer, path, text] of [
    [composerLock, 'composer.lock', lock],
    [composerJson, 'composer.json', manifest],
    [composerInstalled, 'vendor/composer/installed.json', lock],
    [pear, 'x.reg', reg],
    [wordpressPlugin, 'wp-content/plugins/a/a.php', plugin],
    [wordpress, 'wp-includes/version.php', "$wp_version = '6.4.2';"],
  ] as const)
    fuzz([Buffer.from(text)], (bytes) => analyzer.read(readerOf(path, bytes)));
});
