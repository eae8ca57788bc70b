import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import type { AnalyzerResult, FileAnalyzer } from '../../src/scan/analyzers/contract.ts';
import { rpmLog, rpmLogJoin } from '../../src/scan/analyzers/os/rpm-log.ts';
import { readDatabase, rpm, rpmManifest } from '../../src/scan/analyzers/os/rpm.ts';
import { gate, parserRows, requiredPathRows, rowFile } from '../kit/lockfiles.ts';
import type { ParserRow } from '../kit/lockfiles.ts';
import { analyse } from '../kit/packages.ts';
import { needsShared, sharedPath } from '../kit/outside.ts';
import { bdbFile, ndbFile } from '../kit/rpm.ts';
import { runSuite } from '../kit/suite.ts';

interface DatabaseRow {
  readonly file: string;
  readonly expect:
    | 'error'
    | 'error-or-empty'
    | readonly {
        readonly name: string;
        readonly epoch: number | null;
        readonly version: string;
        readonly release: string;
        readonly arch: string;
        readonly sourceRpm: string;
        readonly license: string;
      }[];
}

test('suite of RPM databases in three formats', needsShared('cases/scan/rpmdb'), async () => {
  const root = sharedPath('cases/scan/rpmdb');
  const lines = readFileSync(join(root, 'cases.jsonl'), 'utf8').trim().split('\n');
  await runSuite(
    'rpmdb',
    lines.map((line) => {
      const row = JSON.parse(line) as DatabaseRow;
      return { id: row.file, run: () => checkDatabase(row, readFileSync(join(root, row.file))) };
    }),
  );
});

function checkDatabase({ expect }: DatabaseRow, bytes: Buffer): void {
  // An empty answer to a file that is no database would be the worse of the two that are allowed.
  if (typeof expect === 'string') {
    assert.throws(() => readDatabase(bytes), { code: 'RPMDB_INVALID' });
    return;
  }
  const { packages = [], problems } = readDatabase(bytes);
  assert.equal(problems, undefined);
  const wanted = expect.map(({ name, epoch, version, release, arch, sourceRpm, license }) => ({
    name,
    version: `${epoch === null ? '' : `${epoch}:`}${version}-${release}`,
    arch,
    source: sourceRpm,
    licenses: [license],
  }));
  const found = packages.map(({ name, version, arch, source, licenses }) => ({
    name,
    version,
    arch,
    source: `${source?.name}-${source?.version}.src.rpm`,
    licenses,
  }));
  assert.deepEqual(found.toSorted(byName), wanted.toSorted(byName));
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}

const parsers = 'cases/scan/lockfiles/parsers';

test('suite scalibr rpm', needsShared(`${parsers}/scalibr.jsonl`), async () => {
  const rows = parserRows('scalibr', ({ format }) => format === 'os/rpm');
  await runSuite(
    'scalibr-rpm',
    rows.map(({ id, row }) => ({ id, run: () => scalibr(row) })),
  );
});

function scalibr(row: ParserRow): void {
  const file = rowFile('scalibr', row.input);
  if (row.expectError === true) {
    gate(rpm, 'var/lib/rpm/rpmdb.sqlite', file, row);
    return;
  }
  // These rows keep the epoch apart from the version.
  const { packages = [] } = analyse(rpm, 'var/lib/rpm/Packages', file);
  assert.deepEqual(
    packages.map(({ name, version }) => `${name} ${version}`),
    (row.expect ?? []).map(({ name, version }) => `${name} 1:${version}`),
  );
}

test('suite syft rpm manifest', needsShared(`${parsers}/syft.jsonl`), async () => {
  const rows = parserRows('syft', ({ case: name }) => name === 'TestParseRpmManifest');
  await runSuite(
    'syft-rpm-manifest',
    rows.map(({ id, row }) => ({
      id,
      run: () => gate(rpmManifest, rpmManifest.files[0] ?? '', rowFile('syft', row.input), row),
    })),
  );
});

