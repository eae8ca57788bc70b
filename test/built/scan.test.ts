import assert from 'node:assert/strict';
import { createCipheriv } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildHarbourShop } from '../../examples/image/build.ts';
import { outputFormats } from '../../src/report/index.ts';
import { buildImage, writeLayout } from '../kit/oci.ts';
import { builtProgram, runProgram, sourceProgram } from '../kit/program.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-built-'));
after(() => rmSync(folder, { recursive: true }));
const shop = `oci-dir:${join(folder, 'shop')}:harbour-shop:1.0`;
const large = `oci-dir:${join(folder, 'large')}:large:1`;

/** Bytes that no compressor shrinks, the same on every machine. */
function noise(length: number): Buffer {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(
    Buffer.alloc(length),
  );
}

before(async () => {
  await buildHarbourShop(join(folder, 'shop'));
  const package_ = (name: string): string => JSON.stringify({ name, version: '1.0.0' });
  const image = buildImage([
    [
      { path: 'srv/noise-1', content: noise(40 * 2 ** 20) },
      { path: 'srv/node_modules/one/package.json', content: package_('one') },
    ],
    [
      { path: 'srv/noise-2', content: noise(40 * 2 ** 20) },
      { path: 'srv/node_modules/two/package.json', content: package_('two') },
    ],
  ]);
  await writeLayout(join(folder, 'large'), { 'large:1': image });
});

function scan(program: readonly string[], given: readonly string[]): string {
  const cache = mkdtempSync(join(folder, 'cache-'));
  const fixed = ['--offline', '--cache-dir', cache, '--at', '2026-01-01', '-q'];
  const run = runProgram(program, [...given, ...fixed]);
  assert.equal(run.code, 0, run.stderr);
  return run.stdout;
}

const templateText =
  '{{ range . }}{{ .Target }}: {{ range .Vulnerabilities }}{{ .VulnerabilityID }} {{ end }}{{ end }}';

test('the built program gives the bytes that the sources give', () => {
  for (const given of [
    ...outputFormats.map(({ id, expects }) => [
      'image',
      shop,
      '-f',
      id,
      ...(expects === undefined ? [] : ['--template', templateText]),
    ]),
    ...['json', 'sarif'].map((id) => [
      'check',
      join(root, 'examples'),
      '--exit-code',
      '0',
      '-f',
      id,
    ]),
    ['image', shop],
    ['image', shop, '-f', 'json', '--list-all-pkgs'],
    ['image', shop, '--lang', 'zh-CN'],
    ['fs', join(root, 'examples'), '-f', 'json', '--list-all-pkgs'],
  ]) {
    const built = scan(builtProgram(), given);
    assert.ok(built.length > 100, given.join(' '));
    assert.equal(built, scan(sourceProgram(), given), given.join(' '));
  }
});

test('worker threads run in the built program: layers large enough for them', () => {
  for (const parallel of ['1', '2']) {
    const given = ['image', large, '-f', 'json', '--list-all-pkgs', '--parallel', parallel];
    const report = JSON.parse(scan(builtProgram(), given)) as {
      readonly Results: readonly { readonly Packages?: readonly { readonly Name: string }[] }[];
    };
    const names = report.Results.flatMap(({ Packages }) =>
      (Packages ?? []).map(({ Name }) => Name),
    );
    assert.deepEqual(
      names.toSorted((a, b) => a.localeCompare(b)),
      ['one', 'two'],
    );
  }
});

test('what threads compiled is kept, and fits the next run, as does what the main thread compiled beside them', () => {
  // The single file keeps no code.
  if ((process.env['PLIMSOLL_PROGRAM'] ?? '') !== '') return;
  const kept = mkdtempSync(join(folder, 'code-'));
  const code = (): ReadonlyMap<string, number> =>
    new Map(
      readdirSync(join(kept, 'code'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [path.slice(kept.length), statSync(path).mtimeMs]),
    );
  const run = (): ReadonlyMap<string, number> => {
    const given = ['image', large, '--cache-dir', mkdtempSync(join(folder, 'cache-')), '-q'];
    const done = runProgram(builtProgram(), given, { environment: { PLIMSOLL_CACHE_DIR: kept } });
    assert.equal(done.code, 0, done.stderr);
    return code();
  };
  const first = run();
  for (const room of ['scan', 'layer-worker'])
    assert.ok(
      [...first.keys()].some((path) => path.startsWith(`/code/${room}/scan-`)),
      room,
    );
  // Code that V8 refuses is written anew.
  assert.deepEqual(run(), first);
});

/** A database of one npm advisory about the package `one`. */
function database(name: string, id: string): string {
  const mirror = join(folder, name, 'osv/single-records/npm');
  mkdirSync(mirror, { recursive: true });
  const events = [{ introduced: '0' }, { fixed: '2.0.0' }];
  const affected = [
    { package: { ecosystem: 'npm', name: 'one' }, ranges: [{ type: 'SEMVER', events }] },
  ];
  const record = { id, modified: new Date().toISOString(), summary: id, affected };
  writeFileSync(join(mirror, `${id}.json`), JSON.stringify(record));
  const path = join(folder, `${name}.db`);
  const build = ['db', 'build', '--from', join(folder, name), '--db', path];
  const run = runProgram(builtProgram(), build);
  assert.equal(run.code, 0, run.stderr);
  return path;
}

test('nothing is told by a database that was changed, whether layers are read or remembered', () => {
  const path = database('changed', 'GHSA-cccc');
  const cache = mkdtempSync(join(folder, 'cache-'));
  const given = ['image', large, '--db', path, '-q', '-f', 'json'];
  const whole = runProgram(builtProgram(), [...given, '--cache-dir', cache]);
  assert.match(whole.stdout, /GHSA-cccc/, whole.stderr);
  const bytes = readFileSync(path);
  for (let at = bytes.indexOf('GHSA-cccc'); at !== -1; at = bytes.indexOf('GHSA-cccc'))
    bytes[at] = 0x67;
  writeFileSync(path, bytes);
  for (const folder_ of [cache, mkdtempSync(join(folder, 'cache-'))]) {
    const { code, stdout, stderr } = runProgram(builtProgram(), [...given, '--cache-dir', folder_]);
    assert.equal(stdout, '');
    assert.match(stderr, /DATABASE_DAMAGED|its checksum is/);
    assert.equal(code, 3);
  }
});

test('what is judged from memory is what is judged anew', () => {
  const cache = mkdtempSync(join(folder, 'cache-'));
  const databases = [database('first', 'GHSA-aaaa'), database('second', 'GHSA-bbbb')];
  const questions = databases.flatMap((db) =>
    [[], ['--detection', 'comprehensive'], ['--at', '2031-01-01']].map((more) => [
      'image',
      large,
      '--db',
      db,
      '-q',
      '-f',
      'json',
      ...more,
    ]),
  );
  const ask = (given: readonly string[], remembered: string): string => {
    const run = runProgram(builtProgram(), [...given, '--cache-dir', remembered]);
    assert.equal(run.code, 0, run.stderr);
    return run.stdout;
  };
  const anew = questions.map((given) => ask(given, mkdtempSync(join(folder, 'cache-'))));
  const first = questions.map((given) => ask(given, cache));
  const again = questions.map((given) => ask(given, cache));
  assert.deepEqual(first, anew);
  assert.deepEqual(again, anew);
  assert.match(anew[0] ?? '', /GHSA-aaaa/);
  assert.match(anew[3] ?? '', /GHSA-bbbb/);
  assert.match(anew[2] ?? '', /"stale"/);
  assert.doesNotMatch(anew[0] ?? '', /"stale"/);
});
