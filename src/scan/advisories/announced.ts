import { createHash } from 'node:crypto';

/** A checksum that a server announced for the bytes it sends. */
export interface Announced {
  readonly algorithm: 'sha256' | 'md5';
  readonly base64: string;
}

/**
 * Checksums of the whole representation in an answer's headers: Repr-Digest (RFC 9530), Digest
 * (RFC 3230), Content-MD5, and Google storage's `x-goog-hash`. They guard against proxies and
 * mirrors that damage bytes; who can change the bytes on their way can change a header too.
 */
export function announcedChecksums(headers: ReadonlyMap<string, string>): Announced[] {
  const found: Announced[] = [];
  const add = (algorithm: Announced['algorithm'], base64: string | undefined): void => {
    if (base64 !== undefined && /^[A-Za-z0-9+/]{20,60}={0,2}$/.test(base64))
      found.push({ algorithm, base64 });
  };
  const fields = (name: string): string[] => (headers.get(name) ?? '').split(',').slice(0, 20);
  for (const field of fields('repr-digest'))
    add('sha256', /^\s*sha-256=:([^:]{1,80}):\s*$/.exec(field)?.[1]);
  for (const field of fields('digest'))
    add('sha256', /^\s*sha-256=(\S{1,80})\s*$/i.exec(field)?.[1]);
  for (const field of fields('x-goog-hash')) add('md5', /^\s*md5=(\S{1,80})\s*$/.exec(field)?.[1]);
  add('md5', headers.get('content-md5')?.trim());
  return found;
}

/** The announced checksum that the bytes do not have, if any. */
export function brokenChecksum(
  bytes: Iterable<Uint8Array>,
  announced: readonly Announced[],
): Announced | undefined {
  const hashes = announced.map((item) => ({ item, hash: createHash(item.algorithm) }));
  for (const piece of bytes) for (const { hash } of hashes) hash.update(piece);
  return hashes.find(({ item, hash }) => hash.digest('base64') !== item.base64)?.item;
}
