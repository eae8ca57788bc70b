import { readYamlTree } from '../../formats/yaml-tree.ts';
import type { YamlPath, YamlSpan, YamlTreeDocument } from '../../formats/yaml-tree.ts';
import type { Location } from '../../model/index.ts';
import type { Fault } from '../contract.ts';
import { fieldEdits } from '../field-edit.ts';
import type { Change, Editable } from '../field-edit.ts';

/** Where a part of a compose file is written. */
export interface Origin {
  readonly path: string;
  /** The key that leads to it, when it is a member of a mapping. */
  readonly key: YamlSpan | undefined;
  readonly value: YamlSpan;
  /** JSON pointer within its file. */
  readonly pointer: string;
  /** Its document, and the way to it; absent where nothing is written. */
  readonly source?: { readonly document: Editable; readonly way: YamlPath };
}

/** A part of a project with the place it comes from: what is merged keeps the place of its own file. */
export type Part = Scalar | Mapping | List;

export interface Scalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** Variables in the text that nothing gives a value; they stand in `value` as written. */
  readonly unresolved: readonly string[];
  readonly at: Origin;
  readonly tag: string | undefined;
}

export interface Mapping {
  readonly kind: 'mapping';
  readonly members: ReadonlyMap<string, Part>;
  readonly at: Origin;
  readonly tag: string | undefined;
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly Part[];
  readonly at: Origin;
  readonly tag: string | undefined;
}

/** Reads the documents of a file as parts. Errors are those of `readYamlTree`. */
export function readParts(
  text: string,
  path: string,
): { readonly parts: readonly Part[] } & Pick<
  ReturnType<typeof readYamlTree>,
  'faults' | 'comments'
> & { readonly documents: readonly YamlTreeDocument[] } {
  const tree = readYamlTree(text, `the file "${path}"`);
  const parts = tree.documents
    .filter(({ value }) => value !== null)
    .map((document) => {
      const editable = { file: path, text, entry: document.entry, parts: document.parts };
      return partOf(document.value, [], { document, path, editable });
    });
  return { parts, faults: tree.faults, comments: tree.comments, documents: tree.documents };
}

interface Context {
  readonly document: YamlTreeDocument;
  readonly path: string;
  readonly editable: Editable;
}

function partOf(value: unknown, way: readonly (string | number)[], context: Context): Part {
  const entry = context.document.entry(way);
  const nowhere = context.document.span;
  const at: Origin = {
    path: context.path,
    key: entry?.key,
    value: entry?.value ?? nowhere,
    pointer: pointerOf(way),
    source: { document: context.editable, way },
  };
  const tag = entry?.tag;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, index) => partOf(item, [...way, index], context));
    return { kind: 'list', items, at, tag };
  }
  if (typeof value === 'object' && value !== null) {
    const members = new Map<string, Part>();
    for (const [key, member] of Object.entries(value))
      members.set(key, partOf(member, [...way, key], context));
    return { kind: 'mapping', members, at, tag };
  }
  const known =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return { kind: 'scalar', value: known ? value : null, unresolved: [], at, tag };
}

function pointerOf(way: YamlPath): string {
  return way.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The member of a mapping; undefined of anything else. */
export function member(part: Part | undefined, ...way: readonly string[]): Part | undefined {
  let at = part;
  for (const key of way) at = at?.kind === 'mapping' ? at.members.get(key) : undefined;
  return at;
}

/** Members of a mapping, empty of anything else. */
export function membersOf(part: Part | undefined): readonly (readonly [string, Part])[] {
  return part?.kind === 'mapping' ? [...part.members] : [];
}

/** Items of a list; a part that is none is its own only item, nothing has none. */
export function itemsOf(part: Part | undefined): readonly Part[] {
  if (part === undefined || isNull(part)) return [];
  return part.kind === 'list' ? part.items : [part];
}

export function isNull(part: Part | undefined): boolean {
  return part === undefined || (part.kind === 'scalar' && part.value === null);
}

/** The text of a scalar; numbers and booleans as texts, null and collections are none. */
export function textOf(part: Part | undefined): string | undefined {
  return part?.kind === 'scalar' && part.value !== null ? String(part.value) : undefined;
}

/** Whether a scalar says yes: a boolean, or a text that is one, as after a variable. */
export function isTrue(part: Part | undefined): boolean {
  return /^(?:true|yes|on|y|1)$/i.test(textOf(part) ?? '');
}

/** Variables without a value within a part. */
export function unresolvedIn(part: Part | undefined): readonly string[] {
  if (part === undefined) return [];
  if (part.kind === 'scalar') return part.unresolved;
  const below = part.kind === 'list' ? part.items : [...part.members.values()];
  return below.flatMap(unresolvedIn);
}

/** The place of a part for a finding: from its key to its end. */
export function placeOf({ at }: { readonly at: Origin }): Location {
  const first = (at.key ?? at.value).start.line;
  return {
    file: { path: at.path, startLine: first, endLine: Math.max(first, at.value.end.line) },
    field: { pointer: at.pointer },
  };
}

/** The line of a part's key alone: where something is missing in it. */
export function keyPlaceOf({ at }: { readonly at: Origin }): Location {
  const { line } = (at.key ?? at.value).start;
  return {
    file: { path: at.path, startLine: line, endLine: line },
    field: { pointer: at.pointer },
  };
}

/** A part's place, and for an item of a list the line of its key: there others tell it, and people write comments. */
export function itemPlaces(part: { readonly at: Origin }): Pick<Fault, 'at' | 'also'> {
  const at = placeOf(part);
  const { source, path } = part.at;
  if (source === undefined || typeof source.way.at(-1) !== 'number') return { at };
  const way = source.way.slice(0, -1);
  const key = source.document.entry(way)?.key;
  if (key === undefined || key.start.line === at.file?.startLine) return { at };
  const { line } = key.start;
  const pointer = pointerOf(way);
  return { at, also: [{ file: { path, startLine: line, endLine: line }, field: { pointer } }] };
}

/** Edits of the file that a part stands in; `changes` is given the way to the part. */
export function editsAt(
  { at: { source } }: { readonly at: Origin },
  changes: (way: YamlPath) => readonly Change[],
): Pick<Fault, 'edits' | 'noEdit'> {
  return source === undefined ? {} : fieldEdits(source.document, changes(source.way));
}
