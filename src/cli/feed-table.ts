import { format } from '../model/messages/table.ts';
import type { FeedState } from '../model/index.ts';
import { displayWidth, padded } from '../report/width.ts';
import type { BuildSummary } from '../tasks/build-database.ts';
import { sentence } from './help.ts';
import { bytesText } from './quantities.ts';
import type { CommandInput, Language } from './spec.ts';

/** Prints what each feed gave to a database that was just built. */
export function writeBuildSummary(summary: BuildSummary, input: CommandInput): void {
  const { stdout, stderr, lang } = input;
  const rows = summary.feeds
    .filter(({ documents, failure }) => documents > 0 || failure !== undefined)
    .map((feed) => [
      feed.id,
      String(feed.records),
      (feed.newest ?? '-').slice(0, 10),
      feed.failure === undefined ? problemsText(feed.problems, lang) : feed.failure.text,
    ]);
  stdout.write(columns([headings(['feed', 'records', 'newest', 'state'], lang), ...rows]));
  const params = { path: summary.path, bytes: bytesText(summary.bytes) };
  stdout.write(`${format(sentence('db.built', lang), params)}\n`);
  for (const { id, examples } of summary.feeds) {
    for (const example of examples.slice(0, 3)) stderr.write(`${id}: ${example}\n`);
  }
}

/** Prints the feeds of a database with their dates and what failed since. */
export function writeFeedStates(feeds: readonly FeedState[], input: CommandInput): void {
  const rows = feeds.map((feed) => [
    feed.id,
    String(feed.records),
    (feed.newest ?? '-').slice(0, 10),
    feed.fetched.slice(0, 10),
    feed.failure === undefined ? 'ok' : `${feed.failure.time.slice(0, 10)} ${feed.failure.text}`,
  ]);
  const top = headings(['feed', 'records', 'newest', 'fetched', 'state'], input.lang);
  input.stdout.write(columns([top, ...rows]));
}

function problemsText(problems: number, lang: Language): string {
  return problems === 0 ? 'ok' : format(sentence('db.problems', lang), { problems });
}

function headings(names: readonly string[], lang: Language): string[] {
  return names.map((name) => sentence(`db.heading.${name}`, lang));
}

/** Rows with aligned columns; the last one is not padded. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => displayWidth(row[at] ?? ''))),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => padded(cell, widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return `${rows.map(line).join('\n')}\n`;
}
