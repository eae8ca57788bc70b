import { allows, type RoleRule } from './model.ts';

/** What a rule lets somebody do, as verb and resource: `create pods`. */
export interface Power {
  readonly group: string;
  readonly resource: string;
  readonly verbs: readonly string[];
}

/** Verbs of a power that a rule allows. */
export function heldVerbs(rule: RoleRule, { group, resource, verbs }: Power): string[] {
  return verbs.filter((verb) => allows(rule, { verb, group, resource }));
}

/** Powers of a list that a rule holds, in words: `create, update pods`; empty when it holds none. */
export function heldText(rule: RoleRule, powers: readonly Power[]): string {
  return powers
    .flatMap((power) => {
      const verbs = heldVerbs(rule, power);
      return verbs.length === 0 ? [] : [`${verbs.join(', ')} ${power.resource}`];
    })
    .join('; ');
}

/** Verbs that change what is there, or make something new. */
export const writeVerbs: readonly string[] = ['create', 'update', 'patch'];

/** Resources whose objects run containers of the author's choice. */
export const podMakers: readonly Power[] = [
  { group: '', resource: 'pods', verbs: writeVerbs },
  { group: '', resource: 'replicationcontrollers', verbs: writeVerbs },
  { group: 'apps', resource: 'daemonsets', verbs: writeVerbs },
  { group: 'apps', resource: 'deployments', verbs: writeVerbs },
  { group: 'apps', resource: 'replicasets', verbs: writeVerbs },
  { group: 'apps', resource: 'statefulsets', verbs: writeVerbs },
  { group: 'batch', resource: 'cronjobs', verbs: writeVerbs },
  { group: 'batch', resource: 'jobs', verbs: writeVerbs },
];
