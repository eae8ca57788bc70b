import { csvRows } from '../../../formats/csv.ts';
import { gunzipBytes } from '../../../formats/gunzip.ts';
import type { Feed, FeedDocument, FeedRecord } from '../contract.ts';

const name = 'epss_scores-current.csv.gz';

/** FIRST's daily estimate, for each CVE, of the probability that it is exploited within 30 days. */
export const epss: Feed = {
  id: 'epss',
  title: 'FIRST EPSS scores',
  url: 'https://epss.empiricalsecurity.com/',
  licence: 'none stated',
  ecosystems: [],
  parts: () => [{ name, url: name, ecosystems: [] }],
  mirror: [`epss/${name}`, 'epss/epss_scores-*.csv.gz', name, 'epss_scores-*.csv.gz'],
  partOf: () => name,
  parse,
};

/** First a remark line with model version and date, then `cve,epss,percentile`. */
function* parse(document: FeedDocument): Generator<FeedRecord> {
  const where = document.name;
  const text = Buffer.from(gunzipBytes(document.bytes, `"${where}"`)).toString('latin1');
  const date = /score_date:(\d{4}-\d\d-\d\d)/.exec(text.slice(0, 1000))?.[1];
  if (date === undefined) {
    yield { kind: 'problem', where, text: 'the first line names no date of the scores' };
    return;
  }
  let number = 0;
  for (const [cve = '', first = '', second = ''] of csvRows(text)) {
    number += 1;
    if (number === 1 && cve === 'cve') continue;
    const probability = share(first);
    const percentile = share(second);
    if (probability === undefined || percentile === undefined) {
      yield { kind: 'problem', where: `${where}:${number}`, text: 'a row without two shares' };
    } else {
      yield { kind: 'epss', cve, probability, percentile, date };
    }
  }
}

/** A number from 0 to 1. */
function share(text: string): number | undefined {
  const number = text === '' ? Number.NaN : Number(text);
  return number >= 0 && number <= 1 ? number : undefined;
}
