/** A content digest `algorithm:hex` (OCI image specification, descriptor.md §Digests), taken apart. */
export interface Digest {
  readonly algorithm: 'sha256' | 'sha512';
  readonly hex: string;
}

const hexLength = { sha256: 64, sha512: 128 } as const;

/**
 * The digest in `text`, or undefined when it is none or of an algorithm that vouches for nothing.
 * Upper-case hex is refused as the specification asks, so that one digest has one spelling; a
 * digest that passes is also safe as the name of a file.
 */
export function parseDigest(text: string): Digest | undefined {
  const [, algorithm, hex = ''] = /^(sha256|sha512):([0-9a-f]{64,128})$/.exec(text) ?? [];
  if (algorithm !== 'sha256' && algorithm !== 'sha512') return undefined;
  return hex.length === hexLength[algorithm] ? { algorithm, hex } : undefined;
}

/** True when `text` is a digest that can be verified. */
export function isDigest(text: string): boolean {
  return parseDigest(text) !== undefined;
}
