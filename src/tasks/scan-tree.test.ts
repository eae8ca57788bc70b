import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';

import { password, privateKey } from '../../test/kit/faulty-image.ts';
import { fixedClock } from '../io/clock.ts';
import type { Finding, Report, Scanner } from '../model/index.ts';
import { memoryDatabase } from '../scan/advisories/memory.ts';
import { checkPaths } from './check-files.ts';
import { scan as scanOf } from './library.ts';
import { openFolder } from './open-folder.ts';
import { scanSubject } from './scan.ts';
import type { ScanOptions } from './scan.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-tree-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const url = `DATABASE_URL=postgres://shop:${password}@db.internal/shop\n`;
const pod =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { hostPID: true, containers: [{ name: a, image: a:1 }] }\n';

/** Writes a tree, and returns where it lies. */
function tree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(folder, 'tree-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const shop: Readonly<Record<string, string>> = {
  'requirements.txt': 'django==3.2.0\n',
  Dockerfile: 'FROM alpine:latest\nCOPY . /app\n',
  '.dockerignore': '*\n!src\n',
  'deploy/pod.yaml': pod,
  'deploy/broken.yaml': 'apiVersion: v1\nkind: Pod\nspec: [\n',
  'lib/settings.py': url,
  '.env': `${url}PORT=80\n`,
  'keys/server.key': privateKey(),
  'src/shop.vue': `<script>\nconst db = "${url.trim().slice(13)}";\n</script>\n`,
  // None of these is anybody's credential.
  '.env.example': url,
  'src/shop.test.ts': url,
  'src/test_shop.py': url,
  'pkg/shop_test.go': url,
  'tests/settings.py': url,
  'node_modules/left/config.js': url,
  'docs/settings.yaml': url,
  'src/settings.ts': 'export const url = `postgres://shop:${word}@db.internal/shop`;\n',
  'node_modules/left/Dockerfile': 'FROM alpine:latest\n',
};

const how = {
  database: memoryDatabase({ advisories: [] }),
  clock: fixedClock(Date.UTC(2026, 2, 1)),
};

function scan(path: string, options: Partial<ScanOptions> = {}): Promise<Report> {
  return scanSubject(openFolder(path, 'lockfile'), { ...how, ...options });
}

const placesOf = ({ findings }: Report, kind: Finding['kind']): readonly string[] => [
  ...new Set(
    findings
      .filter((one) => one.kind === kind)
      .map(({ locations: [at] }) => `${at?.file?.path}:${at?.file?.startLine}`),
  ),
];

const secrets = ['.env:1', 'keys/server.key:1', 'lib/settings.py:1', 'src/shop.vue:2'];

test('each scanner looks for its own in a tree, and for nothing else', async () => {
  const root = tree(shop);
  const rows: readonly {
    readonly scanners?: readonly Scanner[];
    readonly packages: number;
    readonly secrets: readonly string[];
    readonly files: readonly string[];
    readonly errors: number;
  }[] = [
    { packages: 2, secrets, files: [], errors: 0 },
    { scanners: ['vuln'], packages: 2, secrets: [], files: [], errors: 0 },
    { scanners: ['secret', 'secret'], packages: 0, secrets, files: [], errors: 0 },
    {
      scanners: ['misconfig'],
      packages: 0,
      secrets: [],
      files: ['Dockerfile', 'deploy/pod.yaml'],
      errors: 1,
    },
    {
      scanners: ['secret', 'misconfig', 'vuln'],
      packages: 2,
      secrets,
      files: ['Dockerfile', 'deploy/pod.yaml'],
      errors: 1,
    },
  ];
  for (const { scanners, packages, files, errors, ...row } of rows) {
    const report = await scan(root, scanners === undefined ? {} : { scanners });
    const what = String(scanners);
    assert.equal(report.packages.length, packages, what);
    assert.deepEqual(placesOf(report, 'secret').toSorted(), row.secrets, what);
    const judged = placesOf(report, 'misconfiguration').map((place) => place.replace(/:.*$/, ''));
    assert.deepEqual([...new Set(judged)].toSorted(), files, what);
    assert.equal(report.errors.length, errors, what);
    assert.equal(report.status, errors === 0 ? 'complete' : 'partial', what);
    const wanted = new Set<Scanner>(scanners ?? ['vuln', 'secret']);
    assert.deepEqual(new Set(report.scanners), wanted, what);
    assert.ok(!JSON.stringify(report).includes(password), 'no credential in any report');
  }
});

