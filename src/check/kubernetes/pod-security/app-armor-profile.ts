import { objectOf } from '../../../formats/json-values.ts';
import { isSet, securityContexts, shown } from '../fields.ts';
import type { PodView } from '../view.ts';
import type { PodSecurityCheck, Violation } from './contract.ts';

const annotation = 'container.apparmor.security.beta.kubernetes.io/';
const allowed: ReadonlySet<unknown> = new Set(['RuntimeDefault', 'Localhost']);

/** AppArmor is not switched off, neither by field nor by the older annotation. */
export const appArmorProfile: PodSecurityCheck = {
  id: 'appArmorProfile',
  level: 'baseline',
  since: 0,
  violations: (pod) => [...fieldsOf(pod), ...annotationsOf(pod)],
};

function fieldsOf(pod: PodView): Violation[] {
  return securityContexts(pod)
    .filter(({ context }) => isSet(context['appArmorProfile']))
    .filter(({ context }) => !allowed.has(objectOf(context['appArmorProfile'])['type']))
    .map(({ path, context }) => ({
      path: [...path, 'appArmorProfile', 'type'],
      text: `the AppArmor profile is "${shown(objectOf(context['appArmorProfile'])['type'])}"; wanted RuntimeDefault or Localhost`,
    }));
}

function annotationsOf({ annotations, path }: PodView): Violation[] {
  return Object.entries(annotations)
    .filter(([key, value]) => key.startsWith(annotation) && !allowedAnnotation(shown(value)))
    .map(([key, value]) => ({
      path: [...path, 'metadata', 'annotations', key],
      text: `the AppArmor profile is "${shown(value)}"; wanted runtime/default or localhost/…`,
    }));
}

function allowedAnnotation(value: string): boolean {
  return value === '' || value === 'runtime/default' || value.startsWith('localhost/');
}
