import { findSecrets, secretKinds } from '../src/secrets/index.ts';
import { random } from '../test/kit/fuzz.ts';

/** Text like that of a source tree: words, names and numbers; a credential every 100,000 characters. */
function recipe(length: number): string {
  const next = random(1);
  const words =
    'const return import from export function token key value request response config = { } ( ) => ; . , "name" "path" user password: string http://localhost:8080/ index.ts secretName'.split(
      ' ',
    );
  const parts: string[] = [];
  for (let size = 0; size < length;) {
    const chance = next();
    let part = words[Math.floor(chance * words.length)] ?? '';
    if (chance > 0.5)
      part = next()
        .toString(36)
        .slice(2, 4 + Math.floor(next() * 9));
    if (next() < 0.00005) part = 'redis://:h4rbourSide@cache:6379';
    parts.push(part, next() < 0.1 ? '\n  ' : ' ');
    size += part.length + 1;
  }
  return parts.join('');
}

const text = recipe(16 * 2 ** 20);
const bytes = Buffer.from(text);

/** Milliseconds of processor time: the best of seven, because everything else on the machine only slows. */
function best(work: () => number): number {
  let least = Infinity;
  for (let round = 0; round < 7; round += 1) {
    const begun = process.cpuUsage();
    if (Number.isNaN(work())) throw new Error('Cannot measure: nothing was counted');
    const { user, system } = process.cpuUsage(begun);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

const keywords = [...new Set(secretKinds.flatMap((kind) => kind.keywords))];
const floor = best(() =>
  keywords.reduce((sum, word) => sum + Math.min(text.indexOf(`${word}\0`), 0), 0),
);
const one = best(() => text.indexOf('password\0'));
const whole = best(() => findSecrets(text).length);
const raw = best(() => findSecrets(bytes).length);

console.log(
  `## Credentials (16 MiB of text, ${secretKinds.length} kinds, ${keywords.length} keywords)\n`,
);
console.log(
  '| | ms | ÷ one `indexOf` | ÷ one `indexOf` for each keyword |\n| --- | --- | --- | --- |',
);
const rows: readonly (readonly [string, number])[] = [
  ['`indexOf` of one word', one],
  ['`indexOf` of each keyword, one after another (floor)', floor],
  ['`findSecrets` of text', whole],
  ['`findSecrets` of bytes', raw],
];
for (const [name, ms] of rows)
  console.log(
    `| ${name} | ${ms.toFixed(0)} | ${(ms / one).toFixed(1)} | ${(ms / floor).toFixed(2)} |`,
  );
