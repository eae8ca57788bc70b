import type { Advisory, SeverityStatement } from '../../model/index.ts';

/** Bytes of a feed as upstream publishes them, with what is needed to ask for changes only. */
export interface FeedDocument {
  /** Name that tells the parser which part this is (`v3.18/main.json`, `PyPI/all.zip`). */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** ETag, Last-Modified or catalogue version, whatever the next conditional request wants. */
  readonly revision?: string;
}

/** What a feed gives besides advisories. One parse may emit all kinds, in any order. */
export type FeedRecord =
  | { readonly kind: 'advisory'; readonly advisory: Advisory }
  | {
      readonly kind: 'epss';
      readonly cve: string;
      readonly probability: number;
      readonly percentile: number;
      readonly date: string;
    }
  | {
      readonly kind: 'kev';
      readonly cve: string;
      readonly added: string;
      readonly due?: string;
      readonly ransomware: boolean;
      readonly name?: string;
    }
  | {
      readonly kind: 'severity';
      readonly cve: string;
      readonly statement: SeverityStatement;
      readonly title?: string;
      readonly description?: string;
      readonly cwes?: readonly string[];
      readonly published?: string;
      readonly modified?: string;
    }
  | {
      readonly kind: 'end-of-life';
      readonly product: string;
      readonly cycle: string;
      readonly codename?: string;
      readonly eol?: string | boolean;
      readonly extended?: string | boolean;
    }
  /** A record that could not be read; the rest of the feed is kept and the count is shown. */
  | { readonly kind: 'problem'; readonly where: string; readonly text: string };

/** One place to fetch from, relative to the feed's `url`, and where the same bytes lie in a local mirror. */
export interface FeedPart {
  readonly name: string;
  readonly url: string;
  /** Ecosystems this part answers for, so that `--for REF` fetches no more than it needs. */
  readonly ecosystems: readonly string[];
}

/** One upstream source of advisories. Fetching is the engine's; `parse` is a pure function of bytes. */
export interface Feed {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly licence: string;
  /** Ecosystem names (without release) that it covers; empty for severity and exploit feeds. */
  readonly ecosystems: readonly string[];
  /** What to fetch, given the ecosystems wanted (`undefined`: everything). */
  readonly parts: (wanted?: readonly string[]) => readonly FeedPart[];
  /** Files of a local mirror that hold this feed, as path globs relative to it (`osv/*\/all.zip`). */
  readonly mirror: readonly string[];
  readonly parse: (document: FeedDocument) => Iterable<FeedRecord>;
}
