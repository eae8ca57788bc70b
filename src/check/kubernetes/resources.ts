import { objectOf } from '../../formats/json-values.ts';
import type { Aliases, Answer } from '../contract.ts';
import { isSet, shown } from './fields.ts';
import { eachContainer } from './judge.ts';
import { quantityOf } from '../../formats/quantity.ts';
import type { KubernetesView } from './view.ts';
import { notSet } from '../words.ts';

/** Which of a container's resources, and the ids that ask for bounds of it alone. */
export interface Resource {
  readonly kind: 'limits' | 'requests';
  readonly name: 'cpu' | 'memory' | 'ephemeral-storage';
  /** Options that bound the value: empty is no bound. */
  readonly max?: string;
  readonly min?: string;
  /** Name of the option that says whether it has to be set at all. */
  readonly required?: string;
  /** Ids that answer, when they are fewer than the rule's. */
  readonly aliases?: Aliases;
}

/** Asks that every container that stays sets a resource, and that it is within bounds. */
export function eachResource(view: KubernetesView, answer: Answer, resource: Resource): void {
  const { kind, name, aliases } = resource;
  const required = resource.required === undefined || answer.option(resource.required) === true;
  const max = boundOf(answer, resource.max, Infinity);
  const min = boundOf(answer, resource.min, -Infinity);
  eachContainer(view, answer, (container) => {
    // An ephemeral container may not set resources.
    if (container.type === 'ephemeral') return undefined;
    const value = objectOf(objectOf(container.spec['resources'])[kind])[name];
    const path = [...container.path, 'resources', kind, name];
    const ids = aliases && { aliases };
    if (!isSet(value)) return required ? { path, params: { value: notSet }, ...ids } : undefined;
    const amount = quantityOf(value);
    const wrong = amount === undefined || amount > max || amount < min;
    if (!wrong) return undefined;
    return { path, params: { value: shown(value) }, ...ids };
  });
}

/** The value of an option that bounds a resource; an empty one bounds nothing. */
function boundOf(answer: Answer, option: string | undefined, none: number): number {
  return option === undefined ? none : (quantityOf(String(answer.option(option))) ?? none);
}
