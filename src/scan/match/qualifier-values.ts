/** A qualifier as a list: of one value, of several, or of none. */
export function qualifierValues(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
