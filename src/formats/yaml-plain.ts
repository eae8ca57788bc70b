import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Alias, Node, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { LimitError, limits } from '../model/index.ts';
import { append } from '../model/append.ts';

/** Offsets of a part: first character, and behind the last. */
export type Extent = readonly [number, number];

/** A document as plain data, and what was learnt on the way. */
export interface PlainTree {
  readonly value: unknown;
  /** What each alias stands for: the last anchor of its name before it. */
  readonly targets: ReadonlyMap<Alias, Node>;
  readonly duplicates: readonly {
    readonly key: string;
    readonly first: Extent;
    readonly again: Extent;
  }[];
  /** Set when the document cannot be data: an alias without its anchor, or inside it. */
  readonly fault: { readonly message: string; readonly offset: number } | undefined;
}

interface Reading {
  /** Names the text in errors. */
  readonly what: string;
  readonly booleans: 'yaml-1.1' | 'yaml-1.2' | undefined;
}

/** An object that inherits nothing, as fast as a literal (`Object.create(null)` is not). */
class Members {
  [key: string]: unknown;
}
Object.setPrototypeOf(Members.prototype, null);
Reflect.deleteProperty(Members.prototype, 'constructor');

/** A part as plain data, with the number of values that a reader meets who walks it. */
interface Part {
  readonly value: unknown;
  readonly size: number;
}

class Walk {
  readonly #reading: Reading;
  readonly #text: string;
  readonly #anchors = new Map<string, { readonly node: Node; part: Part | undefined }>();
  /** Values met through aliases: what a "billion laughs" document multiplies. */
  #repeated = 0;
  readonly targets = new Map<Alias, Node>();
  readonly duplicates: { key: string; first: Extent; again: Extent }[] = [];
  fault: { message: string; offset: number } | undefined;

  constructor(text: string, reading: Reading) {
    this.#text = text;
    this.#reading = reading;
  }

