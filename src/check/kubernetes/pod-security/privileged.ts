import { isTrue, securityContextOf } from '../fields.ts';
import type { PodSecurityCheck } from './contract.ts';

/** No container is privileged. */
export const privileged: PodSecurityCheck = {
  id: 'privileged',
  level: 'baseline',
  since: 0,
  violations: ({ containers }) =>
    containers
      .filter(({ spec }) => isTrue(securityContextOf(spec)['privileged']))
      .map(({ path }) => ({
        path: [...path, 'securityContext', 'privileged'],
        text: 'privileged is true; wanted false or nothing',
        wanted: false,
        review: true,
      })),
};
