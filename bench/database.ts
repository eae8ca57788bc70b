import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { finished } from 'node:stream/promises';
import { buildSync } from 'esbuild';
import { fixedClock } from '../src/io/clock.ts';
import { buildDatabase } from '../src/scan/advisories/build.ts';
import { openDatabase } from '../src/scan/advisories/open.ts';
import { needsShared, sharedPath } from '../test/kit/outside.ts';
import { random } from '../test/kit/fuzz.ts';
import { ratioTable } from './kit/compare.ts';
import type { Contestant, Measured } from './kit/compare.ts';

const rounds = 9;
const lookups = 1000;

const { skip } = needsShared('feeds/MANIFEST.json');
if (skip === false) await main();
else console.log(`## Database\n\nnot measured: ${skip}\n`);

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  try {
    const database = join(folder, 'plimsoll.db');
    await showBuild(database);
    const keys = join(folder, 'keys.json');
    const flat = join(folder, 'flat');
    await writeFloor(database, flat, keys);
    const child = join(folder, 'lookups.mjs');
    const entry = join(import.meta.dirname, 'kit', 'lookups.ts');
    buildSync({
      entryPoints: [entry],
      outfile: child,
      bundle: true,
      platform: 'node',
      format: 'esm',
    });
    showLookups(child, { flat, database, keys });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Builds from everything at hand and tells size, time and memory. */
async function showBuild(out: string): Promise<void> {
  const begun = performance.now();
  const summary = await buildDatabase({ from: sharedPath('feeds'), out, clock: fixedClock(0) });
  const seconds = (performance.now() - begun) / 1000;
  const records = summary.feeds.reduce((sum, feed) => sum + feed.records, 0);
  const rows = summary.feeds.reduce((sum, feed) => sum + feed.rows, 0);
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(`## Database of all feeds at hand

| records | statements | MB | build s | peak MB |
| --- | --- | --- | --- | --- |
| ${records} | ${rows} | ${(summary.bytes / 1e6).toFixed(1)} | ${seconds.toFixed(1)} | ${peak.toFixed(0)} |
`);
}

/** Writes the same rows as a flat file, the floor, and a seeded choice of keys to look up. */
async function writeFloor(path: string, flat: string, keys: string): Promise<void> {
  const database = openDatabase(path);
  const raw = new DatabaseSync(path, { readOnly: true });
  const names = raw
    .prepare(
      'SELECT ecosystems.name AS ecosystem, names.name AS name FROM names JOIN ecosystems ON number = ecosystem',
    )
    .all() as unknown as { ecosystem: string; name: string }[];
  raw.close();
  const file = createWriteStream(flat);
  const index: string[] = [];
  let offset = 0;
  for (const { ecosystem, name } of names) {
    const bytes = Buffer.from(JSON.stringify(database.lookup(ecosystem, name)));
    file.write(bytes);
    index.push(`${ecosystem}\0${name}\t${bytes.length}`);
    offset += bytes.length;
  }
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(offset));
  file.write(index.join('\n'));
  file.end(start);
  await finished(file);
  database.close();
  const next = random(1);
  const chosen = Array.from({ length: lookups }, () => names[Math.floor(next() * names.length)]);
  writeFileSync(keys, JSON.stringify(chosen.map((key) => [key?.ecosystem, key?.name])));
}

interface Answer {
  readonly cold: number;
  readonly warm: number;
  readonly rows: number;
}

/** Fresh processes in alternating order; before each the file leaves the page cache. */
function showLookups(child: string, files: { flat: string; database: string; keys: string }): void {
  const programs = [
    { name: 'flat file with JSON (floor)', mode: 'flat', file: files.flat, target: undefined },
    { name: 'the database', mode: 'sqlite', file: files.database, target: 2 },
  ];
  const answers = programs.map((): Answer[] => []);
  for (let round = -1; round < rounds; round += 1) {
    const order = round % 2 === 0 ? programs : programs.toReversed();
    for (const program of order) {
      spawnSync('dd', [`if=${program.file}`, 'iflag=nocache', 'count=0', 'status=none']);
      const done = spawnSync(process.execPath, [child, program.mode, program.file, files.keys], {
        encoding: 'utf8',
      });
      if (done.status !== 0) throw new Error(`Cannot measure ${program.name}: ${done.stderr}`);
      if (round >= 0) answers[programs.indexOf(program)]?.push(JSON.parse(done.stdout) as Answer);
    }
  }
  const found = new Set(answers.flat().map((answer) => answer.rows));
  if (found.size !== 1)
    throw new Error(`The programs found different rows: ${[...found].join(' ')}`);
  const contestants: Contestant[] = programs.map(({ name, target }) => ({
    name,
    command: '',
    ...(target === undefined ? {} : { target }),
  }));
  for (const [title, pass] of [
    [`${lookups} look-ups, opening included, fresh process, file not in the page cache`, 'cold'],
    [`the same ${lookups} look-ups again`, 'warm'],
  ] as const) {
    const measured = programs.map(({ name }, index): Measured => ({
      name,
      wall: (answers[index] ?? []).map((answer) => answer[pass]),
      cpu: [0],
      memory: [],
    }));
    console.log(ratioTable(title, contestants, measured));
  }
}
