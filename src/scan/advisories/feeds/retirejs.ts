import { createHash } from 'node:crypto';
import { parseJsonBytes } from '../../../formats/json-members.ts';
import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { Advisory, AdvisoryKind, Affected, RangeEvent } from '../../../model/index.ts';
import type { Feed, FeedDocument, FeedRecord } from '../contract.ts';
import { browserVersion } from '../browser-version.ts';
import { isCve } from '../ids.ts';
import { longestName } from '../names.ts';
import { severityOfWord } from './osv-severity.ts';

const id = 'retirejs';
const name = 'jsrepository-v5.json';

/**
 * Retire.js: faults of libraries that web pages carry along, many of them never published as an npm
 * advisory. Its patterns for finding the files are not read: the analyzer of vendored libraries has
 * its own. https://github.com/RetireJS/retire.js
 */
export const retirejs: Feed = {
  id,
  title: 'Retire.js (libraries of web pages)',
  url: 'https://raw.githubusercontent.com/RetireJS/retire.js/master/repository/',
  licence: 'Apache-2.0',
  ecosystems: ['npm'],
  parts: () => [{ name, url: name, ecosystems: ['npm'] }],
  // Its second file, of npm packages, has been left behind by the advisories of npm itself.
  mirror: [`npm/retirejs-repository.tar.zst!${name}`, `retirejs/${name}`],
  partOf: () => name,
  // It follows the advisories of npm: without those its silence is no answer.
  supplement: true,
  parse,
};

/** Entries that are there to try the program with, or to silence it. */
const notLibraries: ReadonlySet<string> = new Set(['retire-example', 'dont check']);

function* parse(document: FeedDocument): Generator<FeedRecord> {
  const where = document.name;
  const libraries = objectOf(parseJsonBytes(document.bytes, `"${where}"`));
  for (const [key, value] of Object.entries(libraries)) {
    // Without a name of its own for npm the library has the same name there.
    const library = textOf(objectOf(value)['npmname']) ?? key;
    if (library.length > longestName || notLibraries.has(key)) continue;
    const merged = new Map<string, Advisory>();
    for (const item of listOf(objectOf(value)['vulnerabilities'])) {
      const advisory = advisoryOf(library, objectOf(item));
      if (advisory === undefined) {
        yield { kind: 'problem', where: `${where}: ${key}`, text: 'an entry without versions' };
        continue;
      }
      const before = merged.get(advisory.id);
      merged.set(advisory.id, before === undefined ? advisory : joined(before, advisory));
    }
    for (const advisory of merged.values()) yield { kind: 'advisory', advisory };
  }
}

/** Entries of one fault for different lines of a library are one advisory. */
function joined(a: Advisory, b: Advisory): Advisory {
  return { ...a, affected: [...a.affected, ...b.affected] };
}

function advisoryOf(library: string, entry: JsonObject): Advisory | undefined {
  const below = textOf(entry['below']);
  const from = textOf(entry['atOrAbove']);
  if (below === undefined && from === undefined) return undefined;
  const identifiers = objectOf(entry['identifiers']);
  const cves = [...textsOf(identifiers['CVE']), textOf(identifiers['CVE']) ?? ''].filter(isCve);
  const ghsa = textOf(identifiers['githubID']);
  const summary = textOf(identifiers['summary']);
  const cwes = textsOf(entry['cwe']);
  const severity = severityOfWord(textOf(entry['severity']) ?? '');
  const own = ghsa ?? cves[0] ?? ownId(library, identifiers, `${summary ?? ''} ${below ?? ''}`);
  const events: RangeEvent[] = [
    { introduced: from === undefined || from === '0' ? '0' : browserVersion(from) },
    ...(below === undefined ? [] : [{ fixed: browserVersion(below) }]),
  ];
  const excluded = textsOf(entry['excludes']);
  const affected: Affected = {
    ecosystem: 'npm',
    name: library,
    state: below === undefined ? 'affected' : 'fixed',
    ranges: [{ kind: 'events', events }],
    ...(excluded.length === 0 ? {} : { unaffected: excluded }),
  };
  return {
    id: own,
    aliases: cves.filter((cve) => cve !== own),
    source: id,
    kind: kindOf(cwes),
    affected: [affected],
    severities: severity === 'unknown' ? [] : [{ source: id, severity }],
    ...(summary === undefined ? {} : { title: summary }),
    references: textsOf(entry['info']),
    cwes,
  };
}

/** "Unmaintained" (CWE-1104 alone) is worth knowing and no fault. */
function kindOf(cwes: readonly string[]): AdvisoryKind {
  return cwes.length > 0 && cwes.every((cwe) => cwe === 'CWE-1104')
    ? 'informational'
    : 'vulnerability';
}

/** Entries without a public id have Retire.js's own number, an issue, a bug, or words alone: one id for each. */
function ownId(library: string, identifiers: JsonObject, text: string): string {
  const number = ['retid', 'issue', 'bug', 'PR', 'commit']
    .flatMap((key) => textOf(identifiers[key]) ?? [])
    .find((text) => /^[\w-]{1,64}$/.test(text));
  const plain = library.replaceAll(/[^\w.-]/g, '-').slice(0, 100);
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return `RETIREJS-${plain}-${number ?? digest}`;
}
