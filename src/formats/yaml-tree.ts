/**
 * YAML streams of several documents as plain data, with the exact place of every part on demand:
 * what Compose files and Kubernetes manifests are read with.
 *
 *     const tree = readYamlTree(text, 'the file "pod.yaml"', { booleans: 'yaml-1.1' });
 *     for (const fault of tree.faults) …                  // documents that are not well-formed
 *     for (const document of tree.documents) {
 *       document.value                                    // plain data; merge keys and aliases resolved
 *       document.entry(['spec', 'containers', 0, 'image']) // { key?, value, via?, tag?, style } or undefined
 *       document.nearest(['spec', 'hostNetwork'])         // the deepest part of the path that exists
 *       document.duplicates                               // keys given twice, with both places
 *     }
 *     tree.comments()                                     // every comment with its place
 *
 * Reading costs the `yaml` library's parse and one walk; positions cost only when asked for. The
 * objects in `value` inherit nothing (`'constructor' in value` is false), so foreign keys are safe
 * to read. Parts reached by an alias are the same object wherever they appear: never change them.
 */
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Alias, Document, Node, YAMLMap, YAMLSeq } from 'yaml';
import { errorText, LimitError, limits } from '../model/index.ts';
import { FormatError } from './errors.ts';
import { placesOf, textSpan } from './yaml-places.ts';
import type { YamlPlace, YamlSpan } from './yaml-places.ts';
import { extentOf, isMergeKey, keyName, mergeSources, plainOf } from './yaml-plain.ts';
import type { PlainTree } from './yaml-plain.ts';
import { withPlainBreaks, yamlLexer, yamlStream } from './yaml-stream.ts';
import { append } from '../model/append.ts';

export type { YamlPlace, YamlSpan } from './yaml-places.ts';

/** A path of keys and indexes into a document; numbers and texts name the same member. */
export type YamlPath = readonly (string | number)[];

/** How scalars without quotes are read. Octal `0644` and `1_000` are numbers as in Go's libraries. */
export interface YamlTreeReading {
  /** `yaml-1.1`: yes, no, on, off, y and n are booleans, as Kubernetes reads them. */
  readonly booleans?: 'yaml-1.1' | 'yaml-1.2';
  /** A document beyond `json_depth` or `yaml_aliases` becomes a fault and does not hide the others. */
  readonly apart?: boolean;
}

/** Where one member of a mapping or item of a list stands. */
export interface YamlEntry {
  /** The key; absent for items of lists and for the whole document. */
  readonly key?: YamlSpan;
  /** The value as written; zero wide when nothing is written. Of an alias: what it stands for. */
  readonly value: YamlSpan;
  /** The alias or merge key through which the value came, when it stands elsewhere. */
  readonly via?: YamlSpan;
  /** A tag written on the value that is not of YAML itself, such as `!reset`. */
  readonly tag?: string;
  /** Set when an alias repeats this part or one that holds it: a change here is seen there too. */
  readonly shared?: true;
  readonly style: 'block' | 'flow' | 'plain' | 'quoted' | 'literal' | 'empty';
}

/** A member of a mapping or an item of a list, as it stands in its collection. */
export interface YamlPart extends YamlEntry {
  /** The key, `<<` for a merge key, or the index. */
  readonly step: string | number;
  /** Set when an alias repeats something inside it: it cannot go away by itself. */
  readonly anchors?: true;
}

/** A key that a mapping gives twice; the last one is in `value`. */
export interface YamlDuplicate {
  readonly key: string;
  readonly first: YamlSpan;
  readonly again: YamlSpan;
}

export interface YamlComment {
  /** From the `#` to the end of the line. */
  readonly text: string;
  readonly place: YamlPlace;
}