  part(node: Node | null, depth: number): Part {
    if (node === null) return { value: null, size: 1 };
    if (depth > limits.json_depth.value)
      throw new LimitError('json_depth', this.#reading.what, depth);
    if (isAlias(node)) return this.#aliased(node);
    const anchor = 'anchor' in node ? node.anchor : undefined;
    const known = anchor === undefined ? undefined : { node, part: undefined as Part | undefined };
    if (known !== undefined) this.#anchors.set(anchor ?? '', known);
    let part: Part;
    if (isScalar(node)) part = { value: scalarValue(node, this.#reading.booleans), size: 1 };
    else if (isMap(node)) part = this.#mapping(node, depth);
    else if (isSeq(node)) part = this.#list(node as YAMLSeq<Node | null>, depth);
    else part = { value: null, size: 1 };
    if (known !== undefined) known.part = part;
    return part;
  }

  #aliased(alias: Alias): Part {
    const target = this.#anchors.get(alias.source);
    if (target?.part === undefined) {
      const state = target === undefined ? 'has no anchor before it' : 'stands inside its anchor';
      this.fault ??= { message: `alias "${alias.source}" ${state}`, offset: alias.range?.[0] ?? 0 };
      return { value: null, size: 1 };
    }
    this.targets.set(alias, target.node);
    this.#repeat(target.part.size);
    return target.part;
  }

  #repeat(size: number): void {
    this.#repeated += size;
    if (this.#repeated > limits.yaml_aliases.value)
      throw new LimitError('yaml_aliases', this.#reading.what, this.#repeated);
  }

  #list(list: YAMLSeq<Node | null>, depth: number): Part {
    let size = 1;
    const value = list.items.map((item) => {
      const part = this.part(item, depth + 1);
      size += part.size;
      return part.value;
    });
    return { value, size };
  }

  #mapping(map: YAMLMap, depth: number): Part {
    const value = new Members();
    let size = 1;
    let merged: unknown[] | undefined;
    let firsts: ReadonlyMap<string, Node | null> | undefined;
    for (const pair of map.items) {
      const key = pair.key as Node | null;
      // A key may be an alias or carry an anchor; what it is called does not depend on it.
      if (key !== null && !isPlainKey(key)) this.part(key, depth + 1);
      const name = keyName(key, this.targets, this.#text);
      const node = pair.value as Node | null;
      const part = this.part(node, depth + 1);
      size += part.size;
      if (isMergeKey(key)) {
        append((merged ??= []), this.#sources(node, part.value));
        continue;
      }
      if (name in value) {
        firsts ??= this.#firstKeys(map);
        const first = extentOf(firsts.get(name));
        this.duplicates.push({ key: name, first, again: extentOf(key) });
      }
      value[name] = part.value;
    }
    for (const source of merged ?? []) {
      for (const [name, member] of Object.entries(source as Members))
        if (!(name in value)) value[name] = member;
    }
    return { value, size };
  }

  /** Mappings that a merge key brings in: one, or those of a list. */
  #sources(node: Node | null, value: unknown): unknown[] {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    const sources = values.filter((item) => item instanceof Members);
    if (sources.length < values.length)
      this.fault ??= {
        message: 'the merge key "<<" brings something else than mappings',
        offset: node?.range?.[0] ?? 0,
      };
    return sources;
  }

  #firstKeys(map: YAMLMap): ReadonlyMap<string, Node | null> {
    const keys = map.items.map((pair) => pair.key as Node | null);
    return new Map(
      keys.toReversed().map((key) => [keyName(key, this.targets, this.#text), key] as const),
    );
  }
}

/** The tree below a node as plain data. @throws {LimitError} `json_depth`, `yaml_aliases`. */
export function plainOf(root: Node | null, text: string, reading: Reading): PlainTree {
  const walk = new Walk(text, reading);
  const { value } = walk.part(root, 0);
  return { value, targets: walk.targets, duplicates: walk.duplicates, fault: walk.fault };
}

function isPlainKey(key: Node): boolean {
  return isScalar(key) && key.anchor === undefined;
}

/** The name of a member: texts as they are, other scalars as written, lists and mappings too. */
export function keyName(key: Node | null, targets: ReadonlyMap<Alias, Node>, text: string): string {
  const node = isAlias(key) ? targets.get(key) : key;
  if (node === null || node === undefined) return '';
  if (isScalar(node)) {
    return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
  }
  return text.slice(...extentOf(node));
}

/** True for the merge key: `<<` without quotes. */
export function isMergeKey(key: Node | null): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

/** Nodes that a merge key names: aliases or mappings, one or a list. */
export function mergeSources(value: Node | null, targets: ReadonlyMap<Alias, Node>): Node[] {
  const node = isAlias(value) ? targets.get(value) : value;
  if (isSeq(node)) return (node as YAMLSeq<Node | null>).items.filter((item) => item !== null);
  return value === null ? [] : [value];
}

/** From the first character of a part to its last; comments and line breaks after it are left out. */
export function extentOf(node: Node | null | undefined): Extent {
  const range = node?.range;
  if (node === null || node === undefined || range === null || range === undefined) return [0, 0];
  let last: Node | null | undefined = node;
  while ((isMap(last) || isSeq(last)) && last.flow !== true) {
    const item: unknown = last.items.at(-1);
    const pair = item as { readonly key?: Node | null; readonly value?: Node | null } | undefined;
    const next: Node | null | undefined = isMap(last)
      ? (pair?.value ?? pair?.key)
      : (item as Node | null);
    if (next?.range === null || next?.range === undefined) break;
    last = next;
  }
  return [range[0], Math.max(range[0], last?.range?.[1] ?? range[1])];
}

const yes = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON']);
const no = new Set(['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF']);

function scalarValue(node: Scalar, booleans: Reading['booleans']): unknown {
  const { value, source, type, tag } = node;
  if (type !== 'PLAIN' || tag !== undefined) return value;
  if (typeof value === 'number') return goNumber(value, source ?? '');
  if (typeof value !== 'string' || value.length === 0) return value;
  if (booleans === 'yaml-1.1' && value.length <= 3) {
    if (yes.has(value)) return true;
    if (no.has(value)) return false;
  }
  const first = value.charCodeAt(0);
  return first >= 0x30 && first <= 0x39 && value.length > 1 ? goText(value) : value;
}

/** Go's yaml libraries read `0644` as octal, where YAML 1.2 says 644, and no number beyond a double. */
function goNumber(value: number, source: string): number | string {
  if (!Number.isFinite(value) && /\d/.test(source)) return source;
  return source.length > 1 && /^[-+]?0[0-7]+$/.test(source)
    ? Math.sign(value) * Number.parseInt(source.replace(/^[-+]/, ''), 8)
    : value;
}

/** They also read `1_000` and `0b11` as numbers. */
function goText(text: string): number | string {
  if (/^0b[01]+$/.test(text)) return Number.parseInt(text.slice(2), 2);
  return /^[0-9][0-9_]*$/.test(text) ? Number(text.replaceAll('_', '')) : text;
}
