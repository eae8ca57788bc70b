import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import type { FileAnalyzer, FoundPackage } from '../../src/scan/analyzers/contract.ts';
import { composerInstalled } from '../../src/scan/analyzers/php/composer-installed.ts';
import { composerJson } from '../../src/scan/analyzers/php/composer-json.ts';
import { composerLock } from '../../src/scan/analyzers/php/composer-lock.ts';
import { pear } from '../../src/scan/analyzers/php/pear.ts';
import { wordpressPlugin } from '../../src/scan/analyzers/php/wordpress.ts';
import {
  details,
  expected,
  filesBelow,
  gate,
  parserRows,
  requiredPathRows,
  rowFile,
} from '../kit/lockfiles.ts';
import type { ParserRow } from '../kit/lockfiles.ts';
import { inFolder, needsProgram, told } from '../kit/native.ts';
import { needsShared } from '../kit/outside.ts';
import { analyse, analyseTogether, nameVersions } from '../kit/packages.ts';
import { runSuite } from '../kit/suite.ts';

const parsers = 'cases/scan/lockfiles/parsers';

test('suite scalibr php', needsShared(`${parsers}/scalibr.jsonl`), async () => {
  const family = ({ format }: ParserRow) => /\/php\/|wordpress/.test(format);
  await runSuite(
    'scalibr-php',
    parserRows('scalibr', family).map(({ id, row }) => ({
      id,
      run: () => {
        const [analyzer, path] = row.format.includes('wordpress')
          ? ([wordpressPlugin, 'wp-content/plugins/akismet/akismet.php'] as const)
          : ([composerLock, 'composer.lock'] as const);
        const file = rowFile('scalibr', row.input);
        gate(analyzer, path, file, row);
        if (row.expectError !== true) details(analyse(analyzer, path, file).packages, row.expect);
      },
    })),
  );
});

test('suite trivy php', needsShared(`${parsers}/trivy.jsonl`), async () => {
  const family = ({ format }: ParserRow) => format.includes('/php/');
  await runSuite(
    'trivy-php',
    parserRows('trivy', family).map(({ id, row }) => ({ id, run: () => trivy(row) })),
  );
});

function trivy(row: ParserRow): void {
  const input = rowFile('trivy', row.input);
  const [target] = row.expectByTarget ?? [];
  const packages = target?.packages ?? row.expect ?? [];
  const found = target === undefined ? readLock(input) : readTarget(input, target.type);
  assert.deepEqual(nameVersions(found), nameVersions(expected(packages)));
  details(found, packages, row.expectDependencies);
}

function readLock(file: string): readonly FoundPackage[] {
  return analyse(composerLock, 'composer.lock', file).packages ?? [];
}

/** The files of a folder together, as the row's analyzer does. */
function readTarget(input: string, type: string): readonly FoundPackage[] {
  if (type === 'composer-vendor')
    return analyse(composerInstalled, 'vendor/composer/installed.json', input).packages ?? [];
  const files = filesBelow(input).map((below) => {
    const analyzer: FileAnalyzer = below.endsWith('.json') ? composerJson : composerLock;
    return { analyzer, path: basename(below), content: readFileSync(join(input, below)) };
  });
  return analyseTogether(files).flatMap((result) => result.packages ?? []);
}

test('suite syft php', needsShared(`${parsers}/syft.jsonl`), async () => {
  await runSuite(
    'syft-php',
    parserRows('syft', ({ format }) => format === 'php').map(({ id, row }) => ({
      id,
      run: () => {
        const [analyzer, path] = row.input.endsWith('.reg')
          ? ([pear, '.registry/.channel.pecl.php.net/memcached.reg'] as const)
          : ([composerLock, 'composer.lock'] as const);
        const file = rowFile('syft', row.input);
        const found = analyse(analyzer, path, file).packages;
        // Syft leaves out what is for development only; we list it, marked.
        const shipped = found?.filter(({ dev }) => dev !== true);
        assert.deepEqual(nameVersions(shipped), nameVersions(expected(row.expect)));
        for (const { purl, name } of row.expect ?? [])
          if (analyzer === pear)
            assert.equal(found?.find((one) => one.name === name)?.purl, purl, name);
      },
    })),
  );
});

