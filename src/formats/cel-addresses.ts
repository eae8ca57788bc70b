import type { CelLibrary } from './cel-library.ts';

/** An address as `netip` of Go has it: without zone, and none of version 4 within one of version 6. */
class Address {
  readonly family: 4 | 6;
  readonly value: bigint;

  constructor(family: 4 | 6, value: bigint) {
    this.family = family;
    this.value = value;
  }
}

/** An address with the length of its prefix; the bits behind that are kept. */
class Network {
  readonly address: Address;
  readonly length: number;

  constructor(address: Address, length: number) {
    this.address = address;
    this.length = length;
  }
}

const bitsOf = (family: 4 | 6): bigint => (family === 4 ? 32n : 128n);

function addressIn(text: string): Address | undefined {
  if (text.length > 45) return undefined;
  const four = fourIn(text);
  if (four !== undefined) return new Address(4, four);
  const six = sixIn(text);
  // Kubernetes refuses addresses of version 4 that are written as one of version 6.
  return six === undefined || six >> 32n === 0xffffn ? undefined : new Address(6, six);
}

function fourIn(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function sixIn(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map(groupsIn);
  const [head, tail] = groups;
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [
    ...head,
    ...Array.from({ length: tail === undefined ? 0 : missing }, () => 0n),
    ...(tail ?? []),
  ];
  return all.reduce((value, group) => (value << 16n) | group, 0n);
}

function groupsIn(half: string): readonly bigint[] | undefined {
  if (half === '') return [];
  const parts = half.split(':');
  const groups: bigint[] = [];
  for (const [at, part] of parts.entries()) {
    const four = at === parts.length - 1 ? fourIn(part) : undefined;
    if (four !== undefined) groups.push(four >> 16n, four & 0xffffn);
    else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
}

function networkIn(text: string): Network | undefined {
  const slash = text.lastIndexOf('/');
  const address = addressIn(text.slice(0, Math.max(0, slash)));
  const length = text.slice(slash + 1);
  if (address === undefined || !/^(?:0|[1-9]\d{0,2})$/.test(length)) return undefined;
  return BigInt(length) > bitsOf(address.family) ? undefined : new Network(address, Number(length));
}

function addressOf(text: string): Address {
  const address = addressIn(text);
  if (address === undefined) throw new Error(`"${text}" is no IP address`);
  return address;
}

function networkOf(text: string): Network {
  const network = networkIn(text);
  if (network === undefined) throw new Error(`"${text}" is no CIDR`);
  return network;
}

function addressText({ family, value }: Address): string {
  const group = (at: number, width: bigint): bigint =>
    (value >> (BigInt(at) * width)) & ((1n << width) - 1n);
  if (family === 4) return [3, 2, 1, 0].map((at) => group(at, 8n)).join('.');
  const groups = [7, 6, 5, 4, 3, 2, 1, 0].map((at) => group(at, 16n).toString(16));
  let best = { at: -1, length: 1 };
  for (let at = 0; at < 8; at += 1) {
    let length = 0;
    while (groups[at + length] === '0') length += 1;
    if (length > best.length) best = { at, length };
  }
  if (best.at < 0) return groups.join(':');
  const head = groups.slice(0, best.at).join(':');
  return `${head}::${groups.slice(best.at + best.length).join(':')}`;
}

function networkText({ address, length }: Network): string {
  return `${addressText(address)}/${length}`;
}

/** The bits of an address that a prefix of this length leaves. */
function prefixOf({ family, value }: Address, length: number): bigint {
  return value >> (bitsOf(family) - BigInt(length));
}

function holds({ address, length }: Network, other: Address): boolean {
  return address.family === other.family && prefixOf(address, length) === prefixOf(other, length);
}

function within(network: Network, other: Network): boolean {
  return other.length >= network.length && holds(network, other.address);
}

function isIn(address: Address, ...networks: readonly string[]): boolean {
  return networks.some((text) => holds(networkOf(text), address));
}

/** Kubernetes' libraries of addresses and networks: `ip`, `isIP`, `cidr`, `isCIDR` and what hangs on them. */
export function registerAddresses({ add, addType, addNames }: CelLibrary): void {
  const ip = 'net.IP';
  const cidr = 'net.CIDR';
  addType(ip, Address);
  addType(cidr, Network);
  addNames('net.IPNames', 'ip');
  add('isIP(string): bool', (text: string) => addressIn(text) !== undefined);
  add(`ip(string): ${ip}`, addressOf);
  add(`string(${ip}): string`, addressText);
  add(
    'net.IPNames.isCanonical(string): bool',
    (_: unknown, text: string) => addressText(addressOf(text)) === text,
  );
  add(`${ip}.family(): int`, ({ family }: Address) => BigInt(family));
  add(`${ip}.isUnspecified(): bool`, ({ value }: Address) => value === 0n);
  add(`${ip}.isLoopback(): bool`, (one: Address) => isIn(one, '127.0.0.0/8', '::1/128'));
  add(`${ip}.isLinkLocalMulticast(): bool`, (one: Address) => isLocalMulticast(one));
  add(`${ip}.isLinkLocalUnicast(): bool`, (one: Address) =>
    isIn(one, '169.254.0.0/16', 'fe80::/10'),
  );
  add(`${ip}.isGlobalUnicast(): bool`, isGlobal);
  add('isCIDR(string): bool', (text: string) => networkIn(text) !== undefined);
  add(`cidr(string): ${cidr}`, networkOf);
  add(`string(${cidr}): string`, networkText);
  add(`${cidr}.ip(): ${ip}`, ({ address }: Network) => address);
  add(`${cidr}.prefixLength(): int`, ({ length }: Network) => BigInt(length));
  add(`${cidr}.masked(): ${cidr}`, ({ address, length }: Network) => {
    const behind = bitsOf(address.family) - BigInt(length);
    return new Network(new Address(address.family, (address.value >> behind) << behind), length);
  });
  add(`${cidr}.containsIP(${ip}): bool`, holds);
  add(`${cidr}.containsIP(string): bool`, (one: Network, text: string) =>
    holds(one, addressOf(text)),
  );
  add(`${cidr}.containsCIDR(${cidr}): bool`, within);
  add(`${cidr}.containsCIDR(string): bool`, (one: Network, text: string) =>
    within(one, networkOf(text)),
  );
}

function isLocalMulticast(one: Address): boolean {
  if (isIn(one, '224.0.0.0/24')) return true;
  // Whatever the flags of the group: the scope alone tells.
  return one.family === 6 && ((one.value >> 112n) & 0xff0fn) === 0xff02n;
}

function isGlobal(one: Address): boolean {
  const isNone = one.value === 0n || (one.family === 4 && one.value === 0xffff_ffffn);
  return (
    !isNone &&
    !isIn(one, '127.0.0.0/8', '::1/128', '224.0.0.0/4', 'ff00::/8', '169.254.0.0/16', 'fe80::/10')
  );
}
