import { printable } from '../model/index.ts';

/** A value of a template: what JSON has. */
export type TemplateValue = unknown;

/** Members of an object by name; nothing for names that are not its own. */
export function memberOf(value: TemplateValue, name: string): TemplateValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** Go's notion of true: not false, 0, empty or missing. */
export function isTrue(value: TemplateValue): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== '' && value !== 0 && value !== false;
}

/** Pairs that a `range` goes through: items by index, members by name in order, numbers up to one. */
export function pairsOf(
  value: TemplateValue,
): readonly (readonly [TemplateValue, TemplateValue])[] {
  if (Array.isArray(value)) return value.map((item: unknown, at) => [at, item] as const);
  if (typeof value === 'number') {
    return Array.from({ length: Math.min(Math.max(0, value), 10_000) }, (_, at) => [at, at]);
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * A value as Go prints it; what is missing is nothing. Strangers chose the texts: no control
 * character of theirs but a line break or a tab gets out.
 */
export function shown(value: TemplateValue): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value.replaceAll(/[^\n\t]+/g, printable);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(inner).join(' ')}]`;
  const members = pairsOf(value).map(([name, item]) => `${shown(name)}:${inner(item)}`);
  return `map[${members.join(' ')}]`;
}

function inner(value: TemplateValue): string {
  return value === null ? '<nil>' : shown(value);
}
