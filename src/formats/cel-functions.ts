import type { Environment } from '@marcbachmann/cel-js';
import { isDeepStrictEqual } from 'node:util';
import { registerAddresses } from './cel-addresses.ts';
import { registerFormats } from './cel-formats.ts';
import type { AddFunction, AddNames, AddType, CelLibrary, Spend } from './cel-library.ts';
import { registerSearches, registerStrings } from './cel-strings.ts';
import { registerUrls } from './cel-urls.ts';
import { registerVersions } from './cel-versions.ts';
import { nanoOf } from './quantity.ts';

/** A Kubernetes quantity in thousand-millionths. */
class Quantity {
  readonly nano: bigint;

  constructor(nano: bigint) {
    this.nano = nano;
  }
}

function quantityOf(text: string): Quantity {
  const nano = nanoOf(text);
  if (nano === undefined) throw new Error(`"${text}" is no quantity`);
  return new Quantity(nano);
}

/** Order of two values of one kind. */
function order(a: unknown, b: unknown): number {
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  throw new Error('the items of the list cannot be compared');
}

/** The same for equality: values of other kinds are never equal. */
function equal(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === typeof b && typeof a !== 'object' && order(a, b) === 0);
}

/**
 * Adds the libraries of the Kubernetes API server that concern plain data.
 * @param spend Called with the steps that a search takes.
 */
export function registerKubernetesFunctions(environment: Environment, spend: Spend): Environment {
  const add: AddFunction = (signature, body) => {
    environment.registerFunction(signature, body as (...values: unknown[]) => unknown);
  };
  const addType: AddType = (name, of) => {
    environment.registerType(name, { ctor: of, fields: {} });
    environment.registerOperator(`${name} == ${name}`, (a, b) => isDeepStrictEqual(a, b));
  };
  const addNames: AddNames = (type, name) => {
    // The library tells types by their class: each name has one of its own.
    const Names = class {
      readonly name: string = name;
    };
    environment.registerType(type, { ctor: Names, fields: {} });
    environment.registerConstant(name, type, new Names());
  };
  const library: CelLibrary = { add, addType, addNames };
  addType('kubernetes.Quantity', Quantity);
  quantities(add);
  lists(add);
  sets(library);
  registerUrls(add, addType);
  registerSearches(add, spend);
  registerStrings(add);
  registerAddresses(library);
  registerFormats(library);
  registerVersions(add, addType);
  return environment;
}

function sets({ add, addNames }: CelLibrary): void {
  addNames('kubernetes.SetNames', 'sets');
  const holds = (all: readonly unknown[], some: readonly unknown[]): boolean =>
    some.every((one) => all.some((other) => equal(one, other)));
  type Two = (_: unknown, a: readonly unknown[], b: readonly unknown[]) => boolean;
  const two = (name: string, body: Two): void => {
    add(`kubernetes.SetNames.${name}(list<dyn>, list<dyn>): bool`, body);
  };
  two('contains', (_, a, b) => holds(a, b));
  two('equivalent', (_, a, b) => holds(a, b) && holds(b, a));
  two('intersects', (_, a, b) => a.some((one) => b.some((other) => equal(one, other))));
}

function quantities(add: AddFunction): void {
  const type = 'kubernetes.Quantity';
  add('isQuantity(string): bool', (text: string) => nanoOf(text) !== undefined);
  add(`quantity(string): ${type}`, quantityOf);
  add(`${type}.isGreaterThan(${type}): bool`, (a: Quantity, b: Quantity) => a.nano > b.nano);
  add(`${type}.isLessThan(${type}): bool`, (a: Quantity, b: Quantity) => a.nano < b.nano);
  add(`${type}.compareTo(${type}): int`, (a: Quantity, b: Quantity) =>
    BigInt(order(a.nano, b.nano)),
  );
  add(`${type}.add(${type}): ${type}`, (a: Quantity, b: Quantity) => new Quantity(a.nano + b.nano));
  add(`${type}.sub(${type}): ${type}`, (a: Quantity, b: Quantity) => new Quantity(a.nano - b.nano));
  const whole = (number: bigint): Quantity => new Quantity(number * 10n ** 9n);
  add(
    `${type}.add(int): ${type}`,
    (a: Quantity, b: bigint) => new Quantity(a.nano + whole(b).nano),
  );
  add(
    `${type}.sub(int): ${type}`,
    (a: Quantity, b: bigint) => new Quantity(a.nano - whole(b).nano),
  );
  add(`${type}.sign(): int`, (a: Quantity) => BigInt(order(a.nano, 0n)));
  add(`${type}.isInteger(): bool`, (a: Quantity) => a.nano % 10n ** 9n === 0n);
  add(`${type}.asInteger(): int`, (a: Quantity) => a.nano / 10n ** 9n);
  add(`${type}.asApproximateFloat(): double`, (a: Quantity) => Number(a.nano) / 1e9);
}

function lists(add: AddFunction): void {
  add('list.isSorted(): bool', (list: readonly unknown[]) =>
    list.every((item, at) => at === 0 || order(list[at - 1], item) <= 0),
  );
  add('list.min(): dyn', (list: readonly unknown[]) => extreme(list, -1));
  add('list.max(): dyn', (list: readonly unknown[]) => extreme(list, 1));
  add('list.sum(): dyn', (list: readonly (bigint | number)[]) => {
    const whole = list.filter((item) => typeof item === 'bigint');
    if (whole.length === list.length) return whole.reduce((sum, item) => sum + item, 0n);
    return list.map(Number).reduce((sum, item) => sum + item, 0);
  });
  add('list.indexOf(dyn): int', (list: readonly unknown[], item: unknown) =>
    BigInt(list.findIndex((one) => equal(one, item))),
  );
  add('list.lastIndexOf(dyn): int', (list: readonly unknown[], item: unknown) =>
    BigInt(list.findLastIndex((one) => equal(one, item))),
  );
}

function extreme(list: readonly unknown[], sign: 1 | -1): unknown {
  if (list.length === 0) throw new Error('an empty list has neither least nor greatest item');
  return list.reduce((best, item) => (order(item, best) * sign > 0 ? item : best));
}
