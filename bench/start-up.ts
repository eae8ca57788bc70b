import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildHarbourShop } from '../examples/image/build.ts';
import { compare, ratioTable } from './kit/compare.ts';
import type { Contestant } from './kit/compare.ts';

const root = join(import.meta.dirname, '..');
const node = process.execPath;
const built = join(root, 'dist/plimsoll.js');
if (!existsSync(built)) throw new Error('Cannot measure: run "npm run build" first');

const contestants: Contestant[] = [
  { name: '`node -e 0` (floor)', command: `${node} -e 0` },
  { name: '`plimsoll --version`', command: `${node} ${built} --version`, target: 1.5 },
  { name: '`plimsoll --help`', command: `${node} ${built} --help`, target: 1.7 },
  { name: '`plimsoll image --help`', command: `${node} ${built} image --help`, target: 1.7 },
];
contestants.push({
  name: 'from the sources, `--version`',
  command: `${node} --conditions=plimsoll-source ${join(root, 'src/cli/main.ts')} --version`,
});
const executable = join(root, 'dist-exe/plimsoll');
if (existsSync(executable))
  contestants.push({ name: 'single file, `--version`', command: `${executable} --version` });

console.log(ratioTable('Start-up', contestants, compare(contestants, 15)));

// The whole process with every layer remembered: open, merge, judge by the starter set, print.
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
try {
  await buildHarbourShop(join(folder, 'shop'));
  const scan = `image oci-dir:${folder}/shop:harbour-shop:1.0 --offline -q --cache-dir ${folder}/cache`;
  const warm: Contestant[] = [
    { name: '`node -e 0` (floor)', command: `${node} -e 0` },
    { name: 'table', command: `${node} ${built} ${scan}`, target: 4 },
    { name: 'JSON', command: `${node} ${built} ${scan} -f json`, target: 4 },
  ];
  console.log(ratioTable('Warm scan of the harbour shop', warm, compare(warm, 15)));
} finally {
  rmSync(folder, { recursive: true });
}
