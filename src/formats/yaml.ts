import { LineCounter, isCollection, isMap, isNode, isPair, isScalar } from 'yaml';
import type { YAMLMap } from 'yaml';
import { errorText, limits, LimitError } from '../model/index.ts';
import { FormatError } from './errors.ts';
import { yamlStream } from './yaml-stream.ts';
import { AliasFault, yamlValue } from './yaml-values.ts';

/** A YAML document as plain data, with the lines on which its parts stand. */
export interface YamlDocument {
  /** Objects, lists, texts, numbers, booleans and null; read foreign keys through `objectOf`. */
  readonly value: unknown;
  /** Line (from 1) of the part at a path of keys and indexes; undefined when there is no such part. */
  readonly lineOf: (path: readonly (string | number)[]) => number | undefined;
}

/** How scalars without quotes are read. */
export interface YamlReading {
  /** True keeps them as they are written: as a number, the version `1.10` would be 1.1. */
  readonly texts?: boolean;
}

/**
 * Reads one YAML 1.2 document. Tags are not interpreted, aliases are bounded (a "billion laughs"
 * document is an error) and dates stay texts.
 * @throws {FormatError} YAML_INVALID when it is not one well-formed document.
 * @throws {LimitError} when it is larger or deeper than the limits.
 */
export function readYaml(text: string, what: string, how: YamlReading = {}): YamlDocument {
  if (text.length > limits.text_bytes.value) throw new LimitError('text_bytes', what, text.length);
  const counter = new LineCounter();
  try {
    const options = {
      schema: how.texts === true ? 'failsafe' : 'core',
      customTags: [],
      lineCounter: counter,
      // The check compares every key with every other: only where that stays small.
      uniqueKeys: text.length <= 65_536,
      bounded: true,
      what,
    };
    const [document, second] = yamlStream(text, options, true);
    if (document === undefined) throw invalid(what, 'no document');
    if (second !== undefined)
      throw invalid(what, 'a second document', counter.linePos(second.range[0]).line);
    const fault = document.errors[0];
    if (fault !== undefined) throw invalid(what, fault, counter.linePos(fault.pos[0]).line);
    const value = yamlValue(document.contents, text, what);
    const index = new WeakMap<object, ReadonlyMap<unknown, unknown>>();
    return { value, lineOf: (path) => lineAt(document.contents, path, { counter, index }) };
  } catch (error) {
    if (error instanceof FormatError || error instanceof LimitError) throw error;
    if (error instanceof AliasFault) throw invalid(what, error, counter.linePos(error.offset).line);
    throw invalid(what, error);
  }
}

function invalid(what: string, cause: unknown, line?: number): FormatError {
  const place = line === undefined ? '' : ` (line ${line})`;
  return new FormatError(
    'YAML_INVALID',
    `Cannot read ${what}${place}: ${errorText(cause)}, wanted a YAML document`,
    { cause, ...(line !== undefined && { line }) },
  );
}

interface Positions {
  readonly counter: LineCounter;
  /** Pairs of a mapping by key, made when it is first asked about: a lockfile asks for every key. */
  readonly index: WeakMap<object, ReadonlyMap<unknown, unknown>>;
}

function lineAt(
  contents: unknown,
  path: readonly (string | number)[],
  positions: Positions,
): number | undefined {
  let at: unknown = contents;
  for (const step of path) {
    if (isPair(at)) at = at.value;
    if (!isCollection(at)) return undefined;
    at = isMap(at) ? pairOf(at, step, positions) : at.items[Number(step)];
  }
  const node = isPair(at) ? at.key : at;
  const start = isNode(node) ? node.range?.[0] : undefined;
  return start === undefined ? undefined : positions.counter.linePos(start).line;
}

function pairOf(map: YAMLMap, key: string | number, { index }: Positions): unknown {
  let pairs = index.get(map);
  if (pairs === undefined) {
    // Of a key given twice the first is found, which is where the fault is.
    const entries = map.items.map((item) => [isScalar(item.key) ? item.key.value : item, item]);
    pairs = new Map(entries.toReversed() as [unknown, unknown][]);
    index.set(map, pairs);
  }
  return pairs.get(key);
}
