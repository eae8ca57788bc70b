import { purlOf } from '../../../formats/purl.ts';
import type { FoundPackage } from '../contract.ts';

const longest = 1024;

/**
 * An image named in a file, as the file writes it: `nginx:1.27.4`, `registry:5000/app@sha256:…`.
 * Undefined when part of the name is still a variable, or when it is Docker's empty base.
 */
export function imageNamed(text: string, line?: number): FoundPackage | undefined {
  const reference = text.trim().replace(/^(["'])(.*)\1$/, '$2');
  if (reference.length > longest || !/^[A-Za-z0-9][\w.\-/:@]*$/.test(reference)) return undefined;
  if (reference === 'scratch') return undefined;
  const [named = '', digest] = reference.split('@', 2);
  // A colon after the last slash starts the tag; one before it belongs to a port.
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const name = colon === -1 ? named : named.slice(0, colon);
  const tag = colon === -1 ? undefined : named.slice(colon + 1);
  if (name === '' || tag === '' || digest === '') return undefined;
  const version = digest ?? tag ?? 'latest';
  const slash = name.lastIndexOf('/');
  const purl = purlOf({
    type: 'docker',
    namespace: name.slice(0, Math.max(0, slash)),
    name: name.slice(slash + 1),
    version,
    ...(digest !== undefined && tag !== undefined ? { qualifiers: { tag } } : {}),
  });
  return {
    name,
    version,
    type: 'docker',
    purl,
    ...(line === undefined ? {} : { lines: { startLine: line } }),
  };
}

/** `$NAME`, `${NAME}`, `${NAME:-default}`: replaced where the value or a default is known, else left as it is. */
export function withVariables(text: string, values: ReadonlyMap<string, string>): string {
  return text
    .slice(0, longest)
    .replaceAll(
      /\$\{(\w+)(?::?-([^{}]*))?\}|\$(\w+)/g,
      (whole: string, braced?: string, fallback?: string, plain?: string) =>
        values.get(braced ?? plain ?? '') ?? fallback ?? whole,
    );
}
