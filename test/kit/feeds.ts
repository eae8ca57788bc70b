import type { FeedDocument, FeedRecord } from '../../src/scan/advisories/contract.ts';
import type { Advisory } from '../../src/model/index.ts';

/** A feed document of a test: a text, or the JSON of a value. */
export function documentOf(name: string, content: unknown): FeedDocument {
  if (content instanceof Uint8Array) return { name, bytes: content };
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return { name, bytes: Buffer.from(text) };
}

/** Advisories among records. */
export function advisoriesOf(records: Iterable<FeedRecord>): Advisory[] {
  return [...records].flatMap((record) => (record.kind === 'advisory' ? [record.advisory] : []));
}

/** Problems among records, as `where: text`. */
export function problemsOf(records: Iterable<FeedRecord>): string[] {
  return [...records].flatMap((record) =>
    record.kind === 'problem' ? [`${record.where}: ${record.text}`] : [],
  );
}
