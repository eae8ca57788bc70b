import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
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

const pearFolder = '/usr/share/php/.registry';

test(
  'the packages of PEAR on this machine are those that pear lists',
  {
    skip:
      existsSync(pearFolder) && existsSync('/usr/bin/pear')
        ? false
        : `needs /usr/bin/pear and ${pearFolder}, which are not on this machine`,
  },
  () => {
    const { stdout } = spawnSync('pear', ['list', '-a'], { encoding: 'utf8' });
    const due = stdout.split('\n').flatMap((line) => {
      const [, name = '', version = ''] =
        /^(\S+)\s+(\d\S*)\s+(?:stable|beta|alpha|devel)$/.exec(line) ?? [];
      return name === '' ? [] : [{ name, version }];
    });
    const found = filesBelow(pearFolder)
      .map((below) => join(pearFolder, below))
      .filter((file) => pear.wants(file.slice(1), { size: 1, mode: 0o644 }))
      .flatMap((file) => analyse(pear, file.slice(1), file).packages ?? []);
    assert.ok(due.length > 0, 'pear lists nothing');
    assert.deepEqual(nameVersions(found), nameVersions(due));
  },
);
