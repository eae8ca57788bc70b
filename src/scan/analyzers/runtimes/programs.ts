import { productNames } from '../binary/product-names.ts';
import type { Program } from '../binary/program.ts';
import { programs as recognised } from '../binary/programs.ts';
import type { FoundPackage } from '../contract.ts';

/** What version managers call a program, and the name under which programs themselves and feeds go. */
const programs: ReadonlyMap<string, string> = new Map([
  ['nodejs', 'node'],
  ['golang', 'go'],
  ['postgres', 'postgresql'],
]);

/** Programs that version managers provide and whose files are told by other analyzers. */
const others: readonly Pick<Program, 'name' | 'products'>[] = [
  { name: 'terraform', products: ['hashicorp:terraform'] },
  { name: 'kubectl', products: ['kubernetes:kubectl'] },
];

/** What advisories call a program is the same whoever tells of it. */
const known = new Map(
  [...recognised, ...others].map(
    (row) => [row.name.split('/').at(-1) ?? row.name, productNames(row, '')] as const,
  ),
);

/** Prefixes of tool names that stand for a package of a registry instead of a program. */
const registries: ReadonlyMap<string, string> = new Map([
  ['npm', 'npm'],
  ['pipx', 'pypi'],
  ['cargo', 'cargo'],
  ['gem', 'gem'],
  ['go', 'golang'],
]);

/** A program that a version manager is to provide; one that is no version is what was asked for. */
export function program(tool: string, wanted: string, line?: number): FoundPackage | undefined {
  const colon = tool.indexOf(':');
  const type = colon === -1 ? 'generic' : (registries.get(tool.slice(0, colon)) ?? 'generic');
  const plain = colon === -1 ? tool : tool.slice(colon + 1);
  const name = type === 'generic' ? (programs.get(plain) ?? plain) : plain;
  if (name === '' || name.length > 256 || wanted.length > 256) return undefined;
  const exact = /^v?([0-9]+\.[0-9]+\.[0-9].*)$/.exec(wanted)?.[1];
  const cpes = type === 'generic' ? (known.get(name) ?? []) : [];
  return {
    name,
    version: exact ?? '',
    type,
    ...(cpes.length === 0 ? {} : { cpes }),
    relationship: 'direct',
    ...(exact === undefined && wanted !== '' ? { requirement: wanted } : {}),
    ...(line === undefined ? {} : { lines: { startLine: line, endLine: line } }),
  };
}