export interface YamlTreeDocument {
  /** Place in the stream, from 0; documents with faults count. */
  readonly index: number;
  readonly value: unknown;
  readonly span: YamlSpan;
  readonly duplicates: readonly YamlDuplicate[];
  /** The part at a path; undefined when there is none. */
  readonly entry: (path: YamlPath) => YamlEntry | undefined;
  /**
   * What stands in the mapping or list at a path, in order, without what merge keys bring in; nothing
   * of what an alias repeats.
   */
  readonly parts: (path: YamlPath) => readonly YamlPart[];
  /** The deepest part of a path that exists, and how many steps of the path lead to it. */
  readonly nearest: (path: YamlPath) => YamlEntry & { readonly depth: number };
}

export interface YamlTree {
  readonly text: string;
  readonly documents: readonly YamlTreeDocument[];
  /** Documents that are not in `documents` because they are not well-formed. Tell each of them. */
  readonly faults: readonly FormatError[];
  /** Every comment of the stream, in order. Read anew at each call. */
  readonly comments: () => readonly YamlComment[];
  /** Line and column of an offset into `text`. */
  readonly place: (offset: number) => YamlPlace;
}

/**
 * Reads a YAML stream. A document that is not well-formed becomes a fault and does not hide the
 * others.
 * @throws {LimitError} `text_bytes`, `yaml_lexemes`, `json_depth`, or `yaml_aliases` when aliases repeat too much.
 */
export function readYamlTree(text: string, what: string, how: YamlTreeReading = {}): YamlTree {
  if (text.length > limits.text_bytes.value) throw new LimitError('text_bytes', what, text.length);
  const places = placesOf(text);
  const source = withPlainBreaks(text);
  const documents: YamlTreeDocument[] = [];
  const faults: FormatError[] = [];
  parsed(source, what).forEach((document, index) => {
    const fault = document.errors[0];
    if (fault?.code === 'RESOURCE_EXHAUSTION') throw new LimitError('json_depth', what);
    if (fault !== undefined) {
      faults.push(invalid(what, fault.message, places(fault.pos[0])));
      return;
    }
    try {
      const plain = plainOf(document.contents, source, { what, booleans: how.booleans });
      if (plain.fault === undefined)
        documents.push(treeDocument(document, index, { text: source, plain, places }));
      else faults.push(invalid(what, plain.fault.message, places(plain.fault.offset)));
    } catch (error) {
      if (how.apart !== true || !(error instanceof LimitError)) throw error;
      faults.push(invalid(what, error.message, places(document.range?.[0] ?? 0)));
    }
  });
  return { text, documents, faults, place: places, comments: () => commentsOf(source, places) };
}

function parsed(text: string, what: string): readonly Document[] {
  try {
    // Keys given twice are told from the plain data: the library's check is quadratic.
    const options = {
      uniqueKeys: false,
      // Dates, sets and ordered maps of YAML 1.1 stay the texts, mappings and lists they are written as.
      resolveKnownTags: false,
      what,
    };
    return [...yamlStream(text, options)];
  } catch (error) {
    if (error instanceof LimitError) throw error;
    // The library recurses: what nests without end ends its stack, and nothing else does.
    if (error instanceof RangeError) throw new LimitError('json_depth', what);
    throw invalid(what, errorText(error), { offset: 0, line: 1, column: 1 });
  }
}

function invalid(what: string, message: string, { line, column }: YamlPlace): FormatError {
  return new FormatError(
    'YAML_INVALID',
    `Cannot read ${what} (line ${line}, column ${column}): ${errorText(message)}, wanted a YAML document`,
    { line },
  );
}

interface Context {
  readonly text: string;
  readonly plain: PlainTree;
  readonly places: (offset: number) => YamlPlace;
}

