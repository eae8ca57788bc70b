import { cvssBase, severityOfScore } from '../../../formats/cvss.ts';
import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { Severity, SeverityStatement } from '../../../model/index.ts';

const words: ReadonlyMap<string, Severity> = new Map([
  ['critical', 'critical'],
  ['important', 'high'],
  ['high', 'high'],
  ['moderate', 'medium'],
  ['medium', 'medium'],
  ['low', 'low'],
  ['negligible', 'low'],
  ['minor', 'low'],
]);

/** Our word for a vendor's severity word; `unknown` for words that say nothing. */
export function severityOfWord(word: string): Severity {
  return words.get(word.toLowerCase()) ?? 'unknown';
}

/**
 * Severity statements of an OSV record or of one of its `affected` entries, strongest evidence
 * first: CVSS vectors, then the publisher's own word (GitHub's `severity`, AlmaLinux's first word
 * of the summary, Ubuntu's priority).
 */
export function osvSeverities(record: JsonObject, source: string): SeverityStatement[] {
  const statements: SeverityStatement[] = [];
  for (const item of listOf(record['severity'])) {
    const { type, score } = objectOf(item);
    if (typeof type !== 'string' || typeof score !== 'string') continue;
    const statement = type.startsWith('CVSS_')
      ? cvssStatement(source, score)
      : wordStatement(source, score);
    if (statement !== undefined) statements.push(statement);
  }
  const word = publisherWord(record);
  if (word !== undefined) {
    const statement = wordStatement(source, word);
    if (statement !== undefined) statements.push(statement);
  }
  return statements;
}

/** The word of a publisher that has one: GitHub and Bitnami in `database_specific`, others in `ecosystem_specific`, AlmaLinux in the summary. */
function publisherWord(record: JsonObject): string | undefined {
  const database = textOf(objectOf(record['database_specific'])['severity']);
  const ecosystem = textOf(objectOf(record['ecosystem_specific'])['severity']);
  const summary = /^(Critical|Important|Moderate|Low):/.exec(textOf(record['summary']) ?? '')?.[1];
  return database ?? ecosystem ?? summary;
}

function wordStatement(source: string, word: string): SeverityStatement | undefined {
  const severity = severityOfWord(word);
  if (severity === 'unknown') return undefined;
  return severity === word.toLowerCase() ? { source, severity } : { source, severity, word };
}

/** A statement from a CVSS vector; undefined when the vector cannot be scored. */
export function cvssStatement(source: string, vector: string): SeverityStatement | undefined {
  const scored = cvssBase(vector);
  if (scored === undefined) return undefined;
  return { source, severity: severityOfScore(scored), cvss: { ...scored, vector } };
}
