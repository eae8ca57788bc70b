import { objectOf, textOf } from '../../../formats/json-values.ts';
import { securityContexts, shown } from '../fields.ts';
import type { PodSecurityCheck, Violation } from './contract.ts';

const types = new Set(['', 'container_t', 'container_init_t', 'container_kvm_t']);

/** SELinux confines the pod as a container, and neither user nor role is chosen. */
export const seLinuxOptions: PodSecurityCheck = {
  id: 'seLinuxOptions',
  level: 'baseline',
  since: 0,
  violations: (pod, minor) =>
    securityContexts(pod).flatMap(({ context, path }) => {
      const options = objectOf(context['seLinuxOptions']);
      const at = [...path, 'seLinuxOptions'];
      const violations: Violation[] = [];
      const type = shown(options['type'] ?? '');
      if (!types.has(type) && !(minor >= 31 && type === 'container_engine_t')) {
        const text = `the SELinux type is "${type}"; wanted one of containers`;
        violations.push({ path: [...at, 'type'], text });
      }
      for (const field of ['user', 'role']) {
        const value = textOf(options[field]);
        if (value !== undefined) {
          const text = `the SELinux ${field} is "${value}"; wanted none`;
          violations.push({ path: [...at, field], text });
        }
      }
      return violations;
    }),
};
