import { printable } from '../model/index.ts';

/**
 * What of a credential may be shown, enough to know it again and too little to use it: three or
 * four characters of each end when it is long, stars alone when it is short. Of a key in armour its
 * first line.
 */
export function redact(secret: string): string {
  const armour = /^-----BEGIN [A-Z0-9 ]{1,40}-----/.exec(secret);
  if (armour !== null) return `${armour[0]} ***`;
  if (secret.startsWith('PuTTY-User-Key-File-')) return 'PuTTY-User-Key-File ***';
  const shown = shownLength(secret.length);
  if (shown === 0) return '***';
  return printable(`${secret.slice(0, shown)}***${secret.slice(-shown)}`);
}

/** Characters of each end: never more than a quarter of the whole together. */
function shownLength(length: number): number {
  if (length >= 32) return 4;
  if (length >= 24) return 3;
  return length >= 16 ? 2 : 0;
}
