import { listOf, objectOf } from '../../../formats/json-values.ts';
import { isFalse, isTrue, isWindows, securityContextOf } from '../fields.ts';
import type { Container } from '../view.ts';
import type { PodSecurityCheck, Violation } from './contract.ts';

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
          .map((container) => ({
            ...escalationEnding(container),
            text: 'allowPrivilegeEscalation is not false',
          })),
};

/** Where a container may gain privileges, and what ends it. */
export function escalationEnding({ spec, path }: Container): Omit<Violation, 'text'> {
  const at = [...path, 'securityContext'];
  const field = [...at, 'allowPrivilegeEscalation'];
  const { privileged, capabilities } = securityContextOf(spec);
  // The API server refuses "false" beside these two.
  if (listOf(objectOf(capabilities)['add']).includes('CAP_SYS_ADMIN')) return { path: field };
  if (!isTrue(privileged)) return { path: field, wanted: false };
  const changes = [field, [...at, 'privileged']].map((set) => ({ set, to: false }));
  return { path: field, changes, review: true };
}
