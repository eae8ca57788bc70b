import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';

import type { Report } from '../model/index.ts';
import { scan } from './library.ts';
import type { ScanSettings } from './library.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-path-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, content: string): string {
  const place = join(folder, path);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, content);
  return place;
}

function look(path: string, options: ScanSettings = {}): Promise<Report> {
  return scan(
    { path },
    { offline: true, cache: false, database: { advisories: [] }, scanners: ['vuln'], ...options },
  );
}

function listed({ packages }: Report): string[] {
  return packages.map(({ name, version }) => `${name}@${version}`);
}

const lock = JSON.stringify({
  lockfileVersion: 3,
  packages: { '': { name: 'shop' }, 'node_modules/left': { version: '1.0.0' } },
});

test('a file is known by its content, and found under its own name', async () => {
  const report = await look(write('saved/lock-of-friday', lock));
  assert.deepEqual(listed(report), ['left@1.0.0']);
  assert.equal(report.status, 'complete');
  assert.equal(report.packages[0]?.locations[0]?.file?.path, 'lock-of-friday');
  assert.deepEqual(
    report.notes.map(({ id, params }) => [id, params['as']]),
    [['scan.read-as', 'package-lock.json']],
  );
});

test('a file is what the caller says', async () => {
  const path = write('saved/list', 'django\n');
  assert.equal((await look(path)).status, 'partial');
  assert.deepEqual(listed(await look(path, { as: 'requirements.txt' })), ['django@']);
});

test('a file that nobody knows is no clean answer', async () => {
  const report = await look(write('saved/notes.lock', 'hello\n'));
  assert.equal(report.status, 'partial');
  assert.deepEqual(
    report.errors.map(({ code }) => code),
    ['FILE_UNKNOWN'],
  );
  const wrong = await look(write('saved/lock.json', lock), { as: 'no-such-name' });
  assert.deepEqual(
    wrong.errors.map(({ code }) => code),
    ['FILE_UNKNOWN'],
  );
});

test('a text that names no packages is searched for credentials, and that is all', async () => {
  for (const name of ['saved/.env', 'saved/main.py']) {
    const { status, packages } = await look(write(name, 'NAME = "value of no interest"\n'));
    assert.deepEqual([status, packages.length], ['complete', 0], name);
  }
});

test('a file of a package database is known by the folders it lies in', async () => {
  const status =
    'Package: bash\nStatus: install ok installed\nVersion: 5.2-1\nArchitecture: amd64\n';
  const path = write('disk/var/lib/dpkg/status', status);
  assert.deepEqual(listed(await look(path)), ['bash@5.2-1']);
  assert.deepEqual(listed(await look(join(folder, 'disk'))), ['bash@5.2-1']);
});

test('the file that a link leads to is the file that was named', async () => {
  write('linked/real.json', lock);
  symlinkSync('real.json', join(folder, 'linked', 'package-lock.json'));
  assert.deepEqual(listed(await look(join(folder, 'linked', 'package-lock.json'))), ['left@1.0.0']);
});

test('a single requirements file is followed to those beside it, and no further down', async () => {
  const path = write('python/requirements.txt', '-r base.in\nflask==1.0\n');
  write('python/base.in', '-r deps/more.in\n');
  write('python/deps/more.in', 'django==3.2\n');
  write('python/other/requirements.txt', 'jinja2==3.0\n');
  const report = await look(path);
  assert.deepEqual(listed(report), ['django@3.2', 'flask@1.0']);
  assert.equal(report.status, 'complete');
});

test('a folder without lockfiles is read by what is installed in it; one with them is not', async () => {
  write('tree/node_modules/left/package.json', '{"name":"left","version":"1.0.0"}');
  assert.deepEqual(listed(await look(join(folder, 'tree'))), ['left@1.0.0']);
  write('tree/requirements.txt', 'django==3.2\n');
  assert.deepEqual(listed(await look(join(folder, 'tree'))), ['django@3.2']);
  const { packages } = await scan(
    { rootfs: join(folder, 'tree') },
    { offline: true, cache: false, database: { advisories: [] } },
  );
  assert.deepEqual(
    packages.map(({ name }) => name),
    ['left'],
  );
});

test('a program is looked at whether or not somebody may run it, an excerpt of one too', async () => {
  write('excerpt/nginx', '\0nginx version: nginx/1.25.1\0');
  assert.deepEqual(listed(await look(join(folder, 'excerpt'))), ['nginx@1.25.1']);
  assert.deepEqual(listed(await look(join(folder, 'excerpt', 'nginx'))), ['nginx@1.25.1']);
  write('script/nginx', '#!/bin/sh\necho nginx version: nginx/1.25.1\n');
  assert.deepEqual(listed(await look(join(folder, 'script'))), []);
});

test('VEX documents and ignore files apply, and a broken one costs no scan', async () => {
  const advisories = [
    {
      id: 'CVE-2024-0001',
      aliases: [],
      source: 'mine',
      kind: 'vulnerability',
      severities: [],
      affected: [
        {
          ecosystem: 'npm',
          name: 'left',
          state: 'affected',
          ranges: [{ kind: 'expression', expression: '<2' }],
        },
      ],
    },
  ] as const;
  const path = write('vex/package-lock.json', lock);
  const options = { database: { advisories } };
  assert.equal((await look(path, options)).findings.length, 1);
  const ignoreFiles = [write('vex/ignored', 'CVE-2024-0001\n')];
  const ignored = await look(path, { ...options, ignoreFiles });
  assert.deepEqual([ignored.findings.length, ignored.suppressed.length], [0, 1]);
  const vex = [
    write(
      'vex/openvex.json',
      JSON.stringify({
        '@context': 'https://openvex.dev/ns/v0.2.0',
        '@id': 'https://example.com/vex/1',
        author: 'me',
        timestamp: '2024-01-01T00:00:00Z',
        version: 1,
        statements: [
          {
            vulnerability: { name: 'CVE-2024-0001' },
            products: [{ '@id': 'pkg:npm/left@1.0.0' }],
            status: 'not_affected',
            justification: 'vulnerable_code_not_present',
          },
        ],
      }),
    ),
  ];
  const stated = await look(path, { ...options, vex });
  assert.deepEqual([stated.findings.length, stated.suppressed[0]?.suppressed?.by], [0, 'vex']);
  await assert.rejects(look(path, { ...options, vex: [join(folder, 'none')] }), {
    code: 'VEX_INVALID',
  });
});
