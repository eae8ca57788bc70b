import { objectOf } from '../../../formats/json-values.ts';
import { isTrue, securityContexts } from '../fields.ts';
import type { PodSecurityCheck } from './contract.ts';

/** No container is a process of a Windows host. */
export const windowsHostProcess: PodSecurityCheck = {
  id: 'windowsHostProcess',
  level: 'baseline',
  since: 0,
  violations: (pod) =>
    securityContexts(pod)
      .filter(({ context }) => isTrue(objectOf(context['windowsOptions'])['hostProcess']))
      .map(({ path }) => ({
        path: [...path, 'windowsOptions', 'hostProcess'],
        text: 'hostProcess is true; wanted false or nothing',
        wanted: false,
        review: true,
      })),
};
