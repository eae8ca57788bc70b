import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Feed, FeedDocument, FeedRecord } from '../../src/scan/advisories/contract.ts';
import { partDocuments } from '../../src/scan/advisories/mirror.ts';
import type { Advisory } from '../../src/model/index.ts';
import { buildTar } from './oci.ts';
import type { TarEntry } from './oci.ts';

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

/** Records of a feed whose one part is an archive of these files, read as after a download. */
export async function archived(
  feed: Feed,
  entries: readonly TarEntry[],
): Promise<readonly FeedRecord[]> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-archive-'));
  try {
    const [part] = feed.parts();
    if (part === undefined) throw new Error(`${feed.id} has no part`);
    const path = join(folder, part.name);
    writeFileSync(path, gzipSync(buildTar(entries)));
    const records: FeedRecord[] = [];
    for await (const document of partDocuments(feed, part, path))
      records.push(...feed.parse(document));
    return records;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
