import { isFalse, isSet, isTrue, securityContextOf } from '../fields.ts';
import type { PodView } from '../view.ts';
import type { PodSecurityCheck, Violation } from './contract.ts';

/** The kubelet refuses to start containers as root; since 1.35 not asked inside a user namespace. */
export const runAsNonRoot: PodSecurityCheck = {
  id: 'runAsNonRoot',
  level: 'restricted',
  since: 0,
  violations: (pod, minor) => (minor >= 35 && isFalse(pod.spec['hostUsers']) ? [] : mayBeRoot(pod)),
};

const ending = { wanted: true, review: true } as const;

function mayBeRoot({ spec, path, containers }: PodView): readonly Violation[] {
  const violations: Violation[] = [];
  const own = securityContextOf(spec)['runAsNonRoot'];
  if (isSet(own) && !isTrue(own)) {
    const at = [...path, 'spec', 'securityContext', 'runAsNonRoot'];
    violations.push({ path: at, text: 'runAsNonRoot is false; wanted true', ...ending });
  }
  for (const container of containers) {
    const value = securityContextOf(container.spec)['runAsNonRoot'];
    const at = [...container.path, 'securityContext', 'runAsNonRoot'];
    if (isSet(value) ? !isTrue(value) : !isSet(own)) {
      const state = isSet(value) ? 'is false' : 'is not set, neither here nor by the pod';
      violations.push({ path: at, text: `runAsNonRoot ${state}; wanted true`, ...ending });
    }
  }
  return violations;
}