test('suite required paths of PHP', needsShared('cases/scan/lockfiles'), async () => {
  const formats = new Map<string, readonly FileAnalyzer[]>([
    ['language/php/composerlock', [composerLock]],
    ['misc/wordpress/plugins', [wordpressPlugin]],
  ]);
  await runSuite('required-paths-php', requiredPathRows(formats));
});

test('the packages of PEAR on this machine are those that pear lists', needsProgram('pear'), () => {
  const folder = join(told('pear', ['config-get', 'php_dir']).trim(), '.registry');
  const due = told('pear', ['list', '-a'])
    .split('\n')
    .flatMap((line) => {
      const [, name = '', version = ''] =
        /^(\S+)\s+(\d\S*)\s+(?:stable|beta|alpha|devel)$/.exec(line) ?? [];
      return name === '' ? [] : [{ name, version }];
    });
  const found = filesBelow(folder)
    .map((below) => join(folder, below))
    .filter((file) => pear.wants(file.slice(1), { size: 1, mode: 0o644 }))
    .flatMap((file) => analyse(pear, file.slice(1), file).packages ?? []);
  assert.ok(due.length > 0, 'pear lists nothing');
  assert.deepEqual(nameVersions(found), nameVersions(due));
});

/** A project of local packages, so that Composer needs no registry. */
function writeProject(folder: string): void {
  const files: readonly (readonly [string, object])[] = [
    ['lib/a', { name: 'acme/a', version: '1.2.0', require: { 'acme/b': '*', php: '*' } }],
    ['lib/b', { name: 'acme/b', version: 'v2.0.0-beta1', license: 'MIT' }],
    ['lib/c', { name: 'acme/c', version: '3.0.0' }],
    [
      '.',
      {
        'minimum-stability': 'dev',
        repositories: [
          { type: 'path', url: 'lib/*', options: { symlink: false } },
          { 'packagist.org': false },
        ],
        require: { 'acme/a': '*' },
        'require-dev': { 'acme/c': '*' },
      },
    ],
  ];
  for (const [path, content] of files) {
    mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, path, 'composer.json'), JSON.stringify(content));
  }
}

test("what Composer locked and installed is Composer's own list", needsProgram('composer'), () => {
  inFolder((folder) => {
    writeProject(folder);
    told('composer', ['install', '--quiet', '--no-interaction', '--no-scripts', '--no-plugins'], {
      cwd: folder,
    });
    const { installed } = JSON.parse(
      told('composer', ['show', '--format=json'], { cwd: folder }),
    ) as { installed: { name: string; version: string; 'direct-dependency': boolean }[] };
    const content = (path: string): Uint8Array => readFileSync(join(folder, path));
    const [locked, manifest, vendor] = analyseTogether([
      { analyzer: composerLock, path: 'composer.lock', content: content('composer.lock') },
      { analyzer: composerJson, path: 'composer.json', content: content('composer.json') },
      {
        analyzer: composerInstalled,
        path: 'vendor/composer/installed.json',
        content: content('vendor/composer/installed.json'),
      },
    ]);
    assert.deepEqual(nameVersions(locked?.packages), nameVersions(installed));
    assert.deepEqual(nameVersions(vendor?.packages), nameVersions(installed));
    assert.equal(manifest?.packages, undefined);
    for (const one of installed) {
      const found = locked?.packages?.find(({ name }) => name === one.name);
      assert.equal(found?.relationship === 'direct', one['direct-dependency'], one.name);
    }
    for (const packages of [locked?.packages, vendor?.packages])
      assert.deepEqual(
        packages?.map(({ name, dev, dependsOn }) => [name, dev, dependsOn]),
        [
          ['acme/a', undefined, ['acme/b@v2.0.0-beta1']],
          ['acme/b', undefined, undefined],
          ['acme/c', true, undefined],
        ],
      );
  });
});
