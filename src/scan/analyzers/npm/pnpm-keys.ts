import { objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { addressOf } from './npm-entries.ts';
import type { Identity } from './npm-entries.ts';

const numbered = /^[0-9]+\.[0-9]+\.[0-9]+/;

/** A version without the peers that pnpm appends: `1.0.0(react@18.0.0)`, `1.0.0_react@18.0.0`. */
function withoutPeers(version: string): string {
  return version.split(/[(_]/, 1)[0] ?? '';
}

/** A key of lockfile version 9 without its peers, as `packages` has it: `name@1.0.0`. */
export function packageKey(key: string): string {
  const at = key.indexOf('(');
  return at === -1 ? key : key.slice(0, at);
}

/** `/name/1.0.0`, `registry.example/@scope/name/1.0.0_peer@2.0.0`: lockfile version 5. */
function fromPath(key: string): Identity | undefined {
  const parts = key.split('/');
  const at = parts.findIndex((part, index) => index > 0 && numbered.test(part));
  const [scope = '', name = ''] = parts.slice(Math.max(0, at - 2), at);
  if (at < 1 || (at === 1 && parts[0] === '')) return undefined;
  const plain = at === 1 ? (parts[0] ?? '') : name;
  const full = scope.startsWith('@') && at > 1 ? `${scope}/${plain}` : plain;
  return full === '' ? undefined : { name: full, version: withoutPeers(parts[at] ?? '') };
}

/** `/name@1.0.0(peer@2.0.0)`, `@scope/name@1.0.0`, `name@https://…`: lockfile versions 6 to 9. */
function fromDescriptor(key: string): Identity | undefined {
  const plain = packageKey(key.startsWith('/') ? key.slice(1) : key);
  const at = plain.indexOf('@', 1);
  if (at === -1) return undefined;
  const reference = plain.slice(at + 1);
  const name = plain.slice(0, at);
  return numbered.test(reference)
    ? { name, version: withoutPeers(reference) }
    : { name, version: '', ...addressOf(reference) };
}

/**
 * Name and version of an entry of `packages`. Entries that come from no registry state both (their
 * keys are addresses); of the others the key alone knows, in a form that each lockfile version
 * changed. Undefined when neither says a name.
 */
export function identityOf(key: string, entry: JsonObject, major: number): Identity | undefined {
  const found = major < 6 ? fromPath(key) : fromDescriptor(key);
  const name = textOf(entry['name']) ?? found?.name;
  const version = textOf(entry['version']) ?? found?.version;
  if (name === undefined || version === undefined) return undefined;
  const foreign = textOf(entry['version']) !== undefined;
  const { requirement = foreign ? originOf(key, entry) : undefined } = found ?? {};
  return { name, version, ...(requirement === undefined ? {} : addressOf(requirement)) };
}

function originOf(key: string, entry: JsonObject): string {
  const resolution = objectOf(entry['resolution']);
  return textOf(resolution['tarball']) ?? textOf(resolution['repo']) ?? key;
}

/** Keys under which `name: reference` of an entry or of the project may be listed. */
export function keysOf(name: string, reference: string): readonly string[] {
  return [
    `${name}@${reference}`,
    `/${name}@${reference}`,
    `/${name}/${reference}`,
    // An alias or an address is the key itself.
    reference,
  ];
}
