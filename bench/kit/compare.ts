import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** One program in a comparison: a shell command, run in a fresh process each round. */
export interface Contestant {
  readonly name: string;
  readonly command: string;
  /** Highest ratio to the floor that we promise; absent for what is only shown. */
  readonly target?: number;
}

/** Measurements of one contestant; times in milliseconds, memory in MB. */
export interface Measured {
  readonly name: string;
  readonly wall: readonly number[];
  readonly cpu: readonly number[];
  readonly memory: readonly number[];
}

const gnuTime = '/usr/bin/time';

/**
 * Runs the contestants in alternating order, each round reversed, `rounds` times after one warm-up
 * round. The first is the floor.
 *
 * They are started by a process of its own that holds nothing: starting a program copies the memory
 * tables of the one that starts it, so that a bench which holds an image of 800 MB would add 40 ms
 * to a program of 26 ms, and flatter everything that is held against it.
 */
export function compare(contestants: readonly Contestant[], rounds: number): readonly Measured[] {
  const done = spawnSync(process.execPath, [import.meta.filename], {
    input: JSON.stringify({ contestants, rounds }),
    stdio: ['pipe', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (done.status !== 0) throw new Error(`Cannot measure: the starter ended with ${done.status}`);
  return JSON.parse(done.stdout) as readonly Measured[];
}

function runAll(contestants: readonly Contestant[], rounds: number): readonly Measured[] {
  const results = new Map(
    contestants.map(({ name }) => [
      name,
      { wall: [] as number[], cpu: [] as number[], memory: [] as number[] },
    ]),
  );
  for (let round = -1; round < rounds; round += 1) {
    const order = round % 2 === 0 ? contestants : contestants.toReversed();
    for (const { name, command } of order) {
      const once = measure(command);
      const result = results.get(name);
      if (round < 0 || result === undefined) continue;
      result.wall.push(once.wall);
      result.cpu.push(once.cpu);
      if (once.memory !== undefined) result.memory.push(once.memory);
    }
  }
  return [...results].map(([name, result]) => ({ name, ...result }));
}

function measure(command: string): { wall: number; cpu: number; memory: number | undefined } {
  const timed = existsSync(gnuTime);
  const script = `exec ${timed ? `${gnuTime} -q -f 'plimsoll-time %U %S %M' ` : ''}${command}`;
  const begun = process.hrtime.bigint();
  const done = spawnSync('/bin/sh', ['-c', script], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const wall = Number(process.hrtime.bigint() - begun) / 1e6;
  if (done.status !== 0) throw new Error(`Cannot measure "${command}": ${done.stderr.slice(-500)}`);
  const match = /plimsoll-time ([\d.]+) ([\d.]+) (\d+)/.exec(done.stderr);
  const cpu = match === null ? 0 : (Number(match[1]) + Number(match[2])) * 1000;
  return { wall, cpu, memory: match === null ? undefined : Number(match[3]) / 1024 };
}

/** Middle value; the mean of both middle ones for an even count. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** A Markdown table: medians, the ratio to the first row, the target, and every raw value. */
export function ratioTable(
  title: string,
  contestants: readonly Contestant[],
  measured: readonly Measured[],
): string {
  const floor = median(measured[0]?.wall ?? []);
  const rows = measured.map(({ name, wall, cpu, memory }, index) => {
    const ratio = median(wall) / floor;
    const target = contestants[index]?.target;
    const promise =
      target === undefined ? '–' : `≤ ${target} ${ratio <= target ? 'kept' : 'MISSED'}`;
    return [
      name,
      median(wall).toFixed(1),
      ratio.toFixed(2),
      promise,
      cpu.every((value) => value === 0) ? '–' : median(cpu).toFixed(0),
      memory.length === 0 ? '–' : Math.max(...memory).toFixed(0),
      wall.map((value) => value.toFixed(0)).join(' '),
    ];
  });
  const head = ['', 'median ms', 'ratio', 'target', 'CPU ms', 'peak MB', 'all ms'];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [`## ${title}`, '', line(head), line(head.map(() => '---')), ...rows.map(line), ''].join(
    '\n',
  );
}

if (process.argv[1] === import.meta.filename) {
  const { contestants, rounds } = JSON.parse(readFileSync(0, 'utf8')) as {
    readonly contestants: readonly Contestant[];
    readonly rounds: number;
  };
  console.log(JSON.stringify(runAll(contestants, rounds)));
}
