import { objectOf } from '../../../formats/json-values.ts';
import { isSet, securityContexts, shown } from '../fields.ts';
import type { PodView } from '../view.ts';
import type { PodSecurityCheck, Violation } from './contract.ts';

const podAnnotation = 'seccomp.security.alpha.kubernetes.io/pod';
const containerAnnotation = 'container.seccomp.security.alpha.kubernetes.io/';
const allowed: ReadonlySet<unknown> = new Set(['RuntimeDefault', 'Localhost']);

/** seccomp is not switched off: by annotation before 1.19, by field since. */
export const seccompProfileBaseline: PodSecurityCheck = {
  id: 'seccompProfile_baseline',
  level: 'baseline',
  since: 0,
  violations: (pod, minor) => (minor < 19 ? seccompAnnotations(pod) : seccompFields(pod)),
};

/** Annotations of before 1.19 that switch seccomp off. */
export function seccompAnnotations({ annotations, containers, path }: PodView): Violation[] {
  return [podAnnotation, ...containers.map(({ name }) => containerAnnotation + name)]
    .filter((key) => isSet(annotations[key]) && !allowedAnnotation(shown(annotations[key])))
    .map((key) => ({
      path: [...path, 'metadata', 'annotations', key],
      text: `the seccomp profile is "${shown(annotations[key])}"; wanted runtime/default or localhost/…`,
    }));
}

/** Fields that ask for another profile than the runtime's or a local one. */
export function seccompFields(pod: PodView): Violation[] {
  return securityContexts(pod).flatMap(({ context, path }) => {
    if (!isSet(context['seccompProfile'])) return [];
    const { type } = objectOf(context['seccompProfile']);
    if (allowed.has(type)) return [];
    const text = `the seccomp profile is "${shown(type)}"; wanted RuntimeDefault or Localhost`;
    const ending = { wanted: 'RuntimeDefault', review: true };
    return [{ path: [...path, 'seccompProfile', 'type'], text, ...ending }];
  });
}

function allowedAnnotation(value: string): boolean {
  return ['runtime/default', 'docker/default'].includes(value) || value.startsWith('localhost/');
}
