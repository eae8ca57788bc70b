import { isFalse, isWindows, securityContextOf } from '../fields.ts';
import type { PodSecurityCheck } from './contract.ts';

/** No process can gain more privileges than its parent. */
export const allowPrivilegeEscalation: PodSecurityCheck = {
  id: 'allowPrivilegeEscalation',
  level: 'restricted',
  since: 8,
  violations: (pod, minor) =>
    minor >= 25 && isWindows(pod)
      ? []
      : pod.containers
          .filter(({ spec }) => !isFalse(securityContextOf(spec)['allowPrivilegeEscalation']))
          .map(({ path }) => ({
            path: [...path, 'securityContext', 'allowPrivilegeEscalation'],
            text: 'allowPrivilegeEscalation is not false',
          })),
};
