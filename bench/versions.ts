import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { schemes } from '../src/versions/index.ts';
import type { VersionScheme } from '../src/versions/index.ts';
import { random } from '../test/kit/fuzz.ts';
import { median } from './kit/compare.ts';

/** As many versions as stay in the cache: an image has some hundred packages. */
const pairCount = 2000;
const repeats = 20;
const rounds = 9;

/** How versions of a scheme look, most of them: `#` is a number below 20, `|` parts alternatives. */
const recipes: Readonly<Record<string, string>> = {
  alpm: '#.#.#-#|#:#.#-#',
  apk: '#.#.#-r#|#.#_rc#-r#|#.#.#_p2022####-r#',
  bitnami: '#.#.#|#.#.#-#',
  composer: 'v#.#.#|#.#.#-beta#|#.#.#',
  deb: '#.#.#-#+deb12u#|#:#.#~rc#-#|#.#.#+dfsg-#~bpo11+#',
  gem: '#.#.#|#.#.#.rc#',
  generic: '#.#.#|#.#.#-rc#',
  gentoo: '#.#.#-r#|#.#_rc#',
  go: 'v#.#.#|v0.0.0-2022####-abcdef',
  hackage: '#.#.#.#',
  jvm: '1.8.0_#|#.0.#+#',
  kb: 'KB40122##',
  maven: '#.#.#|#.#.#.Final|#.#-rc-#|#.#.#.v2022####',
  npm: '#.#.#|#.#.#-beta.#',
  openssl: '1.#.#k|3.#.#',
  pypi: '#.#.#|#.#rc#|#.#.post#',
  rpm: '#.#.#-#.el8|#:#.#-#.#.el9_#',
};

function versionsOf(scheme: string): readonly string[] {
  const next = random(1);
  const shapes = (recipes[scheme] ?? '#.#.#').split('|');
  const number = (): string => String(Math.floor(next() * 20));
  return Array.from({ length: pairCount }, () =>
    (shapes[Math.floor(next() * shapes.length)] ?? '').replaceAll('#', number),
  );
}

/** Nanoseconds of processor time for one pair, one value a round after one for warming up. */
function timed(work: () => number): readonly number[] {
  const found: number[] = [];
  for (let round = -2; round < rounds; round += 1) {
    const begun = process.cpuUsage();
    sink += work();
    const { user, system } = process.cpuUsage(begun);
    if (round >= 0) found.push(((user + system) * 1000) / (pairCount * repeats));
  }
  return found;
}

/** Keeps the results alive, so that no loop is optimised away. */
let sink = 0;

function textOrder(a: string, b: string): number {
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

type Compare = (a: string, b: string) => number;

/** `semver.compare` of the npm that runs this: it parses both texts each time. Undefined where there is none. */
function npmCompare(): Compare | undefined {
  try {
    const global = execFileSync('npm', ['root', '--global', '--prefix', npmPrefix()], {
      encoding: 'utf8',
    }).trim();
    const load = createRequire(join(global, 'npm', 'package.json'));
    return load('semver/functions/compare') as Compare;
  } catch {
    return undefined;
  }
}

/** Folder above the `lib` or `node_modules` that npm itself lies in. */
function npmPrefix(): string {
  const own = process.env['npm_execpath'] ?? '/usr/lib/node_modules/npm/bin/npm-cli.js';
  return own.slice(0, own.indexOf('/lib/node_modules/npm/'));
}

const npm = npmCompare();

/** Nanoseconds that npm takes for a pair, on versions of its own kind. */
function timedNpm(compare: Compare): number {
  const versions = versionsOf('npm');
  return median(
    timed(() => {
      let sum = 0;
      for (let count = 0; count < repeats; count += 1)
        for (let index = 0; index < pairCount; index += 1)
          sum += compare(versions[index] ?? '', versions[(index * 7919) % pairCount] ?? '');
      return sum;
    }),
  );
}

const npmTime = npm === undefined ? undefined : timedNpm(npm);

/** What is promised of parsing and comparing, against npm's pairs a second. */
const promised: Readonly<Record<string, number>> = { deb: 1.5 };
const promisedElse = 0.5;

/** How our pairs a second stand to npm's, and whether that was promised. */
function againstNpm(scheme: string, time: number): string {
  if (npmTime === undefined) return '–';
  const ratio = npmTime / time;
  const target = promised[scheme] ?? promisedElse;
  return `${ratio.toFixed(2)} (≥ ${target} ${ratio >= target ? 'kept' : 'MISSED'})`;
}

function measure(scheme: VersionScheme): string {
  const versions = versionsOf(scheme.scheme);
  const parsed = versions.map((version) => scheme.parse(version));
  const unread = versions.filter((_, index) => parsed[index] === undefined);
  if (unread.length > 0)
    throw new Error(`Cannot measure ${scheme.scheme}: no version "${unread[0]}"`);
  const over = (order: (index: number) => number): (() => number) => {
    return () => {
      let sum = 0;
      for (let count = 0; count < repeats; count += 1)
        for (let index = 0; index < pairCount; index += 1) sum += order(index);
      return sum;
    };
  };
  const at = (index: number): string => versions[index] ?? '';
  const other = (index: number): number => (index * 7919) % pairCount;
  const floor = median(timed(over((index) => textOrder(at(index), at(other(index))))));
  const keys = timed(over((index) => scheme.compare(parsed[index], parsed[other(index)])));
  const whole = timed(
    over((index) => scheme.compare(scheme.parse(at(index)), scheme.parse(at(other(index))))),
  );
  const cells = [floor, median(keys), median(whole)].map((ns) => (1000 / ns).toFixed(1));
  const ratios = [median(keys) / floor, median(whole) / floor].map((ratio) => ratio.toFixed(1));
  const npmCell = againstNpm(scheme.scheme, median(whole));
  return `| ${[scheme.scheme, ...cells, ...ratios, npmCell].join(' | ')} |`;
}

console.log(
  `## Ordering versions (million pairs a second; ${pairCount} pairs, median of ${rounds} rounds)\n`,
);
if (npmTime === undefined) console.log('npm was not found: nothing is held against it\n');
else console.log(`npm \`semver.compare\`: ${(1000 / npmTime).toFixed(1)}\n`);
console.log(
  '| scheme | text `<` (floor) | parsed keys | parse and compare | keys ÷ floor | both ÷ floor | both, pairs a second ÷ npm |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const scheme of schemes) console.log(measure(scheme));
if (Number.isNaN(sink)) throw new Error('Cannot measure: an order was no number');
