import { isTrue } from '../fields.ts';
import type { PodSecurityCheck } from './contract.ts';

/** The pod shares no namespace of the host. */
export const hostNamespaces: PodSecurityCheck = {
  id: 'hostNamespaces',
  level: 'baseline',
  since: 0,
  violations: ({ spec, path }) =>
    ['hostNetwork', 'hostPID', 'hostIPC']
      .filter((field) => isTrue(spec[field]))
      .map((field) => ({
        path: [...path, 'spec', field],
        text: `${field} is true; wanted false or nothing`,
        wanted: false,
        review: true,
      })),
};