function treeDocument(document: Document, index: number, context: Context): YamlTreeDocument {
  const { text, plain, places } = context;
  const spanOf = (from: number, to: number): YamlSpan => textSpan(places, from, to);
  const { targets } = plain;
  const repeated = new Set(targets.values());
  const finder: Finder = {
    spanOf,
    targets,
    repeated,
    anchors: [...repeated].map(({ range }) => range?.[0] ?? 0).sort((a, b) => a - b),
    text,
    members: new WeakMap(),
    parts: new WeakMap(),
  };
  const root = document.contents;
  const [from, to] = document.range ?? [0, 0];
  const whole: YamlEntry = { value: spanOf(from, to), style: 'empty' };
  return {
    index,
    value: plain.value,
    span: whole.value,
    get duplicates() {
      return plain.duplicates.map(({ key, first, again }) => ({
        key,
        first: spanOf(first[0], first[1]),
        again: spanOf(again[0], again[1]),
      }));
    },
    entry: (path) => {
      const found = follow(root, path, finder);
      return found.depth === path.length ? entryOf(found, finder, whole) : undefined;
    },
    parts: (path) => {
      const found = follow(root, path, finder);
      return found.depth === path.length && found.via === undefined ? partsOf(found, finder) : [];
    },
    nearest: (path) => {
      const found = follow(root, path, finder);
      return { ...entryOf(found, finder, whole), depth: found.depth };
    },
  };
}

interface Finder {
  readonly spanOf: (from: number, to: number) => YamlSpan;
  readonly targets: ReadonlyMap<Alias, Node>;
  /** What the aliases stand for. */
  readonly repeated: ReadonlySet<Node>;
  /** Where they begin, ascending. */
  readonly anchors: readonly number[];
  readonly text: string;
  /** Members of a mapping by key, made when it is first asked about. */
  readonly members: WeakMap<YAMLMap, ReadonlyMap<string, Member>>;
  /** Parts of a collection, made when they are first asked about. */
  readonly parts: WeakMap<Node, readonly YamlPart[]>;
}

interface Member {
  readonly key: Node | null;
  readonly value: Node | null;
  /** Offset at which an absent value would stand. */
  readonly end: number;
  /** The merge key that brought it. */
  readonly via: Node | undefined;
}

interface Found {
  readonly depth: number;
  readonly node: Node | null;
  readonly member: Member | undefined;
  readonly via: Node | undefined;
  readonly shared: boolean;
}

/** Follows a path as far as it goes; aliases and merge keys are gone through. */
function follow(root: Node | null, path: YamlPath, finder: Finder): Found {
  let node = root;
  let member: Member | undefined;
  let via: Node | undefined;
  let depth = 0;
  let shared = node !== null && finder.repeated.has(node);
  for (; depth < path.length; depth += 1) {
    if (isAlias(node)) {
      via ??= node;
      node = finder.targets.get(node) ?? null;
    }
    const step = path[depth];
    if (isMap(node)) {
      const next = membersOf(node, finder).get(String(step));
      if (next === undefined) break;
      member = next;
      via ??= next.via;
      node = next.value;
    } else if (isSeq(node)) {
      const next = (node as YAMLSeq<Node | null>).items[Number(step)];
      if (next === undefined) break;
      member = undefined;
      node = next;
    } else break;
    shared ||= node !== null && finder.repeated.has(node);
  }
  return { depth, node, member, via, shared };
}

function membersOf(map: YAMLMap, finder: Finder): ReadonlyMap<string, Member> {
  const known = finder.members.get(map);
  if (known !== undefined) return known;
  const members = new Map<string, Member>();
  // Set before the merge keys are followed: they cannot lead back here, plainOf refused that.
  finder.members.set(map, members);
  const merged: Node[] = [];
  for (const pair of map.items) {
    const key = pair.key as Node | null;
    const value = pair.value as Node | null;
    if (isMergeKey(key)) {
      append(merged, mergeSources(value, finder.targets));
      continue;
    }
    const end = value?.range?.[1] ?? key?.range?.[1] ?? map.range?.[1] ?? 0;
    members.set(keyName(key, finder.targets, finder.text), { key, value, end, via: undefined });
  }
  for (const source of merged) {
    const target = isAlias(source) ? finder.targets.get(source) : source;
    if (!isMap(target)) continue;
    for (const [name, member] of membersOf(target, finder)) {
      if (!members.has(name)) members.set(name, { ...member, via: source });
    }
  }
  return members;
}

