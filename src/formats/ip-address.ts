/** Which numbers an address is counted in. */
export type AddressFamily = 4 | 6;

/** An address of either family as a number. */
export interface IpAddress {
  readonly family: AddressFamily;
  readonly value: bigint;
}

/** Bits of an address. */
export const addressBits: Readonly<Record<AddressFamily, number>> = { 4: 32, 6: 128 };

/** An address of either family; undefined when it is none (RFC 4291 2.2, dotted quads without leading zeros). */
export function parseAddress(text: string): IpAddress | undefined {
  if (text.length > 45) return undefined;
  if (!text.includes(':')) {
    const value = parseQuads(text);
    return value === undefined ? undefined : { family: 4, value };
  }
  const value = parseGroups(text);
  return value === undefined ? undefined : { family: 6, value };
}

function parseQuads(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256n + BigInt(part);
  }
  return value;
}

function parseGroups(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half, index) => groupsOf(half, index === halves.length - 1));
  const [head, tail = []] = groups;
  if (head === undefined || groups.includes(undefined)) return undefined;
  const given = head.length + (tail?.length ?? 0);
  if (halves.length === 1 ? given !== 8 : given > 7) return undefined;
  const all = [...head, ...Array.from({ length: 8 - given }, () => 0), ...(tail ?? [])];
  return all.reduce((value, group) => value * 65_536n + BigInt(group), 0n);
}

/** Groups of one side of `::`; the last of all may be a dotted quad, which is two groups. */
function groupsOf(text: string, atEnd: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (atEnd && part.includes('.') && index === parts.length - 1) {
      const quads = parseQuads(part);
      if (quads === undefined) return undefined;
      groups.push(Number(quads >> 16n), Number(quads & 0xffffn));
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/**
 * An address with the length of its prefix, such as `10.1.2.3/8`; bits behind the prefix are kept.
 * Undefined when it is none (RFC 4632 3.1, lengths without leading zeros).
 */
export function parsePrefix(text: string): (IpAddress & { readonly length: number }) | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const address = parseAddress(text.slice(0, slash));
  const digits = text.slice(slash + 1);
  if (address === undefined || !/^(?:0|[1-9]\d{0,2})$/.test(digits)) return undefined;
  const length = Number(digits);
  return length > addressBits[address.family] ? undefined : { ...address, length };
}

/** An address as people write it (RFC 5952 for IPv6). */
export function addressText({ family, value }: IpAddress): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    Number((value >> BigInt(112 - 16 * index)) & 0xffffn),
  );
  const gap = longestZeros(groups);
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  if (gap === undefined) return hex(groups);
  return `${hex(groups.slice(0, gap.from))}::${hex(groups.slice(gap.to))}`;
}

function longestZeros(groups: readonly number[]): { from: number; to: number } | undefined {
  let best: { from: number; to: number } | undefined;
  let from = 0;
  for (let index = 0; index <= groups.length; index += 1) {
    if (groups[index] === 0) continue;
    const run = { from, to: index };
    const length = run.to - run.from;
    if (length > 1 && length > (best === undefined ? 0 : best.to - best.from)) best = run;
    from = index + 1;
  }
  return best;
}