test('suite required paths of RPM databases', needsShared('cases/scan/lockfiles'), async () => {
  const formats = new Map<string, readonly FileAnalyzer[]>([['os/rpm', [rpm]]]);
  await runSuite('required-paths-rpm', requiredPathRows(formats));
});

const hasRpm = ['rpm', 'rpmbuild'].every(
  (program) => spawnSync(program, ['--version']).status === 0,
);
if (!hasRpm && process.env['CI'] === 'true') throw new Error('CI needs rpm and rpmbuild');
const native = { skip: hasRpm ? false : 'needs rpm and rpmbuild (Debian package rpm)' };
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-rpm-'));
const count = 320;
before(() => {
  if (hasRpm) installPackages();
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** One source package with hundreds of others: epochs, versions of their own, modules, many files. */
function recipe(): string {
  const lines = [
    'Name: fleet',
    'Version: 1.0',
    'Release: 1.el9',
    'Summary: x',
    'License: MIT',
    'Vendor: Example Ltd.',
    'BuildArch: noarch',
    '%description',
    'x',
  ];
  const install: string[] = ['%install'];
  for (let index = 0; index < count; index += 1) {
    lines.push(`%package -n ship${index}`, 'Summary: x');
    if (index % 5 === 0) lines.push(`Epoch: ${index % 4}`);
    if (index % 3 === 0) lines.push(`Version: ${index}.${index % 7}~rc${index}^git1`);
    if (index % 11 === 0) lines.push(`ModularityLabel: fleet:${index}:20260101:abcdef`);
    lines.push(`License: MIT and (GPLv${index % 4}+ or BSD)`, `%description -n ship${index}`, 'x');
    lines.push(`%files -n ship${index}`);
    if (index % 10 !== 0) continue;
    lines.push(`/usr/share/ship${index}`);
    const path = `%{buildroot}/usr/share/ship${index}`;
    install.push(`mkdir -p ${path}; for f in $(seq 1 ${index}); do : > ${path}/file-$f; done`);
  }
  return `${[...lines, ...install].join('\n')}\n`;
}

function installPackages(): void {
  const quiet = { stdio: 'ignore' } as const;
  writeFileSync(join(folder, 'fleet.spec'), recipe());
  const top = ['--define', `_topdir ${folder}/top`, '--define', '_binary_payload w0.gzdio'];
  execFileSync('rpmbuild', ['-bb', ...top, join(folder, 'fleet.spec')], quiet);
  const built = join(folder, 'top/RPMS/noarch');
  const files = readdirSync(built).map((name) => join(built, name));
  const install = ['-i', '--justdb', '--nodeps', '--noscripts', '--dbpath', join(folder, 'sqlite')];
  execFileSync('rpm', [...install, ...files], quiet);
}

/** What rpm itself lists: one line a package, files included. */
function rpmList(database: string, backend: string): string[] {
  const columns =
    'NAME EPOCHNUM VERSION RELEASE ARCH SOURCERPM MODULARITYLABEL VENDOR LICENSE SIGMD5';
  const format = `${columns.replaceAll(/\w+/g, '%{$&}').replaceAll(' ', '|')}|[%{FILENAMES};]\n`;
  const how = ['--dbpath', join(folder, database), '--define', `_db_backend ${backend}`];
  const listed = execFileSync('rpm', [...how, '-qa', '--qf', format], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return listed.trim().split('\n').toSorted();
}

/** The same line from what was read here. */
function ourList({ packages = [], owned = [], problems }: AnalyzerResult): string[] {
  assert.equal(problems, undefined);
  const paths = new Map(owned.map((entry) => [entry.package, entry.paths]));
  const lines = packages.map(({ name, version, arch, source, licenses, qualifiers, digest }) => {
    const [, epoch = '0', rest = ''] = /^(?:(\d+):)?(.*)$/.exec(version) ?? [];
    const dash = rest.lastIndexOf('-');
    return [
      name,
      epoch,
      rest.slice(0, dash),
      rest.slice(dash + 1),
      arch,
      `${source?.name}-${source?.version}.src.rpm`,
      qualifiers?.['modularity'] ?? '(none)',
      qualifiers?.['vendor'],
      licenses?.[0],
      digest?.replace('md5:', ''),
      (paths.get(name) ?? []).map((path) => `/${path};`).join(''),
    ].join('|');
  });
  return lines.toSorted();
}

function headers(): Uint8Array[] {
  const database = new DatabaseSync(join(folder, 'sqlite/rpmdb.sqlite'), { readOnly: true });
  try {
    const rows = database.prepare('SELECT blob FROM Packages ORDER BY hnum').all();
    return rows.map(({ blob }) => blob as Uint8Array);
  } finally {
    database.close();
  }
}

test(
  `a database of ${count} packages written by rpm (SQLite) reads as rpm lists it`,
  native,
  () => {
    const listed = rpmList('sqlite', 'sqlite');
    assert.equal(listed.length, count);
    const bytes = readFileSync(join(folder, 'sqlite/rpmdb.sqlite'));
    assert.deepEqual(ourList(readDatabase(bytes)), listed);
  },
);

test(
  "the same headers as ndb and Berkeley DB; rpm's own reader vouches for the latter",
  native,
  () => {
    const listed = rpmList('sqlite', 'sqlite');
    const blobs = headers();
    assert.deepEqual(ourList(readDatabase(ndbFile(blobs))), listed);
    const bytes = bdbFile(blobs);
    mkdirSync(join(folder, 'bdb'));
    writeFileSync(join(folder, 'bdb/Packages'), bytes);
    assert.deepEqual(rpmList('bdb', 'bdb_ro'), listed);
    assert.deepEqual(ourList(readDatabase(bytes)), listed);
  },
);

test(
  'a log that rpm left, because a reader kept it from merging, is merged as rpm does',
  native,
  () => {
    const place = join(folder, 'live');
    const copy = join(folder, 'copy');
    const file = join(place, 'rpmdb.sqlite');
    const rpmAt = (...options: string[]): void => {
      execFileSync('rpm', ['--dbpath', place, ...options], { stdio: 'ignore' });
    };
    const built = join(folder, 'top/RPMS/noarch');
    const files = readdirSync(built).map((name) => join(built, name));
    const install = ['-i', '--justdb', '--nodeps', '--noscripts'];
    rpmAt(...install, ...files.slice(0, 200));
    const reader = new DatabaseSync(file, { readOnly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM Packages').get();
    rpmAt(...install, ...files.slice(200));
    const names = execFileSync('rpm', ['--dbpath', place, '-qa', '--qf', '%{NAME}\n'], {
      encoding: 'utf8',
    });
    rpmAt('-e', '--justdb', '--nodeps', '--noscripts', ...names.trim().split('\n').slice(0, 60));
    mkdirSync(copy);
    for (const name of ['rpmdb.sqlite', 'rpmdb.sqlite-wal'])
      writeFileSync(join(copy, name), readFileSync(join(place, name)));
    reader.exec('COMMIT');
    reader.close();
    const read = (analyzer: FileAnalyzer, name: string) => ({
      path: `var/lib/rpm/${name}`,
      analyzer: analyzer.id,
      result: analyse(analyzer, `var/lib/rpm/${name}`, join(copy, name)),
    });
    const parts = [read(rpm, 'rpmdb.sqlite'), read(rpmLog, 'rpmdb.sqlite-wal')] as const;
    assert.equal(parts[0].result.packages?.length, 200);
    const changed = rpmLogJoin.join(parts);
    const listed = rpmList('copy', 'sqlite');
    assert.equal(listed.length, count - 60);
    assert.deepEqual(ourList(changed.get(parts[0]) ?? {}), listed);
    assert.deepEqual(changed.get(parts[1]), {});
  },
);
