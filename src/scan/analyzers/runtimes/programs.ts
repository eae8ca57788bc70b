import type { FoundPackage } from '../contract.ts';

/** What version managers call a program, and the name under which programs themselves and feeds go. */
const programs: ReadonlyMap<string, string> = new Map([
  ['nodejs', 'node'],
  ['golang', 'go'],
  ['postgres', 'postgresql'],
]);

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
  const exact = /^v?([0-9]+\.[0-9]+\.[0-9]+.*)$/.exec(wanted)?.[1];
  return {
    name,
    version: exact ?? '',
    type,
    relationship: 'direct',
    ...(exact === undefined && wanted !== '' ? { requirement: wanted } : {}),
    ...(line === undefined ? {} : { lines: { startLine: line, endLine: line } }),
  };
}
