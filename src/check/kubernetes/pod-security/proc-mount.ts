import { isFalse, isSet, securityContextOf, shown } from '../fields.ts';
import type { PodView } from '../view.ts';
import type { PodSecurityCheck, Violation } from './contract.ts';

/** `/proc` is masked; since 1.35 a pod in a user namespace of its own may do without. */
export const procMount: PodSecurityCheck = {
  id: 'procMount',
  level: 'baseline',
  since: 0,
  violations: (pod, minor) => (minor >= 35 && isFalse(pod.spec['hostUsers']) ? [] : unmasked(pod)),
};

/** Containers whose `/proc` is not masked. */
export function unmasked({ containers }: PodView): readonly Violation[] {
  return containers.flatMap(({ spec, path }) => {
    const value = securityContextOf(spec)['procMount'];
    if (!isSet(value) || value === 'Default') return [];
    const text = `procMount is "${shown(value)}"; wanted Default or nothing`;
    const ending = { wanted: 'Default', review: true };
    return [{ path: [...path, 'securityContext', 'procMount'], text, ...ending }];
  });
}
