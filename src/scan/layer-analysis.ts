import { walkLayer } from '../image/walk.ts';
import { headBytes } from '../image/layer-facts.ts';
import type { LayerFacts, LayerVisitor, WalkOptions } from '../image/layer-facts.ts';
import { walkPackedLayers } from '../image/packed.ts';
import type { LayerRef } from '../image/contract.ts';
import { ecosystemOf, errorCode, errorText } from '../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, FileStat } from './analyzers/contract.ts';
import { compileDispatcher } from './analyzers/dispatch.ts';
import { fileReader } from './analyzers/file-reader.ts';
import { analyzers } from './analyzers/index.ts';
import { folderOf, foldersUp, likelyStat } from './analyzers/paths.ts';
import { largeFileStream } from './large-files.ts';
import type { Reading } from './large-files.ts';
import { skipRules } from './skip-rules.ts';

/**
 * Which analyzers run: an image or an unpacked system holds installed packages and content, a bill of
 * materials is one file, and a source tree holds lockfiles, texts in which credentials may stand, or
 * both (`source`) are wanted of it.
 */
export type AnalysisProfile = 'installed' | 'lockfile' | 'text' | 'source' | 'sbom';

/** What to look for in one layer. Plain data: it crosses to a worker thread. */
export interface AnalysisRequest {
  readonly layer: LayerRef;
  readonly profile: AnalysisProfile;
  readonly skipDirs: readonly string[];
  readonly skipFiles: readonly string[];
  /**
   * Only these paths, each analysed under the names given (the targets of links), or by the analyzers
   * given whatever it is called (files that others include), in a second pass.
   */
  readonly only?: readonly {
    readonly path: string;
    readonly as: readonly string[];
    readonly by?: readonly string[];
  }[];
}

/** What one analyzer said of one file. */
export interface AnalyzedFile {
  readonly path: string;
  readonly analyzer: string;
  readonly result: AnalyzerResult;
}

/** All that is kept of a layer; plain data, small, and the unit of the cache. */
export interface LayerAnalysis {
  readonly facts: LayerFacts;
  readonly files: readonly AnalyzedFile[];
}

/** Part of the cache key: changes when the output for the same bytes may change. */
export function analysisVersion(profile: AnalysisProfile): string {
  return analyzersOf(profile)
    .map((analyzer) => `${analyzer.id}@${analyzer.version}`)
    .sort()
    .join(',');
}

/** The analyzers of a profile. */
export function analyzersOf(profile: AnalysisProfile): readonly FileAnalyzer[] {
  return analyzers.filter(profiles[profile]);
}

const profiles: Readonly<Record<AnalysisProfile, (analyzer: FileAnalyzer) => boolean>> = {
  installed: ({ finds, trees }) =>
    finds === 'os' || finds === 'installed' || (finds === 'content' && trees !== 'only'),
  lockfile: ({ finds }) => finds === 'lockfile',
  text: ({ finds, trees }) => finds === 'content' && trees !== undefined,
  source: (analyzer) => profiles.lockfile(analyzer) || profiles.text(analyzer),
  sbom: ({ finds }) => finds === 'sbom',
};

type Dispatcher = (path: string, stat: FileStat) => readonly FileAnalyzer[];

/**
 * Reads one layer once and keeps what the analyzers make of it. Everything in the layer was
 * written by a stranger: an analyzer that throws costs its own file, never the scan.
 */
export async function analyzeLayer(
  request: AnalysisRequest,
  options: WalkOptions = {},
): Promise<LayerAnalysis> {
  const { visitor, enter, finish } = collector(request);
  return finish(await walkLayer(request.layer, visitor, { ...options, enter }));
}

/**
 * The same for layers that must be read together, because they lie in one compressed archive: it
 * is unpacked once for all of them. A single layer is read as usual.
 */
export async function analyzeTogether(
  requests: readonly AnalysisRequest[],
  options: WalkOptions = {},
): Promise<readonly LayerAnalysis[]> {
  const [first] = requests;
  if (first === undefined) return [];
  if (requests.length === 1) return [await analyzeLayer(first, options)];
  const collectors = new Map(requests.map((request) => [request.layer, collector(request)]));
  const outcomes = await walkPackedLayers(
    requests.map(({ layer }) => layer),
    (layer) => collectorOf(collectors, layer).visitor,
    options,
  );
  return outcomes.map((outcome) => {
    if ('error' in outcome) throw outcome.error;
    return collectorOf(collectors, outcome.ref).finish(outcome.facts);
  });
}

interface Collector {
  readonly visitor: LayerVisitor;
  readonly enter: (folder: string) => boolean;
  readonly finish: (facts: LayerFacts) => LayerAnalysis;
}