function entryOf(found: Found, finder: Finder, whole: YamlEntry): YamlEntry {
  const { member, via } = found;
  const node = isAlias(found.node) ? (finder.targets.get(found.node) ?? null) : found.node;
  const passed = via ?? (isAlias(found.node) ? found.node : undefined);
  if (found.depth === 0 && node === null) return whole;
  const end = member?.end ?? 0;
  const value = finder.spanOf(...(node === null ? ([end, end] as const) : extentOf(node)));
  const tag = foreignTag(node);
  return {
    ...(member !== undefined && { key: finder.spanOf(...extentOf(member.key)) }),
    value,
    ...(passed !== undefined && { via: finder.spanOf(...extentOf(passed)) }),
    ...(tag !== undefined && { tag }),
    ...(found.shared && { shared: true as const }),
    style: styleOf(node),
  };
}

function partsOf(found: Found, finder: Finder): readonly YamlPart[] {
  const { node } = found;
  if (!isMap(node) && !isSeq(node)) return [];
  const known = finder.parts.get(node);
  if (known !== undefined) return known;
  const part = (step: string | number, member: Member | undefined, item: Node | null): YamlPart => {
    const own: Found = { depth: 1, node: item, member, via: undefined, shared: found.shared };
    const entry = entryOf(own, finder, { value: finder.spanOf(0, 0), style: 'empty' });
    const from = (entry.key ?? entry.value).start.offset;
    const inside = firstFrom(finder.anchors, from) <= entry.value.end.offset;
    return { ...entry, step, ...(inside && { anchors: true as const }) };
  };
  const parts = isMap(node)
    ? (node as YAMLMap<Node | null, Node | null>).items.map(({ key, value }) => {
        const end = value?.range?.[1] ?? key?.range?.[1] ?? 0;
        const name = isMergeKey(key) ? '<<' : keyName(key, finder.targets, finder.text);
        return part(name, { key, value, end, via: undefined }, value);
      })
    : (node as YAMLSeq<Node | null>).items.map((item, index) => part(index, undefined, item));
  finder.parts.set(node, parts);
  return parts;
}

/** The first of ascending numbers that is not below another; infinity when all are. */
function firstFrom(sorted: readonly number[], least: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return sorted[low] ?? Infinity;
}

function foreignTag(node: Node | null): string | undefined {
  const tag = node !== null && 'tag' in node ? node.tag : undefined;
  return typeof tag === 'string' && !tag.startsWith('tag:yaml.org,2002:') ? tag : undefined;
}

function styleOf(node: Node | null): YamlEntry['style'] {
  if (isMap(node) || isSeq(node)) return node.flow === true ? 'flow' : 'block';
  if (!isScalar(node)) return 'empty';
  switch (node.type) {
    case 'QUOTE_DOUBLE':
    case 'QUOTE_SINGLE':
      return 'quoted';
    case 'BLOCK_FOLDED':
    case 'BLOCK_LITERAL':
      return 'literal';
    default:
      return (node.source ?? '') === '' ? 'empty' : 'plain';
  }
}

const scalarFollows = '\u001f';
const marks: ReadonlySet<string> = new Set(['\u0002', '\u0018', scalarFollows]);

/** Comments cost a second pass of the lexer: a text in quotes or in a block may hold `#` too. */
function commentsOf(text: string, places: (offset: number) => YamlPlace): YamlComment[] {
  const comments: YamlComment[] = [];
  if (!text.includes('#')) return comments;
  let offset = 0;
  let scalar = false;
  for (const token of yamlLexer().lex(text)) {
    if (!scalar && marks.has(token)) {
      scalar = token === scalarFollows;
      continue;
    }
    if (!scalar && token.startsWith('#')) comments.push({ text: token, place: places(offset) });
    scalar = false;
    offset += token.length;
  }
  return comments;
}
