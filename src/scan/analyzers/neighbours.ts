import { posix } from 'node:path';

import { textsOf } from '../../formats/json-values.ts';
import type { AnalyzerResult, Join, ReadFile } from './contract.ts';

/** What a file tells the others near it. It crosses threads and the layer cache: plain JSON values only. */
export type Facts = NonNullable<AnalyzerResult['facts']>;

/** What files near a file told, by the id of the analyzer that read them. */
export interface Neighbours {
  /** Facts of a file in the same folder. */
  readonly beside: (analyzer: string) => Facts | undefined;
  /** Facts of a file in the same folder, or else in the nearest folder above that has one. */
  readonly above: (analyzer: string) => Facts | undefined;
}

/** Completes what one file gave with the facts of files near it. */
export type Complete = (result: AnalyzerResult, near: Neighbours) => AnalyzerResult;

/**
 * The join of a family in which files learn from others of their folder or of one above it.
 * `tellers` are analyzers whose files only tell; those of `learners` are completed, and may tell too.
 */
export function neighbourJoin(
  id: string,
  learners: ReadonlyMap<string, Complete>,
  tellers: readonly string[] = [],
): Join {
  return {
    id,
    analyzers: [...learners.keys(), ...tellers],
    join: (files) => {
      const told = factsByPlace(files);
      const changed = new Map<ReadFile, AnalyzerResult>();
      for (const file of files) {
        const complete = learners.get(file.analyzer);
        if (complete === undefined) continue;
        changed.set(file, complete(file.result, neighboursOf(told, posix.dirname(file.path))));
      }
      return changed;
    },
  };
}

function factsByPlace(files: readonly ReadFile[]): ReadonlyMap<string, Facts> {
  const told = new Map<string, Facts>();
  for (const { path, analyzer, result } of files) {
    const place = placeOf(posix.dirname(path), analyzer);
    // Two files of one kind in one folder (App.csproj, Tests.csproj): the first one speaks.
    if (result.facts !== undefined && !told.has(place)) told.set(place, result.facts);
  }
  return told;
}

function placeOf(folder: string, analyzer: string): string {
  return `${folder}\0${analyzer}`;
}

function neighboursOf(told: ReadonlyMap<string, Facts>, folder: string): Neighbours {
  return {
    beside: (analyzer) => told.get(placeOf(folder, analyzer)),
    above: (analyzer) => {
      for (let at = folder; ; at = posix.dirname(at)) {
        const found = told.get(placeOf(at, analyzer));
        if (found !== undefined || at === '.' || at === '/') return found;
      }
    },
  };
}

/** A result whose packages say whether a manifest asks for them (`requires`: names in lower case). */
export function withDirect(result: AnalyzerResult, manifest: Facts): AnalyzerResult {
  const direct = new Set(textsOf(manifest['requires']));
  return {
    ...result,
    packages: (result.packages ?? []).map((found) => ({
      ...found,
      relationship: direct.has(found.name.toLowerCase()) ? 'direct' : 'indirect',
    })),
  };
}

/** What a manifest tells besides its packages, which the lockfile beside it knows better. */
export function withoutPackages({ packages: _locked, ...rest }: AnalyzerResult): AnalyzerResult {
  return rest;
}
