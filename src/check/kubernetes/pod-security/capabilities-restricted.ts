import { listOf, objectOf } from '../../../formats/json-values.ts';
import { isWindows, securityContextOf, shown } from '../fields.ts';
import type { Container } from '../view.ts';
import type { PodSecurityCheck, Violation } from './contract.ts';

/** Every capability is dropped, and only the one to bind low ports may be added again. */
export const capabilitiesRestricted: PodSecurityCheck = {
  id: 'capabilities_restricted',
  level: 'restricted',
  since: 22,
  overrides: 'capabilities_baseline',
  violations: (pod, minor) =>
    minor >= 25 && isWindows(pod) ? [] : pod.containers.flatMap(violationsOf),
};

function violationsOf({ spec, path }: Container): readonly Violation[] {
  const { add, drop } = objectOf(securityContextOf(spec)['capabilities']);
  const at = [...path, 'securityContext', 'capabilities'];
  const missing = listOf(drop).includes('ALL')
    ? []
    : [
        {
          path: [...at, 'drop'],
          text: 'not every capability is dropped; wanted drop: [ALL]',
          changes: [{ append: [...at, 'drop'], item: 'ALL' }],
          review: true,
        },
      ];
  const added = listOf(add).flatMap((name, index) =>
    name === 'NET_BIND_SERVICE'
      ? []
      : [
          {
            path: [...at, 'add', index],
            text: `the capability "${shown(name)}" is added`,
            changes: [{ remove: [...at, 'add', index] }],
            review: true,
          },
        ],
  );
  return [...missing, ...added];
}
