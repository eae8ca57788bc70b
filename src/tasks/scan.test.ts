import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { buildImage, writeLayout } from '../../test/kit/oci.ts';
import type { BuildOptions, TarEntry } from '../../test/kit/oci.ts';
import { fixedClock } from '../io/clock.ts';
import type { Advisory, Report } from '../model/index.ts';
import { memoryDatabase } from '../scan/advisories/memory.ts';
import { openImage } from './open-image.ts';
import { scanSubject } from './scan.ts';
import type { ScanOptions } from './scan.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-scan-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const clock = fixedClock(Date.UTC(2026, 0, 1));
const advisory: Advisory = {
  id: 'GHSA-test',
  aliases: ['CVE-2026-10001'],
  source: 'osv-npm',
  kind: 'vulnerability',
  severities: [],
  affected: [
    {
      ecosystem: 'npm',
      name: 'left',
      state: 'fixed',
      ranges: [{ kind: 'events', events: [{ introduced: '0' }, { fixed: '1.0.1' }] }],
    },
  ],
};
const database = memoryDatabase({ advisories: [advisory] });

function node(name: string, version: string): TarEntry {
  return {
    path: `srv/node_modules/${name}/package.json`,
    content: JSON.stringify({ name, version }),
  };
}

let images = 0;
async function layout(
  layers: readonly (readonly TarEntry[] | Uint8Array)[],
  options: BuildOptions = {},
): Promise<string> {
  images += 1;
  const path = join(folder, `image-${images}`);
  await writeLayout(path, { test: buildImage(layers, options) });
  return path;
}

async function scan(path: string, options: Partial<ScanOptions> = {}): Promise<Report> {
  const image = await openImage({ reference: `oci-dir:${path}` });
  try {
    const subject = { kind: 'image', name: path, image: image.subject } as const;
    return await scanSubject(
      { subject, profile: 'installed', image },
      { database, clock, ...options },
    );
  } finally {
    await image.close();
  }
}

test('a finding names the layer and the instruction that brought the package', async () => {
  const path = await layout([[node('right', '1.0.0')], [node('left', '1.0.0')]], {
    history: ['FROM base', '# ENV A=b', 'RUN npm install left'],
  });
  const report = await scan(path);
  assert.equal(report.status, 'complete');
  assert.deepEqual(
    report.findings.map(({ rule, verdict }) => [rule, verdict]),
    [['CVE-2026-10001', 'affected']],
  );
  const [location] = report.findings[0]?.locations ?? [];
  assert.deepEqual(location?.history, { index: 2, createdBy: 'RUN npm install left' });
  assert.equal(location?.layer?.index, 1);
  assert.equal(location?.file?.path, 'srv/node_modules/left/package.json');
});

test('a second scan reads no layer, and gives the same report', async () => {
  const path = await layout([[node('left', '1.0.0')], [node('right', '1.0.0')]]);
  const layerCache = join(folder, 'cache-second');
  const first = await scan(path, { layerCache });
  for (const blob of readdirSync(join(path, 'blobs', 'sha256'))) {
    const place = join(path, 'blobs', 'sha256', blob);
    if (isLayer(place)) writeFileSync(place, readFileSync(place).fill(1));
  }
  await assert.rejects(scan(path), 'without the cache the damage shows');
  assert.deepEqual(await scan(path, { layerCache }), first);
});

test('an image of Nix without its database has the packages of its store, each once', async () => {
  const store = `nix/store/${'0'.repeat(32)}-`;
  const path = await layout([
    [
      { path: `${store}hello-2.12/bin/hello`, content: 'x' },
      { path: `${store}hello-2.12/share/info/hello.info`, content: 'x' },
    ],
    [{ path: `${store}gone-1.0/bin/gone`, content: 'x' }],
    [{ path: `${store}gone-1.0/bin/.wh.gone`, content: '' }],
  ]);
  const { packages, status } = await scan(path);
  assert.equal(status, 'complete');
  assert.deepEqual(
    packages.map(({ purl, locations }) => [purl, locations.map(({ file }) => file?.path)]),
    [['pkg:nix/hello@2.12', [`${store}hello-2.12/bin/hello`]]],
  );
});

