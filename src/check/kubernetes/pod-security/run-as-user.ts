import { isFalse, integerOf, securityContexts } from '../fields.ts';
import type { PodSecurityCheck } from './contract.ts';

/** Nobody asks to be user 0; since 1.35 allowed inside a user namespace. */
export const runAsUser: PodSecurityCheck = {
  id: 'runAsUser',
  level: 'restricted',
  since: 23,
  violations: (pod, minor) =>
    minor >= 35 && isFalse(pod.spec['hostUsers'])
      ? []
      : securityContexts(pod)
          .filter(({ context }) => integerOf(context['runAsUser']) === 0)
          .map(({ path }) => ({
            path: [...path, 'runAsUser'],
            text: 'runAsUser is 0; wanted another or nothing',
          })),
};
