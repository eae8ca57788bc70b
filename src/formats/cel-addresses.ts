import type { CelLibrary } from './cel-library.ts';
import { addressBits, addressText, parseAddress, parsePrefix } from './ip-address.ts';
import type { AddressFamily, IpAddress } from './ip-address.ts';

/** An address as `netip` of Go has it: without zone, and none of version 4 within one of version 6. */
class Address implements IpAddress {
  readonly family: AddressFamily;
  readonly value: bigint;

  constructor(family: AddressFamily, value: bigint) {
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

/** Kubernetes refuses addresses of version 4 that are written as one of version 6. */
function isMapped({ family, value }: IpAddress): boolean {
  return family === 6 && value >> 32n === 0xffffn;
}

function addressIn(text: string): Address | undefined {
  const found = parseAddress(text);
  if (found === undefined || isMapped(found)) return undefined;
  return new Address(found.family, found.value);
}

function networkIn(text: string): Network | undefined {
  const found = parsePrefix(text);
  if (found === undefined || isMapped(found)) return undefined;
  return new Network(new Address(found.family, found.value), found.length);
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

function networkText({ address, length }: Network): string {
  return `${addressText(address)}/${length}`;
}

/** The bits of an address that a prefix of this length leaves. */
function prefixOf({ family, value }: Address, length: number): bigint {
  return value >> BigInt(addressBits[family] - length);
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
    const behind = BigInt(addressBits[address.family] - length);
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