function isLayer(path: string): boolean {
  return readFileSync(path)[0] === 0x1f;
}

test('two scans of one image at once share a cache without harm', async () => {
  const path = await layout([[node('left', '1.0.0')], [node('right', '1.0.0')]]);
  const layerCache = join(folder, 'cache-both');
  const both = await Promise.all([scan(path, { layerCache }), scan(path, { layerCache })]);
  assert.deepEqual(both[0], both[1]);
});

test('a damaged lockfile makes the report partial, keeps the rest and names the file', async () => {
  const report = await scan(
    await layout([
      [{ path: 'srv/node_modules/bad/package.json', content: '{' }, node('left', '1.0.0')],
    ]),
  );
  assert.equal(report.status, 'partial');
  assert.deepEqual(
    report.errors.map(({ location }) => location?.file?.path),
    ['srv/node_modules/bad/package.json'],
  );
  assert.equal(report.findings.length, 1);
});

test('without a database every package is unknown and the report says so', async () => {
  const report = await scan(await layout([[node('left', '1.0.0')]]), { database: undefined });
  assert.deepEqual([report.findings.length, report.packages.length], [0, 1]);
  assert.deepEqual(
    report.coverage.map(({ ecosystem, state, packages }) => [ecosystem, state, packages]),
    [['npm', 'no-database', 1]],
  );
});

test('large layers are read on threads, with the same result', async () => {
  const noise = Buffer.from(
    Array.from({ length: 9 * 2 ** 20 }, (_, at) => (at * 2_654_435_761) >>> 13),
  );
  const entries = [{ path: 'noise', content: noise }, node('left', '1.0.0')];
  const path = await layout([entries, [node('right', '1.0.0')]], { compression: 'none' });
  const seen: number[] = [];
  const threaded = await scan(path, { onProgress: ({ done }) => void seen.push(done) });
  assert.deepEqual(threaded, await scan(path, { parallel: 0 }));
  assert.equal(seen.at(-1), 2, 'progress reaches the last layer');
});

test('between small layers timers have their say, so that the progress line moves', async () => {
  const layers = Array.from({ length: 40 }, (_, at) => [node(`part-${at}`, '1.0.0')]);
  const path = await layout(layers);
  let turns = 0;
  let running = true;
  const count = (): void => {
    turns += 1;
    if (running) setImmediate(count);
  };
  setImmediate(count);
  const amounts: number[] = [];
  await scan(path, { onProgress: ({ bytes }) => void amounts.push(bytes) });
  running = false;
  assert.ok(turns >= layers.length, `${turns} turns of the event loop`);
  assert.deepEqual(
    amounts,
    amounts.toSorted((a, b) => a - b),
  );
  assert.ok(new Set(amounts).size >= layers.length);
});

test('an interrupted scan rejects and leaves nothing half-written in the cache', async () => {
  const noise = Buffer.alloc(9 * 2 ** 20, 'noise');
  const path = await layout([[{ path: 'noise', content: noise }]], { compression: 'none' });
  const controller = new AbortController();
  const layerCache = join(folder, 'cache-stopped');
  const running = scan(path, { layerCache, signal: controller.signal });
  controller.abort(new Error('SIGINT'));
  await assert.rejects(running);
  assert.throws(() => readdirSync(layerCache));
});

test('packages are chosen by type, and development dependencies only when asked for', async () => {
  const status =
    'Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0-1\n\n';
  const path = await layout([
    [{ path: 'var/lib/dpkg/status', content: status }, node('left', '1.0.0')],
  ]);
  const names = async (types: ScanOptions['packageTypes']): Promise<string[]> =>
    (await scan(path, types === undefined ? {} : { packageTypes: types })).packages.map(
      ({ name }) => name,
    );
  assert.deepEqual(await names(undefined), ['bash', 'left']);
  assert.deepEqual(await names(['os']), ['bash']);
  assert.deepEqual(await names(['library']), ['left']);
});