function collectorOf(all: ReadonlyMap<LayerRef, Collector>, layer: LayerRef): Collector {
  const found = all.get(layer);
  if (found === undefined)
    throw new RangeError(`Cannot find the collector of layer ${layer.index}`);
  return found;
}

/** Gathers what the analyzers say of the files of one layer while it is walked. */
function collector(request: AnalysisRequest): Collector {
  const wantedBy = compileDispatcher(analyzersOf(request.profile));
  const language = compileDispatcher(
    analyzersOf(request.profile).filter(
      ({ type, finds }) => finds === 'content' || ecosystemOf(type)?.class === 'lang-pkgs',
    ),
  );
  const skip = skipRules(request);
  const only = request.only && new Map(request.only.map((one) => [one.path, one]));
  const above = only && new Set([...only.keys()].flatMap((path) => [...foldersUp(folderOf(path))]));
  const leads = (folder: string): boolean => above?.has(folder) ?? true;
  const readers = (path: string, name: string, stat: FileStat): readonly FileAnalyzer[] => {
    const by = only?.get(path)?.by;
    if (by !== undefined) return analyzersOf(request.profile).filter(({ id }) => by.includes(id));
    return wantedBy(name, stat);
  };
  /** Who looks at a file, under which name, now that its first bytes are known. */
  const readings = (path: string, stat: FileStat, head: Uint8Array): readonly Reading[] =>
    (only?.get(path)?.as ?? [path]).flatMap((name) =>
      readers(path, name, stat)
        .filter(({ wantsHead }) => wantsHead?.(head, name, stat) ?? true)
        .map((analyzer) => ({ name, analyzer })),
    );
  const found = new Map<string, readonly AnalyzedFile[]>();
  const visitor: LayerVisitor = {
    wants: (path, stat) => {
      if (only !== undefined) return only.has(path);
      const wanting = wantedBy(path, stat);
      if (wanting.length === 0 || skip.file(path)) return false;
      return wanting.some(({ wantsHead }) => wantsHead === undefined) || 'head';
    },
    wantsHead: (path, stat, head) =>
      wantedBy(path, stat).some(({ wantsHead }) => wantsHead?.(head, path, stat) === true),
    stream: (path, stat, head) =>
      largeFileStream({
        stat,
        head,
        readings: readings(path, stat, head),
        readWhole: ({ name, analyzer }, bytes) =>
          readOne(analyzer, name, { stat, bytes, language }),
        take: (results) => found.set(path, results.map(analyzed).filter(saysSomething)),
      }),
    file: (path, stat, bytes) => {
      const files = readings(path, stat, bytes.subarray(0, headBytes)).map((reading) =>
        analyzed({
          reading,
          result: readOne(reading.analyzer, reading.name, { stat, bytes, language }),
        }),
      );
      found.set(path, files.filter(saysSomething));
    },
    lent: true,
    held: () => 0,
  };
  return {
    visitor,
    enter: (folder) => !skip.folder(folder) && leads(folder),
    finish: (facts) => ({ facts, files: facts.captured.flatMap((path) => found.get(path) ?? []) }),
  };
}

function analyzed(one: {
  readonly reading: Reading;
  readonly result: AnalyzerResult;
}): AnalyzedFile {
  return { path: one.reading.name, analyzer: one.reading.analyzer.id, result: one.result };
}

function readOne(
  analyzer: FileAnalyzer,
  path: string,
  file: { stat: FileStat; bytes: Uint8Array; language: Dispatcher },
): AnalyzerResult {
  try {
    const result = analyzer.read(fileReader(path, file.stat, file.bytes));
    return result.owned === undefined
      ? result
      : { ...result, owned: ownedByOthers(result.owned, file) };
  } catch (error) {
    return { problems: [{ code: errorCode(error), text: errorText(error) }] };
  }
}

/** Nothing is kept of the many executables in which nothing was found. */
function saysSomething({ result }: AnalyzedFile): boolean {
  return Object.values(result).some((part) => !Array.isArray(part) || part.length > 0);
}

/**
 * Of all files a package owns, only those are kept that another analyzer reads: the others explain
 * nothing. Of owned files only the path is known.
 */
function ownedByOthers(
  owned: NonNullable<AnalyzerResult['owned']>,
  file: { stat: FileStat; language: Dispatcher },
): NonNullable<AnalyzerResult['owned']> {
  return owned
    .map((entry) => ({
      ...entry,
      paths: entry.paths.filter((path) => file.language(path, likelyStat(path)).length > 0),
    }))
    .filter(({ paths }) => paths.length > 0);
}
