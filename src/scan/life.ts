import { distroOf } from '../model/index.ts';
import type { Finding, OperatingSystem } from '../model/index.ts';
import type { AdvisoryDatabase, LifeCycle } from './advisories/database.ts';
import { knownLifeCycles } from './life-table.ts';
import { sentence } from './match/sentence.ts';

/** How long a release is supported; `undefined` when neither the database nor the own table knows it. */
export type EndOfLife = NonNullable<OperatingSystem['endOfLife']>;

/** Products whose extended support is open to everybody and part of the same archive (Debian LTS). */
const freeExtension: ReadonlySet<string> = new Set(['debian']);

/**
 * When support of an operating system ends, judged at `now`. The database's facts win over the
 * product's own table. Rolling releases never end.
 */
export function endOfLifeOf(
  os: OperatingSystem,
  database: AdvisoryDatabase | undefined,
  now: Date,
): EndOfLife | undefined {
  // Whoever asks about a system may know.
  if (os.endOfLife !== undefined) return os.endOfLife;
  const distro = distroOf(os.id);
  const product = distro?.endOfLifeProduct;
  if (product === undefined || os.channel !== undefined || os.version === '') return undefined;
  const own = Object.hasOwn(knownLifeCycles, product) ? knownLifeCycles[product] : undefined;
  const known = database?.lifeCycles(product) ?? [];
  const line = lineOf(known, os.version) ?? lineOf(own ?? [], os.version);
  if (line === undefined) return undefined;
  const subscribed = os.channels?.includes(distro?.extended?.channel ?? '') === true;
  const isExtended = (freeExtension.has(product) || subscribed) && line.extended !== undefined;
  const last = isExtended ? line.extended : line.eol;
  if (last === undefined) return undefined;
  return {
    ended: hasPassed(last, now),
    ...(typeof line.eol === 'string' && { date: line.eol }),
    ...(typeof line.extended === 'string' && { extended: line.extended }),
  };
}

/** The finding that an operating system is out of support, or undefined when it is not (or nobody knows). */
export function endOfLifeFinding(
  os: OperatingSystem,
  life: EndOfLife | undefined,
  now: Date,
): Finding | undefined {
  if (life?.ended !== true) return undefined;
  const params = { name: distroOf(os.id)?.title ?? os.name ?? os.id, version: os.version };
  const { date, extended } = life;
  const extension = extended !== undefined && !hasPassed(extended, now);
  const message =
    date === undefined
      ? sentence('scan.end-of-life-undated', params)
      : extension
        ? sentence('scan.end-of-life-extended', { ...params, date, extended })
        : sentence('scan.end-of-life', { ...params, date });
  return {
    rule: 'end-of-life',
    kind: 'end-of-life',
    severity: extension ? 'medium' : 'high',
    verdict: 'affected',
    message,
    aliases: [`EOL-${os.id}`, `EOL-${os.id}-${os.version}`],
    locations: [],
    evidence: [message.text],
  };
}

/** The longest cycle that the version lies in: `3.18.4` in `3.18`, `9.4` in `9`. */
function lineOf(cycles: readonly LifeCycle[], version: string): LifeCycle | undefined {
  return cycles
    .filter(({ cycle }) => version === cycle || version.startsWith(`${cycle}.`))
    .sort((a, b) => b.cycle.length - a.cycle.length)[0];
}

/** A date counts as the last day of support. A database may say only whether it has ended. */
function hasPassed(end: string | boolean, now: Date): boolean {
  if (typeof end === 'boolean') return end;
  const last = Date.parse(`${end.slice(0, 10)}T23:59:59Z`);
  return !Number.isNaN(last) && now.getTime() > last;
}
