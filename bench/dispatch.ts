import { random } from '../test/kit/fuzz.ts';
import { analyzers, wantedBy } from '../src/scan/analyzers/index.ts';

/** Paths like those of an image with Debian and npm packages; the same for everybody. */
function recipe(count: number): string[] {
  const next = random(1);
  const pick = (words: readonly string[]): string => words[Math.floor(next() * words.length)] ?? '';
  const tops = ['usr/share/doc', 'usr/lib/x86_64-linux-gnu', 'app/node_modules', 'usr/lib/python3'];
  const ends = ['index.js', 'a.d.ts', 'README.md', 'copyright', 'lib.so.1', '__init__.py', 'x.map'];
  return Array.from({ length: count }, () => {
    const words = Array.from({ length: 1 + Math.floor(next() * 4) }, () =>
      next().toString(36).slice(2),
    );
    return `${pick(tops)}/${words.join('/')}/${pick(ends)}`;
  });
}

const stat = { size: 1000, mode: 0o644 };
const paths = recipe(100_000);
const rounds = 20;

/** Millions of paths a second: the best of five, because everything else on the machine only slows. */
function rate(ask: (path: string) => number): number {
  let best = 0;
  let sum = 0;
  for (let turn = 0; turn < 5; turn += 1) {
    const start = performance.now();
    for (let round = 0; round < rounds; round += 1) for (const path of paths) sum += ask(path);
    best = Math.max(best, (paths.length * rounds) / (performance.now() - start) / 1000);
  }
  if (sum < 0) throw new Error('Cannot measure: the sum is negative');
  return best;
}

const rows: readonly (readonly [string, number])[] = [
  [
    'last three characters of every path (floor)',
    rate((path) => {
      const end = path.length;
      return path.charCodeAt(end - 1) + path.charCodeAt(end - 2) + path.charCodeAt(end - 3);
    }),
  ],
  ['`wantedBy`', rate((path) => wantedBy(path, stat).length)],
  [
    'every `wants`, one after another',
    rate((path) => analyzers.filter(({ wants }) => wants(path, stat)).length),
  ],
];

const [, floor] = rows[0] ?? ['', 1];
console.log('## Dispatch\n\n| | M paths/s | ratio |\n| --- | --- | --- |');
for (const [name, value] of rows)
  console.log(`| ${name} | ${value.toFixed(1)} | ${(floor / value).toFixed(1)} |`);
