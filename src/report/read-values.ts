import { listOf, numberOf, objectOf, textOf } from '../formats/json-values.ts';
import type { FileLink, Location } from '../model/index.ts';

/** The members of a noun, where those that it may lack may also be undefined. */
type Draft<Noun> = {
  readonly [Key in keyof Noun]: Noun extends Record<Key, unknown>
    ? Noun[Key]
    : Noun[Key] | undefined;
};

/** The noun without the members that are undefined. */
export function present<Noun extends object>(draft: Draft<Noun>): Noun {
  const members = Object.entries<unknown>(draft);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined)) as Noun;
}

/** One of the words, or the fallback: a report may be written by anybody. */
export function wordOf<Word extends string>(
  value: unknown,
  words: readonly Word[],
  fallback: Word,
): Word {
  return words.find((word) => word === value) ?? fallback;
}

/** A whole number from 0 on, or undefined. */
export function countOf(value: unknown): number | undefined {
  const number = numberOf(value);
  return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** A text that may be empty; anything else is the empty text. */
export function anyText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The object under a name, or undefined when there is none. */
export function memberOf(value: unknown): ReturnType<typeof objectOf> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? objectOf(value)
    : undefined;
}

/** Parameters of a message: texts and numbers under names that a stranger chose. */
export function paramsOf(value: unknown): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    Object.entries(objectOf(value)).filter(
      (entry): entry is [string, string | number] =>
        typeof entry[1] === 'string' || typeof entry[1] === 'number',
    ),
  );
}

/** A file with its lines. */
export function fileOf(value: unknown): FileLink | undefined {
  const link = memberOf(value);
  if (link === undefined) return undefined;
  return present<FileLink>({
    path: anyText(link['Path']),
    startLine: countOf(link['StartLine']),
    startColumn: countOf(link['StartColumn']),
    endColumn: countOf(link['EndColumn']),
    endLine: countOf(link['EndLine']),
  });
}

/** The chain that `chainObject` writes. */
export function chainOf(value: unknown): Location {
  const object = objectOf(value);
  const link = (name: string): ReturnType<typeof memberOf> => memberOf(object[name]);
  const [history, layer, item, field] = ['History', 'Layer', 'Package', 'Field'].map(link);
  const [container, process] = ['Container', 'Process'].map(link);
  return present<Location>({
    dockerfile: fileOf(object['Dockerfile']),
    history: history && {
      index: countOf(history['Index']) ?? 0,
      createdBy: anyText(history['CreatedBy']),
    },
    layer: layer && layerOf(layer, countOf(layer['Index']) ?? 0),
    file: fileOf(object['File']),
    package: item && { purl: anyText(item['PURL']) },
    field: field && { pointer: anyText(field['Pointer']) },
    container:
      container &&
      present<NonNullable<Location['container']>>({
        id: anyText(container['ID']),
        name: textOf(container['Name']),
      }),
    process:
      process &&
      present<NonNullable<Location['process']>>({
        pid: countOf(process['PID']) ?? 0,
        executable: textOf(process['Executable']),
      }),
  });
}

/** A layer in Trivy's words, at its place in the image. */
export function layerOf(value: unknown, index: number): NonNullable<Location['layer']> {
  const layer = objectOf(value);
  return present<NonNullable<Location['layer']>>({
    index,
    digest: textOf(layer['Digest']),
    diffId: textOf(layer['DiffID']),
  });
}

/** A list of chains; undefined when the member is absent. */
export function chainsOf(value: unknown): readonly Location[] | undefined {
  return Array.isArray(value) ? listOf(value).map(chainOf) : undefined;
}
