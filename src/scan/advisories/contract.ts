import type { ByteSource } from '../../formats/byte-source.ts';
import type { Advisory, SeverityStatement } from '../../model/index.ts';

/** Bytes of a feed as upstream publishes them, with what is needed to ask for changes only. */
export interface FeedDocument {
  /** Name that tells the parser which part this is (`v3.18/main.json`, `PyPI/all.zip`). */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The same bytes read in pieces, where they lie in a file: spares holding a large archive in memory. */
  readonly pieces?: ByteSource;
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
  /** Time of the state that a document without dated records shows (catalogue date, score date). */
  | { readonly kind: 'dated'; readonly time: string }
  /** A record that could not be read; the rest of the feed is kept and the count is shown. */
  | { readonly kind: 'problem'; readonly where: string; readonly text: string };

/** One place to fetch from, relative to the feed's `url`, and where the same bytes lie in a local mirror. */
export interface FeedPart {
  readonly name: string;
  readonly url: string;
  /** Ecosystems this part answers for, so that `--for REF` fetches no more than it needs. */
  readonly ecosystems: readonly string[];
  /**
   * Documents to read on the way to the part (a mirror list, the index of a repository): `url` is
   * the first, each gives the address of the next, the last that of the part. Undefined: there is none.
   */
  readonly through?: readonly ((document: {
    readonly bytes: Uint8Array;
    readonly url: string;
  }) => { readonly url: string; readonly sha256?: string } | undefined)[];
  /** Set for a tar archive (`.tar`, `.tar.gz`, `.tar.zst` by `name`): glob over its members, each a document. */
  readonly members?: string;
}

/** Where upstream tells which records changed, and where each record is; relative to the feed's `url`. */
export interface FeedChanges {
  /** A list `time,id`, newest first; or in another form, which `line` reads. */
  readonly list: string;
  /** A list in the same form of what is no more. */
  readonly deleted?: string;
  readonly line?: (line: string) => { readonly time: string; readonly id: string } | undefined;
  readonly record: (id: string) => string;
  /** Id of a record, which must be the one that was asked for; default its member `id`. */
  readonly idOf?: (record: unknown) => unknown;
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
  /**
   * Files of a local mirror that hold this feed, best source first. A glob over relative paths,
   * where `*` is anything but `/` and `{a,b}` are alternatives; after `!` comes a glob over the
   * members of the tar archive (`.tar`, `.tar.gz`, `.tar.zst`) named before it.
   */
  readonly mirror: readonly string[];
  /** Name of the part that a mirror file holds; of files with the same name only the first is read. Default: the path itself. */
  readonly partOf?: (path: string) => string;
  /** True where an id means one record, so that a second record of that id (an older copy) is left out. */
  readonly oneRecordPerId?: boolean;
  /** Feed with better knowledge of the same ids: rows it has win, and take only vendor ids from this feed. */
  readonly secondaryTo?: string;
  /** True where it only says otherwise what another feed says: fetched when it is named, given a place, or was before. */
  readonly optional?: boolean;
  /** True for a feed that only completes others: without them its silence is no answer. */
  readonly supplement?: boolean;
  /**
   * How to fetch only what changed in a part, where that can be done; the records then come as a
   * document `changes.json`, by id, and `null` for those that are no more.
   */
  readonly changes?: (part: FeedPart) => FeedChanges | undefined;
  readonly parse: (document: FeedDocument) => Iterable<FeedRecord>;
}
