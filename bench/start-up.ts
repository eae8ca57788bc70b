import { existsSync } from 'node:fs';
import { join } from 'node:path';
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
  { name: '`plimsoll image --help`', command: `${node} ${built} image --help` },
];
contestants.push({
  name: 'from the sources, `--version`',
  command: `${node} --conditions=plimsoll-source ${join(root, 'src/cli/main.ts')} --version`,
});
const executable = join(root, 'dist-exe/plimsoll');
if (existsSync(executable))
  contestants.push({ name: 'single file, `--version`', command: `${executable} --version` });

console.log(ratioTable('Start-up', contestants, compare(contestants, 15)));
