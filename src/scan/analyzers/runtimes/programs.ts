import type { FoundPackage } from '../contract.ts';

/** What version managers call a program, and the name under which programs themselves and feeds go. */
const programs: ReadonlyMap<string, string> = new Map([
  ['nodejs', 'node'],
  ['golang', 'go'],
  ['postgres', 'postgresql'],
]);

/** Vendor and product by which advisories call a program. */
const products: ReadonlyMap<string, string> = new Map([
  ['node', 'nodejs:node.js'],
  ['python', 'python:python'],
  ['go', 'golang:go'],
  ['ruby', 'ruby-lang:ruby'],
  ['php', 'php:php'],
  ['perl', 'perl:perl'],
  ['rust', 'rust-lang:rust'],
  ['deno', 'deno:deno'],
  ['erlang', 'erlang:erlang\\/otp'],
  ['elixir', 'elixir-lang:elixir'],
  ['terraform', 'hashicorp:terraform'],
  ['vault', 'hashicorp:vault'],
  ['consul', 'hashicorp:consul'],
  ['kubectl', 'kubernetes:kubectl'],
  ['helm', 'helm:helm'],
  ['postgresql', 'postgresql:postgresql'],
  ['redis', 'redis:redis'],
  ['nginx', 'f5:nginx'],
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
  const product = type === 'generic' ? products.get(name) : undefined;
  return {
    name,
    version: exact ?? '',
    type,
    ...(product === undefined ? {} : { cpes: [`cpe:2.3:a:${product}:*:*:*:*:*:*:*:*`] }),
    relationship: 'direct',
    ...(exact === undefined && wanted !== '' ? { requirement: wanted } : {}),
    ...(line === undefined ? {} : { lines: { startLine: line, endLine: line } }),
  };
}
