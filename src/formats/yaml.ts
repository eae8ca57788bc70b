import { LineCounter, isCollection, isMap, isNode, isPair, isScalar, parseDocument } from 'yaml';
import { errorText, limits, LimitError } from '../model/index.ts';
import { FormatError } from './errors.ts';

/** A YAML document as plain data, with the lines on which its parts stand. */
export interface YamlDocument {
  /** Objects, lists, texts, numbers, booleans and null; read foreign keys through `objectOf`. */
  readonly value: unknown;
  /** Line (from 1) of the part at a path of keys and indexes; undefined when there is no such part. */
  readonly lineOf: (path: readonly (string | number)[]) => number | undefined;
}

/**
 * Reads one YAML 1.2 document. Tags are not interpreted, aliases are bounded (a "billion laughs"
 * document is an error) and dates stay texts.
 * @throws {FormatError} YAML_INVALID when it is not one well-formed document.
 * @throws {LimitError} when it is larger or deeper than the limits.
 */
export function readYaml(text: string, what: string): YamlDocument {
  if (text.length > limits.text_bytes.value) throw new LimitError('text_bytes', what, text.length);
  const depth = nesting(text);
  if (depth > limits.json_depth.value) throw new LimitError('json_depth', what, depth);
  const counter = new LineCounter();
  try {
    const document = parseDocument(text, {
      schema: 'core',
      customTags: [],
      lineCounter: counter,
      logLevel: 'error',
      prettyErrors: false,
      // The check compares every key with every other: only where that stays small.
      uniqueKeys: text.length <= 65_536,
    });
    const fault = document.errors[0];
    if (fault !== undefined) throw invalid(what, fault, counter.linePos(fault.pos[0]).line);
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return { value, lineOf: (path) => lineAt(document.contents, path, counter) };
  } catch (error) {
    if (error instanceof FormatError) throw error;
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

/**
 * An upper bound of the nesting, counted before parsing because the parser recurses: brackets of
 * flow collections, or steps of indentation, whichever is more.
 */
function nesting(text: string): number {
  let open = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '[' || character === '{') deepest = Math.max(deepest, ++open);
    else if (character === ']' || character === '}') open = Math.max(0, open - 1);
  }
  for (const line of text.split('\n')) {
    // `- - - x` nests within one line; each mark is two characters.
    const marks = /^[ -]*/.exec(line)?.[0].length ?? 0;
    deepest = Math.max(deepest, Math.ceil(marks / 2));
  }
  return deepest;
}

function lineAt(
  contents: unknown,
  path: readonly (string | number)[],
  counter: LineCounter,
): number | undefined {
  let at: unknown = contents;
  for (const step of path) {
    if (!isCollection(at)) return undefined;
    const pair = isMap(at)
      ? at.items.find((item) => isScalar(item.key) && item.key.value === step)
      : undefined;
    at = pair ?? (isMap(at) ? undefined : at.items[Number(step)]);
    if (isPair(at) && step !== path.at(-1)) at = at.value;
  }
  const node = isPair(at) ? at.key : at;
  const start = isNode(node) ? node.range?.[0] : undefined;
  return start === undefined ? undefined : counter.linePos(start).line;
}
