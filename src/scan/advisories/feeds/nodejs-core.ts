import { parseJsonBytes } from '../../../formats/json-members.ts';
import { objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { Advisory, AdvisoryRange, Affected, RangeEvent } from '../../../model/index.ts';
import type { Feed, FeedDocument, FeedRecord } from '../contract.ts';
import { isCve } from '../ids.ts';
import { cpeEcosystem } from '../names.ts';
import { severityOfWord } from './osv-severity.ts';

const id = 'nodejs-core';
const name = 'index.json';

/** The name by which advisories call the program, vendor and product. */
const product = 'nodejs:node.js';

/**
 * Faults of Node.js itself, from its security working group: lines of releases that have them and
 * lines that have the fix, so that every line has its own answer where NVD often has one range.
 */
export const nodejsCore: Feed = {
  id,
  title: 'Node.js core vulnerabilities (security working group)',
  url: 'https://raw.githubusercontent.com/nodejs/security-wg/main/vuln/core/',
  licence: 'MIT',
  ecosystems: [cpeEcosystem],
  parts: () => [{ name, url: name, ecosystems: [cpeEcosystem] }],
  mirror: [
    `npm/nodejs-security-wg-vuln.tar.zst!vuln/core/${name}`,
    `nodejs-security-wg/vuln/core/${name}`,
  ],
  partOf: () => name,
  // NVD answers for the product; this one completes it.
  supplement: true,
  parse,
};

function* parse(document: FeedDocument): Generator<FeedRecord> {
  const where = document.name;
  const records = objectOf(parseJsonBytes(document.bytes, `"${where}"`));
  for (const [number, value] of Object.entries(records)) {
    const advisory = advisoryOf(number, objectOf(value));
    if (typeof advisory === 'string')
      yield { kind: 'problem', where: `${where}: ${number}`, text: advisory };
    else yield { kind: 'advisory', advisory };
  }
}

function advisoryOf(number: string, record: JsonObject): Advisory | string {
  const vulnerable = textOf(record['vulnerable']);
  if (!/^\d{1,6}$/.test(number) || vulnerable === undefined)
    return 'a record without number or vulnerable versions';
  const ranges = rangesOf(vulnerable, textOf(record['patched']) ?? '');
  if (ranges === undefined) return `versions "${vulnerable.slice(0, 100)}" cannot be read`;
  const title = textOf(record['description']);
  const description = textOf(record['overview']);
  const reference = textOf(record['ref']);
  const severity = severityOfWord(textOf(record['severity']) ?? '');
  return {
    // The working group numbers its records; nobody else uses the numbers.
    id: `NODEJS-CORE-${number}`,
    aliases: textsOf(record['cve']).filter(isCve),
    source: id,
    kind: 'vulnerability',
    affected: [affectedOn(textsOf(record['affectedEnvironments']), ranges)],
    severities: severity === 'unknown' ? [] : [{ source: id, severity }],
    ...(title === undefined ? {} : { title: title.trim() }),
    ...(description === undefined ? {} : { description: description.trim() }),
    references: reference === undefined ? [] : [reference],
  };
}

/** Where the fault does not show on Linux, the record clears its versions there. */
function affectedOn(environments: readonly string[], ranges: readonly AdvisoryRange[]): Affected {
  const base = { ecosystem: cpeEcosystem, name: product, ranges };
  const here = ['all', 'linux'].some((one) => environments.includes(one));
  if (!here && environments.length > 0)
    return { ...base, state: 'not_affected', vendorState: `${environments.join(', ')} only` };
  const fixed = ranges.some(
    (range) => range.kind === 'events' && range.events.some((event) => 'fixed' in event),
  );
  return { ...base, state: fixed ? 'fixed' : 'affected' };
}

type Numbers = readonly [major: number, minor: number, patch: number];

/** A stretch of releases, the end left out. */
interface Stretch {
  readonly from: Numbers;
  readonly to: Numbers;
}

function compare(a: Numbers, b: Numbers): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

function numbersOf(text: string): Numbers | undefined {
  const found = /^v?(\d{1,5})(?:\.(\d{1,5}))?(?:\.(\d{1,5}))?(?:\.?x)?$/.exec(text.trim());
  if (found === null) return undefined;
  return [Number(found[1]), Number(found[2] ?? 0), Number(found[3] ?? 0)];
}

/** First release of the line after that of a release; before 1.0 each minor version was a line. */
function nextLine([major, minor]: Numbers): Numbers {
  return major === 0 ? [0, minor + 1, 0] : [major + 1, 0, 0];
}

const last: Numbers = [99_999, 0, 0];

/** `8.x`, `^4.8.2`, `8.5.0`, `<= 10`, `>= 10.9.0`, `>=6.0.0 <6.2.0`: all forms in use. */
function stretchOf(text: string): Stretch | undefined {
  const [, operator = '', first = '', upper] =
    /^(?:(\^|>=|<=)\s*)?([\d.x]+)(?:\s+<\s*([\d.]+))?$/.exec(text.trim()) ?? [];
  const from = numbersOf(first);
  if (from === undefined) return undefined;
  if (operator === '<=') return { from: [0, 0, 0], to: nextLine(from) };
  const to = upper === undefined ? undefined : numbersOf(upper);
  if (to !== undefined) return { from, to };
  // One release stands for those from it to the fix of its line, as its patched line tells.
  return { from, to: operator === '>=' ? last : nextLine(from) };
}

/**
 * The stretch of each vulnerable line up to the first patched release in it; a line without one is
 * affected to its end. Undefined when a form is not known: no range is better than a wrong one.
 */
function rangesOf(vulnerable: string, patched: string): readonly AdvisoryRange[] | undefined {
  const stretches = vulnerable.split('||').map(stretchOf);
  const fixes = patched
    .split('||')
    .filter((one) => one.trim() !== '')
    .map(stretchOf);
  if (fixes.includes(undefined)) return undefined;
  const known = fixes.flatMap((one) => (one === undefined ? [] : [one.from])).sort(compare);
  const ranges: AdvisoryRange[] = [];
  for (const stretch of stretches) {
    if (stretch === undefined) return undefined;
    let { from } = stretch;
    for (const fix of known) {
      if (compare(fix, from) < 0 || compare(fix, stretch.to) > 0) continue;
      ranges.push(events(from, { fixed: fix.join('.') }));
      from = nextLine(fix);
    }
    if (compare(from, stretch.to) < 0) ranges.push(events(from, { limit: stretch.to.join('.') }));
  }
  return ranges;
}

function events(from: Numbers, end: RangeEvent): AdvisoryRange {
  return { kind: 'events', events: [{ introduced: from.join('.') }, end] };
}
