/** Whole scans with the built program: cold against decompressors, warm against a bare Node. `image.ts` says what is scanned. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchImage, type Packing } from './image.ts';
import { compare, ratioTable } from './kit/compare.ts';
import type { Contestant } from './kit/compare.ts';
import { writeLayout } from '../test/kit/oci.ts';
import { sharedPath } from '../test/kit/outside.ts';
import { realImages } from '../test/kit/real-images.ts';
import { bindIsal } from '../src/io/isal.ts';

const built = join(import.meta.dirname, '../dist/plimsoll.js');
if (!existsSync(built)) throw new Error('Cannot measure: run "npm run build" first');

const image = await benchImage();
const rounds = Number(process.env['PLIMSOLL_BENCH_ROUNDS'] ?? '5');
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-scan-'));
const database = join(folder, 'advisories.db');
const other = join(folder, 'other.db');
const program = `${process.execPath} ${built}`;

function run(command: string): void {
  const done = spawnSync('/bin/sh', ['-c', command], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (done.status !== 0) throw new Error(`Cannot prepare the measurement: "${command}" failed`);
}

/** Decompresses every layer, largest first, `jobs` at a time. */
function decompress(command: string, packing: Packing, jobs: number): string {
  const paths = image.layers
    .toSorted((a, b) => b.packed[packing].size - a.packed[packing].size)
    .map((layer) => layer.packed[packing].path);
  const one = `${command} "$0" > /dev/null`;
  return `sh -c 'printf "%s\\n" ${paths.join(' ')} | xargs -n 1 -P ${jobs} sh -c "$1"' sh '${one}'`;
}

/** A scan with the cache given. */
function scan(packing: Packing, cache: string): string {
  return `${program} image oci-dir:${image.layouts[packing]} -q -f json -o ${folder}/report.json --db ${database} --cache-dir ${cache}`;
}

function cold(packing: Packing, more = ''): string {
  const cache = join(folder, `cold-${packing}`);
  return `sh -c 'rm -rf ${cache}; exec ${scan(packing, cache)}${more}'`;
}

/** A second scan of an image whose layers are remembered, and one with another database. */
function warm(title: string, layout: string): void {
  const cache = join(folder, 'warm');
  const command = (db: string, more = ''): string =>
    `${program} image oci-dir:${layout} -q -f json -o ${folder}/report.json --db ${db} --cache-dir ${cache}${more}`;
  run(command(database));
  // A number of days that no run before had: what was judged with this database is not remembered.
  const anew = `bash -c '${command(other, ' --max-db-age $((RANDOM + 400))d')}'`;
  const contestants: Contestant[] = [
    { name: '`node -e 0` (floor)', command: `${process.execPath} -e 0` },
    { name: 'warm scan', command: command(database), target: 4 },
    { name: 'another database, no layer read', command: anew, target: 9 },
  ];
  console.log(ratioTable(title, contestants, compare(contestants, rounds * 3)));
}

try {
  run(`${program} db build --from ${sharedPath('feeds')} --db ${database}`);
  run(
    `${program} db build --from ${sharedPath('feeds')} --db ${other} --feed debian-tracker --feed osv-npm --feed osv-pypi`,
  );
  const gzip: Contestant[] = [
    { name: '`gzip -dc`, one after another (floor)', command: decompress('gzip -dc', 'gzip', 1) },
    { name: 'cold scan, gzip layers', command: cold('gzip'), target: 0.25 },
  ];
  console.log(ratioTable('Cold scan, gzip', gzip, compare(gzip, rounds)));
  const hard: Contestant[] = [
    { name: '`igzip -dc`, two at a time (floor)', command: decompress('igzip -dc', 'gzip', 2) },
    { name: 'cold scan, gzip layers', command: cold('gzip'), target: 2 },
  ];
  const isal = bindIsal('libisal.so.2');
  if ('calls' in isal) {
    const command = cold('gzip', ' --accelerator isal');
    hard.push({ name: 'the same with ISA-L', command, target: 1.7 });
  } else console.log(`Not measured with ISA-L: ${isal.reason}`);
  console.log(ratioTable('Cold scan, gzip, hard floor', hard, compare(hard, rounds)));
  const zstd: Contestant[] = [
    { name: '`zstd -dc`, two at a time (floor)', command: decompress('zstd -dcq', 'zstd', 2) },
    { name: 'cold scan, zstd layers', command: cold('zstd'), target: 1.6 },
  ];
  console.log(ratioTable('Cold scan, zstd', zstd, compare(zstd, rounds)));
  const service = join(folder, 'service');
  for (const real of realImages()) {
    if (real.name === 'node') await writeLayout(service, { test: real.image });
  }
  warm('Warm scan of a service image (Debian and 100 npm packages)', service);
  warm('Warm scan of the bench image (every package of a work station)', image.layouts.gzip);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
