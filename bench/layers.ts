/** Walking layers against the fastest decompressors there are; `image.ts` says what is walked. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { benchImage, type Packing } from './image.ts';
import { compare, ratioTable } from './kit/compare.ts';
import type { Contestant } from './kit/compare.ts';

const image = await benchImage();
const rounds = Number(process.env['PLIMSOLL_BENCH_ROUNDS'] ?? '5');
// Bundled, as the product is: stripping types costs each thread some hundred milliseconds.
const walker = join(dirname(image.layouts.gzip), 'walk-layers.mjs');
buildSync({
  entryPoints: [join(import.meta.dirname, 'kit/walk-layers.ts')],
  outfile: walker,
  bundle: true,
  platform: 'node',
  format: 'esm',
  conditions: ['plimsoll-source'],
});
const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

/** Decompresses every layer, largest first, `jobs` at a time. */
function decompress(command: string, packing: Packing, jobs: number): string {
  const paths = image.layers
    .toSorted((a, b) => b.packed[packing].size - a.packed[packing].size)
    .map((layer) => layer.packed[packing].path);
  const one = `${command} "$0" > /dev/null`;
  return `sh -c 'printf "%s\\n" ${paths.join(' ')} | xargs -n 1 -P ${jobs} sh -c "$1"' sh '${one}'`;
}

function walk(packing: Packing, threads: number): string {
  return `${process.execPath} ${walker} ${image.layouts[packing]} ${threads}`;
}

const gzip: Contestant[] = [
  { name: '`gzip -dc`, one after another (floor)', command: decompress('gzip -dc', 'gzip', 1) },
  { name: 'walk, 2 threads', command: walk('gzip', 2), target: 0.25 },
  { name: 'walk, 1 thread', command: walk('gzip', 1) },
  { name: 'walk, main thread', command: walk('gzip', 0) },
];
if (has('igzip')) {
  const command = decompress('igzip -dc', 'gzip', 2);
  gzip.splice(1, 0, { name: '`igzip -dc`, two at a time', command });
}
const measured = compare(gzip, rounds);
console.log(ratioTable('gzip layers', gzip, measured));
if (has('igzip')) {
  // The same runs, against the hard floor.
  const contestants = gzip.slice(1).map((contestant) => ({
    name: contestant.name,
    command: contestant.command,
    ...(contestant.target === undefined ? {} : { target: 2 }),
  }));
  console.log(ratioTable('gzip layers, hard floor', contestants, measured.slice(1)));
}
if (has('zstd')) {
  const zstd: Contestant[] = [
    { name: '`zstd -dc`, two at a time (floor)', command: decompress('zstd -dcq', 'zstd', 2) },
    { name: 'walk, 2 threads', command: walk('zstd', 2), target: 1.6 },
    { name: 'walk, 1 thread', command: walk('zstd', 1) },
  ];
  console.log(ratioTable('zstd layers', zstd, compare(zstd, rounds)));
}
