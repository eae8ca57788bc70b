import { listOf, objectOf } from '../../../formats/json-values.ts';
import { isSet } from '../fields.ts';
import type { PodSecurityCheck } from './contract.ts';

/** No volume is a path of the host. */
export const hostPathVolumes: PodSecurityCheck = {
  id: 'hostPathVolumes',
  level: 'baseline',
  since: 0,
  violations: ({ spec, path }) =>
    listOf(spec['volumes']).flatMap((volume, index) =>
      isSet(objectOf(volume)['hostPath'])
        ? [{ path: [...path, 'spec', 'volumes', index, 'hostPath'], text: 'a hostPath volume' }]
        : [],
    ),
};
