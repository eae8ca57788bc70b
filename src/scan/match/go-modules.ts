import { holdsGoSymbol, packedPath } from '../../formats/go-symbols.ts';
import type { Package, Suppression } from '../../model/index.ts';
import { printable } from '../../model/index.ts';
import type { MatchRow } from '../advisories/database.ts';
import { qualifierValues } from './qualifier-values.ts';

/**
 * Versions that the go command makes up for the module it builds: a pseudo-version after the last
 * tag it saw, which a shallow clone has not, or a tag with changes (https://go.dev/ref/mod#pseudo-versions).
 * For dependencies they are exact, for the main module they are a guess.
 */
const guessed = /(?:^v0\.0\.0-|[.-]0\.)[0-9]{14}-[0-9a-f]{12}(?:\+|$)|\+dirty$/;

/** True for the module of a built program whose version says nothing about which fixes it has. */
export function isUnreleased({ type, relationship, version, qualifiers }: Package): boolean {
  if (type !== 'golang' || relationship !== 'root') return false;
  if (version === '') return qualifiers?.['goos'] !== undefined;
  return version === '(devel)' || guessed.test(version);
}

/** One import that an advisory names: packages, their faulty functions, and where these are built at all. */
interface Import {
  readonly path: string;
  readonly symbols: readonly string[];
  readonly goos: readonly string[];
  readonly goarch: readonly string[];
}

/** `path[#Symbol,Type.Method][?goos=a,b&goarch=c]`, as the OSV reader keeps imports. */
function importOf(text: string): Import {
  const [place = '', limits = ''] = text.split('?', 2);
  const [path = '', symbols = ''] = place.split('#', 2);
  const listed = (key: string): readonly string[] =>
    limits
      .split('&')
      .find((part) => part.startsWith(`${key}=`))
      ?.slice(key.length + 1)
      .split(',') ?? [];
  return {
    path,
    symbols: symbols === '' ? [] : symbols.split(','),
    goos: listed('goos'),
    goarch: listed('goarch'),
  };
}

/**
 * Why none of the code that an advisory names is in a Go program; undefined when some of it is, may
 * be, or nobody knows (the module counts then). Whether the code is ever called is not asked.
 */
export function absence(row: MatchRow, pkg: Package): string | undefined {
  const named = qualifierValues(row.affected.qualifiers?.['imports']).map(importOf);
  if (pkg.type !== 'golang' || named.length === 0) return undefined;
  const reasons = named.map((one) => absent(one, pkg));
  if (reasons.includes(undefined)) return undefined;
  return printable([...new Set(reasons)].slice(0, 3).join('; '));
}

function absent(wanted: Import, { qualifiers = {} }: Package): string | undefined {
  for (const key of ['goos', 'goarch'] as const) {
    const own = qualifiers[key];
    if (wanted[key].length > 0 && typeof own === 'string' && !wanted[key].includes(own)) {
      return `${wanted.path} is at fault on ${wanted[key].join(', ')} only, this is for ${own}`;
    }
  }
  const present = qualifiers['symbols'];
  if (present === undefined) return undefined;
  const held = qualifierValues(present).find((packed) => packedPath(packed) === wanted.path);
  if (held === undefined) return `the program contains nothing of ${wanted.path}`;
  if (wanted.symbols.length === 0) return undefined;
  if (wanted.symbols.some((symbol) => holdsGoSymbol(held, symbol))) return undefined;
  const shown = wanted.symbols.slice(0, 3).join(', ');
  const more = wanted.symbols.length > 3 ? ` and ${wanted.symbols.length - 3} others` : '';
  return `the program contains ${wanted.path} but not ${shown}${more}`;
}

/**
 * What clears a package of a fault because the code at fault is not in it. Among advisories of one
 * fault those that name code decide; one that finds its code there stands against all others.
 */
export function clearedByAbsence(rows: readonly MatchRow[], pkg: Package): Suppression | undefined {
  const naming = rows.filter(
    (row) => qualifierValues(row.affected.qualifiers?.['imports']).length > 0,
  );
  const [first] = naming;
  if (first === undefined) return undefined;
  const reasons = naming.map((row) => absence(row, pkg));
  const [reason] = reasons;
  if (reason === undefined || reasons.includes(undefined)) return undefined;
  return { by: 'not-present', reason, source: first.source };
}