test('misconfig finds what check finds, with paths that begin in the tree', async () => {
  const root = tree(shop);
  const alone = await checkPaths([root], { now: new Date(how.clock.now()) });
  const report = await scan(root, { scanners: ['misconfig'] });
  const told = (all: Report, cut: string): readonly string[] =>
    all.findings
      .map(({ rule, locations: [at], misconfiguration }) =>
        JSON.stringify([rule, at, misconfiguration?.edits ?? []]).replaceAll(cut, ''),
      )
      .toSorted();
  assert.deepEqual(told(report, '\0'), told(alone, `${root}/`));
  assert.equal(report.checks.length, alone.checks.length);
  assert.ok(!JSON.stringify(report.findings).includes(root));
  assert.deepEqual(report.notes, []);
});

test('a tree without configuration has no remark about it, and a link leads nowhere', async () => {
  const root = tree({ 'main.py': 'print()\n' });
  symlinkSync('/etc/passwd', join(root, 'Dockerfile'));
  symlinkSync('/etc', join(root, 'deploy'));
  const report = await scan(root, { scanners: ['vuln', 'misconfig', 'secret'] });
  assert.deepEqual([report.status, report.findings, report.notes], ['complete', [], []]);
});

test('skipped folders and files are neither judged nor searched', async () => {
  const root = tree(shop);
  const scanners: readonly Scanner[] = ['misconfig', 'secret'];
  const rows: readonly [Partial<ScanOptions>, readonly string[]][] = [
    [{ skipDirs: ['deploy', '/lib/'] }, ['deploy/', 'lib/']],
    [{ skipDirs: ['**/src'], skipFiles: ['deploy/*.yaml'] }, ['deploy/', 'src/']],
    [{ skipFiles: ['Dockerfile', '**/*.key', '.env'] }, ['Dockerfile', 'keys/', '.env']],
  ];
  const before = await scan(root, { scanners });
  for (const [skips, gone] of rows) {
    const report = await scan(root, { scanners, ...skips });
    const places = (all: Report): readonly string[] => [
      ...placesOf(all, 'secret'),
      ...placesOf(all, 'misconfiguration'),
      ...all.errors.flatMap(({ location }) => location?.file?.path ?? []),
    ];
    const isGone = (place: string): boolean => gone.some((start) => place.startsWith(start));
    assert.deepEqual(
      places(report),
      places(before).filter((place) => !isGone(place)),
      JSON.stringify(skips),
    );
    assert.ok(places(before).some(isGone));
  }
});

test('a single file is a tree of one, for every scanner', async () => {
  const root = tree(shop);
  const scanners: readonly Scanner[] = ['vuln', 'misconfig', 'secret'];
  const of = async (name: string): Promise<readonly number[]> => {
    const report = await scan(join(root, name), { scanners });
    const { length } = placesOf(report, 'misconfiguration');
    return [report.packages.length, Math.min(length, 1), placesOf(report, 'secret').length];
  };
  assert.deepEqual(await of('requirements.txt'), [1, 0, 0]);
  assert.deepEqual(await of('deploy/pod.yaml'), [0, 1, 0]);
  assert.deepEqual(await of('lib/settings.py'), [0, 0, 1]);
});

test('the library takes the same words for a path', async () => {
  const root = tree({ Dockerfile: 'FROM alpine:latest\n', '.env': url });
  const settings = { database: { advisories: [] }, cache: false } as const;
  const kinds = async (scanners?: readonly Scanner[]): Promise<readonly string[]> => {
    const options = { ...settings, ...(scanners === undefined ? {} : { scanners }) };
    const { findings } = await scanOf({ path: root }, options);
    return [...new Set(findings.map(({ kind }) => kind))].toSorted();
  };
  assert.deepEqual(await kinds(), ['secret']);
  assert.deepEqual(await kinds(['vuln']), []);
  assert.deepEqual(await kinds(['misconfig', 'secret']), ['misconfiguration', 'secret']);
});
