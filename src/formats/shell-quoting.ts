import { printable } from '../model/index.ts';

/** A word that no shell takes apart, whoever chose it: commands in reports are made to be copied. */
export function shellWord(text: string): string {
  if (/^[\w./:@%+=,][\w./:@%+=,-]*$/.test(text)) return text;
  return `'${printable(text).replaceAll("'", `'\\''`)}'`;
}
