import { format } from '../model/messages/table.ts';
import type { FeedState } from '../model/index.ts';
import { displayWidth, padded } from '../report/width.ts';
import type { BuildSummary } from '../tasks/build-database.ts';
import type { FeedUpdate, UpdateSummary } from '../tasks/update-database.ts';
import { sentence } from './help.ts';
import { bytes as bytesText } from '../report/progress.ts';
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

/** Prints what became of each feed and of the database; returns the exit code. */
export function writeUpdateSummary(
  summary: UpdateSummary,
  path: string,
  input: CommandInput,
): number {
  const { stdout, lang } = input;
  const rows = summary.feeds.map((feed) => [
    feed.id,
    bytesText(feed.bytes),
    updateText(feed, lang),
  ]);
  stdout.write(columns([headings(['feed', 'size', 'state'], lang), ...rows]));
  const { database } = summary;
  const failed = summary.feeds.some(({ state }) => state === 'failed');
  if (database !== undefined) {
    const params = { path: database.path, bytes: bytesText(database.bytes) };
    stdout.write(`${format(sentence('db.built', lang), params)}\n`);
  } else if (failed) {
    stdout.write(`${sentence('db.nothing', lang)}\n`);
    return 4;
  } else stdout.write(`${format(sentence('db.current', lang), { path })}\n`);
  return failed ? 3 : 0;
}

function updateText({ state, failure, fetched }: FeedUpdate, lang: Language): string {
  if (failure === undefined) return sentence(`db.${state}`, lang);
  const text = `${failure.text} [${failure.code}]`;
  if (fetched === undefined) return format(sentence('db.absent', lang), { text });
  return format(sentence('db.failed', lang), { text, fetched: fetched.slice(0, 10) });
}

/** Prints the feeds of a database with their dates and what failed since. */
export function writeFeedStates(feeds: readonly FeedState[], input: CommandInput): void {
  const rows = feeds.map((feed) => [
    feed.id,
    String(feed.records),
    (feed.newest ?? '-').slice(0, 10),
    feed.fetched.slice(0, 10),
    feed.failure === undefined
      ? problemsText(feed.problems?.count ?? 0, input.lang)
      : `${feed.failure.time.slice(0, 10)} ${feed.failure.text}`,
  ]);
  const top = headings(['feed', 'records', 'newest', 'fetched', 'state'], input.lang);
  input.stdout.write(columns([top, ...rows]));
  for (const { id, problems } of feeds)
    for (const example of problems?.examples ?? []) input.stdout.write(`${id}: ${example}\n`);
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
