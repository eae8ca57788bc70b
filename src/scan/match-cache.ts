import { createHash } from 'node:crypto';

import type { CacheFolder } from '../io/cache-folder.ts';
import type { AdvisoryDatabase } from './advisories/database.ts';
import { answerabilityOf } from './coverage.ts';
import type { MatchOptions, MatchResult } from './match/contract.ts';

declare const PLIMSOLL_BUILD: string | undefined;

/** Hash of the sources a bundle was made of; undefined when the sources themselves run. */
export const thisBuild: string | undefined =
  typeof PLIMSOLL_BUILD === 'string' ? PLIMSOLL_BUILD : undefined;

/** Everything a judgement is made of. */
export interface JudgementParts {
  /** Name of the merged inventory (`inventoryName`). */
  readonly inventory: string;
  readonly database: AdvisoryDatabase;
  readonly now: Date;
  readonly options: MatchOptions;
  /** Which of the packages are judged. */
  readonly chosen: readonly unknown[];
  readonly build?: string | undefined;
}

/**
 * Name under which the judgement of an inventory is kept, so that a second look at an image (in
 * another format, with another gate) judges nothing. Matching is a pure function; the name is a
 * hash of all it depends on, the program's own code included, and of the clock what matching takes
 * from it: which feeds are too old. Undefined when the sources run, whose code may change at any
 * time, and for a database in a file without a checksum.
 */
export function judgementName(parts: JudgementParts): string | undefined {
  const { inventory, database, now, options, chosen, build = thisBuild } = parts;
  const { info } = database;
  if (build === undefined || info === undefined) return undefined;
  // The starter set has no checksum: it is part of the build.
  if (info.checksum === '' && !info.starter) return undefined;
  const ecosystems = new Set(info.feeds.flatMap((feed) => feed.ecosystems));
  const answers = [...ecosystems].map((name) => {
    const { state, reason } = answerabilityOf(name, database, now, options.staleAfterDays);
    return state === 'covered' ? 0 : [name, state, reason];
  });
  const facts = ['judgement', build, inventory, info.checksum, options, chosen, answers];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/** Reads a stored judgement; the folder has verified it. */
export function readJudgement(cache: CacheFolder, name: string): MatchResult | undefined {
  const content = cache.read(name);
  return content === undefined ? undefined : (JSON.parse(content.toString()) as MatchResult);
}

/** Stores a judgement. */
export function writeJudgement(cache: CacheFolder, name: string, result: MatchResult): void {
  cache.write(name, Buffer.from(JSON.stringify(result)));
}
