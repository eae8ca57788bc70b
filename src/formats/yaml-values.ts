import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Alias, Node, YAMLMap } from 'yaml';
import { LimitError, limits } from '../model/index.ts';

/** Why a document is no data, and where that stands. */
export class AliasFault extends Error {
  /** Offset in the text. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** A part with the number of values that a reader meets who walks it. */
interface Part {
  readonly value: unknown;
  readonly size: number;
}

/**
 * The tree below a node as plain data, each part seen once. The library's `toJS` looks for the anchor
 * of every alias through all aliases and anchors before it, or through the whole document: seconds
 * for 200 KiB. Merge keys stay keys; what an alias stands for is the same object in each place.
 * @throws {AliasFault} for an alias without anchor before it, or inside it.
 * @throws {LimitError} `json_depth`; `yaml_aliases` when they repeat too much ("billion laughs").
 */
export function yamlValue(root: Node | null, text: string, what: string): unknown {
  return new Values(text, what).part(root, 0).value;
}

class Values {
  readonly #text: string;
  readonly #what: string;
  /** The last part of each name; undefined while it is still open. */
  readonly #anchors = new Map<string, Part | undefined>();
  #repeated = 0;

  constructor(text: string, what: string) {
    this.#text = text;
    this.#what = what;
  }

  part(node: Node | null, depth: number): Part {
    if (depth > limits.json_depth.value) throw new LimitError('json_depth', this.#what, depth);
    if (isAlias(node)) return this.#aliased(node);
    const anchor = node !== null && 'anchor' in node ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const part = this.#plain(node, depth);
    if (anchor !== undefined) this.#anchors.set(anchor, part);
    return part;
  }

  #plain(node: Node | null, depth: number): Part {
    if (isScalar(node)) return { value: node.value, size: 1 };
    if (isMap(node)) return this.#mapping(node, depth);
    if (!isSeq(node)) return { value: null, size: 1 };
    let size = 1;
    const value = node.items.map((item) => {
      const part = this.part(item as Node | null, depth + 1);
      size += part.size;
      return part.value;
    });
    return { value, size };
  }

  #mapping(map: YAMLMap, depth: number): Part {
    const value: Record<string, unknown> = {};
    let size = 1;
    for (const pair of map.items) {
      const name = this.#keyName(pair.key as Node | null, depth + 1);
      const part = this.part(pair.value as Node | null, depth + 1);
      size += part.size;
      // Of a foreign key nothing may reach what an object inherits.
      if (name in value)
        Object.defineProperty(value, name, {
          value: part.value,
          writable: true,
          enumerable: true,
          configurable: true,
        });
      else value[name] = part.value;
    }
    return { value, size };
  }

  /** A key that is no text by its text; a list or mapping as it is written. */
  #keyName(key: Node | null, depth: number): string {
    const { value } = this.part(key, depth);
    if (value === null || value === undefined) return '';
    if (typeof value === 'string') return value;
    if (typeof value !== 'object') return JSON.stringify(value);
    const [start = 0, end = 0] = key?.range ?? [];
    return this.#text.slice(start, end);
  }

  #aliased(alias: Alias): Part {
    const part = this.#anchors.get(alias.source);
    if (part === undefined) {
      const state = this.#anchors.has(alias.source) ? 'stands inside its' : 'has no';
      throw new AliasFault(`alias "${alias.source}" ${state} anchor`, alias.range?.[0] ?? 0);
    }
    this.#repeated += part.size;
    if (this.#repeated > limits.yaml_aliases.value)
      throw new LimitError('yaml_aliases', this.#what, this.#repeated);
    return part;
  }
}
