/** A JSON object as it arrived: a stranger chose its keys, so read them only through this type. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as an object, or an empty one when it is anything else. */
export function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}

/** The value as a list, or an empty one when it is anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The value when it is a text that is not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A member to spread: the text under its key when it is one that is not empty, else nothing. */
export function textMember<Key extends string>(
  key: Key,
  value: unknown,
): Partial<Record<Key, string>> {
  const text = textOf(value);
  return (text === undefined ? {} : { [key]: text }) as Partial<Record<Key, string>>;
}

/** What the rows of a list become; undefined when the value is no list. */
export function mapRows<Row>(
  value: unknown,
  make: (row: JsonObject) => Row,
): readonly Row[] | undefined {
  return Array.isArray(value) ? value.map((row) => make(objectOf(row))) : undefined;
}

/** The texts of a list; other values in it are left out. */
export function textsOf(value: unknown): string[] {
  return listOf(value).filter((item): item is string => typeof item === 'string' && item !== '');
}

/** The value when it is a finite number. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
