import { isSet, isWindows, securityContextOf } from '../fields.ts';
import type { PodSecurityCheck } from './contract.ts';
import { seccompFields } from './seccomp-profile-baseline.ts';

/** Every container runs under the runtime's or a local seccomp profile. */
export const seccompProfileRestricted: PodSecurityCheck = {
  id: 'seccompProfile_restricted',
  level: 'restricted',
  since: 19,
  overrides: 'seccompProfile_baseline',
  violations: (pod, minor) => {
    if (minor >= 25 && isWindows(pod)) return [];
    const wrong = seccompFields(pod);
    // A wrong profile of the pod is one violation, not one for each container that inherits it.
    if (isSet(securityContextOf(pod.spec)['seccompProfile'])) return wrong;
    const missing = pod.containers
      .filter(({ spec }) => !isSet(securityContextOf(spec)['seccompProfile']))
      .map(({ path }) => ({
        path: [...path, 'securityContext', 'seccompProfile'],
        text: 'no seccomp profile; wanted RuntimeDefault or Localhost',
        wanted: { type: 'RuntimeDefault' },
      }));
    return [...wrong, ...missing];
  },
};
