import { addressBits, parsePrefix } from '../../formats/ip-address.ts';
import { differenceOf, intervalsOf, unionOf, type Intervals } from './intervals.ts';

/** Addresses of both families. */
export interface AddressSet {
  readonly 4: Intervals<bigint>;
  readonly 6: Intervals<bigint>;
}

/** Every address of a family. */
export const wholeSpace: AddressSet = {
  4: [{ from: 0n, to: 1n << 32n }],
  6: [{ from: 0n, to: 1n << 128n }],
};

/** No address. */
export const noAddresses: AddressSet = { 4: [], 6: [] };

/** Addresses of a block such as `10.0.0.0/8`; host bits are ignored, as the API server does. Undefined when it is none. */
export function parseBlock(text: string): AddressSet | undefined {
  const prefix = parsePrefix(text);
  if (prefix === undefined) return undefined;
  const host = BigInt(addressBits[prefix.family] - prefix.length);
  const from = (prefix.value >> host) << host;
  const block = intervalsOf([{ from, to: from + (1n << host) }]);
  return { ...noAddresses, [prefix.family]: block };
}

/** Addresses of either. */
export function eitherAddresses(a: AddressSet, b: AddressSet): AddressSet {
  return { 4: unionOf(a[4], b[4]), 6: unionOf(a[6], b[6]) };
}

/** Addresses of the first that are not of the second. */
export function addressesWithout(a: AddressSet, b: AddressSet): AddressSet {
  return { 4: differenceOf(a[4], b[4]), 6: differenceOf(a[6], b[6]) };
}
