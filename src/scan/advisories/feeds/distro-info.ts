import { csvRows } from '../../../formats/csv.ts';
import type { Feed, FeedDocument, FeedRecord } from '../contract.ts';

/** Column that holds the end of the longest support open to subscribers or everybody, by product. */
const extendedColumn: ReadonlyMap<string, string> = new Map([
  ['debian', 'eol-lts'],
  ['ubuntu', 'eol-esm'],
]);

/** Debian's distro-info-data: releases of Debian and Ubuntu with their dates, as CSV. Fills what endoflife.date lacks. */
export const distroInfo: Feed = {
  id: 'distro-info',
  title: 'Debian distro-info-data',
  url: 'https://salsa.debian.org/debian/distro-info-data/-/raw/main/',
  licence: 'ISC',
  ecosystems: [],
  parts: () => ['debian.csv', 'ubuntu.csv'].map((name) => ({ name, url: name, ecosystems: [] })),
  mirror: [
    'eol/{debian,ubuntu}.csv',
    'eol/debian-distro-info-*.tar.zst!trixie/{debian,ubuntu}.csv',
    'eol/debian-distro-info-*.tar.zst!*/{debian,ubuntu}.csv',
    '{debian,ubuntu}.csv',
  ],
  partOf: (path) => path.split('/').at(-1) ?? path,
  parse,
};

function* parse(document: FeedDocument): Generator<FeedRecord> {
  const product = (document.name.split('/').at(-1) ?? '').replace(/\.csv$/, '');
  const rows = csvRows(new TextDecoder().decode(document.bytes));
  const header: readonly string[] = rows.next().value ?? [];
  const column = (name: string): number => header.indexOf(name);
  const wanted = ['version', 'series', 'eol'].map(column);
  const extended = column(extendedColumn.get(product) ?? '');
  if (wanted.includes(-1)) {
    const text = 'its first line does not name version, series and eol';
    yield { kind: 'problem', where: document.name, text };
    return;
  }
  for (const row of rows) {
    const [version = '', series = '', eol = ''] = wanted.map((index) => row[index] ?? '');
    // Rolling suites (sid, experimental) have no version and never end.
    const cycle = version.split(' ', 1)[0] ?? '';
    if (cycle === '') continue;
    const longest = row[extended] ?? '';
    yield {
      kind: 'end-of-life',
      product,
      cycle,
      ...(series === '' ? {} : { codename: series }),
      ...(isDate(eol) ? { eol } : {}),
      ...(isDate(longest) ? { extended: longest } : {}),
    };
  }
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text);
}
