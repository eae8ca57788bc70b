import { parseJsonBytes } from '../../../formats/json-members.ts';
import { listOf, objectOf, textMember, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { Advisory, AdvisoryRange } from '../../../model/index.ts';
import type { Feed, FeedDocument, FeedRecord } from '../contract.ts';
import { cvesFirst } from '../ids.ts';
import { severityOfWord } from './osv-severity.ts';

const id = 'npm-advisories';

/**
 * GitHub's npm advisories as pnpm-audit-hook keeps them, one file for each package. Every range of
 * an advisory is there, but no CVSS; OSV has the same records with more in them, and wins.
 */
export const npmAdvisories: Feed = {
  id,
  title: 'GitHub advisories of npm by package (pnpm-audit-hook)',
  url: 'https://github.com/asx8678/pnpm-audit-hook/tree/main/src/static-db/',
  licence: 'CC-BY-4.0',
  ecosystems: ['npm'],
  // Upstream is one file for each package, without an archive of them: a mirror brings it.
  parts: () => [],
  mirror: [
    'npm/pnpm-audit-hook-static-db.tar.zst!{*.json,*/*.json}',
    'pnpm-audit-hook/static-db/{*.json,*/*.json}',
  ],
  optional: true,
  parse,
};

function* parse(document: FeedDocument): Generator<FeedRecord> {
  const where = document.name;
  const value = objectOf(parseJsonBytes(document.bytes, `"${where}"`));
  const updated = textOf(value['lastUpdated']);
  if (!Array.isArray(value['vulnerabilities'])) {
    // The index counts what the others hold.
    if (updated !== undefined && 'totalVulnerabilities' in value)
      yield { kind: 'dated', time: updated };
    else yield { kind: 'problem', where, text: 'it has no list of vulnerabilities' };
    return;
  }
  for (const item of listOf(value['vulnerabilities'])) {
    const advisory = advisoryOf(objectOf(item));
    if (advisory === undefined)
      yield { kind: 'problem', where, text: 'a record without id, package or range' };
    else yield { kind: 'advisory', advisory };
  }
}

/** GitHub writes these words before the title of what it takes back, and here nothing else says so. */
const takenBack = /^(?:duplicate|withdrawn)(?: advisory)?(?::|$)/i;

function advisoryOf(record: JsonObject): Advisory | undefined {
  const own = textOf(record['id']);
  const name = textOf(record['packageName']);
  const ranges = listOf(record['affectedVersions']).flatMap((one) => rangeOf(objectOf(one)));
  if (own === undefined || own.length > 200 || name === undefined || ranges.length === 0)
    return undefined;
  const severity = severityOfWord(textOf(record['severity']) ?? '');
  const identifiers = listOf(record['identifiers']).flatMap(
    (one) => textOf(objectOf(one)['value']) ?? [],
  );
  const malware = own.startsWith('MAL-');
  const reference = textOf(record['url']);
  return {
    id: own,
    aliases: cvesFirst(identifiers, own),
    source: id,
    kind: malware ? 'malware' : 'vulnerability',
    affected: [
      {
        ecosystem: 'npm',
        name,
        state: ranges.some(({ fixed = [] }) => fixed.length > 0) ? 'fixed' : 'affected',
        ranges,
      },
    ],
    severities: severity === 'unknown' ? [] : [{ source: id, severity }],
    ...textMember('title', record['title']),
    ...textMember('description', record['description']),
    references: reference === undefined ? [] : [reference],
    ...textMember('published', record['publishedAt']),
    ...textMember('modified', record['modifiedAt']),
    ...(takenBack.test(textOf(record['title']) ?? '') ? { withdrawn: withdrawnAt(record) } : {}),
  };
}

/** When is not told; the last change is mostly that one. */
function withdrawnAt(record: JsonObject): string {
  return textOf(record['modifiedAt']) ?? textOf(record['publishedAt']) ?? '1970-01-01T00:00:00Z';
}

function rangeOf(record: JsonObject): (AdvisoryRange & { kind: 'expression' })[] {
  const expression = textOf(record['range']);
  const fixed = textOf(record['fixed']);
  if (expression === undefined) return [];
  return [{ kind: 'expression', expression, ...(fixed === undefined ? {} : { fixed: [fixed] }) }];
}
