import { objectOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { Path } from '../view.ts';
import { valueAt } from '../workloads.ts';
import type { Setting } from './contract.ts';

/**
 * Looks a setting up by the names of its keys, whatever way the program that wrote the description
 * spells them: `endpointPublicAccess`, `EndpointPublicAccess`, `endpoint_public_access`.
 */
export function lookUp(
  object: JsonObject,
  start: Path,
  ...names: readonly string[]
): Setting<unknown> {
  const path = [...start];
  let value = valueAt(object, start);
  for (const name of names) {
    const wanted = plain(name);
    const key = Object.keys(objectOf(value)).find((one) => plain(one) === wanted);
    if (key === undefined) return { value: undefined, path };
    path.push(key);
    value = objectOf(value)[key];
  }
  return { value, path };
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

/** A setting that is on only when the description says so. */
export function isOn({ value, path }: Setting<unknown>): Setting<boolean> {
  return { value: value === true, path };
}

/** Ranges of a list that leaves anybody in when it is empty. */
export function rangesOf({
  value,
  path,
}: Setting<unknown>): Setting<readonly string[] | 'anybody'> {
  const ranges = textsOf(value);
  return { value: ranges.length === 0 || ranges.some(isEverything) ? 'anybody' : ranges, path };
}

/** Whether a range is the whole internet. */
export function isEverything(range: string): boolean {
  return range === '0.0.0.0/0' || range === '::/0';
}
