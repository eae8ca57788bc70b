import { listOf, objectOf } from '../../../formats/json-values.ts';
import { isSet, shown } from '../fields.ts';
import type { PodSecurityCheck } from './contract.ts';

/** No container takes a port of the host. */
export const hostPorts: PodSecurityCheck = {
  id: 'hostPorts',
  level: 'baseline',
  since: 0,
  violations: ({ containers }) =>
    containers.flatMap(({ spec, path }) =>
      listOf(spec['ports']).flatMap((port, index) => {
        const hostPort = objectOf(port)['hostPort'];
        if (!isSet(hostPort) || hostPort === 0) return [];
        const at = [...path, 'ports', index, 'hostPort'];
        return [
          {
            path: at,
            text: `hostPort is ${shown(hostPort)}; wanted 0 or nothing`,
            changes: [{ remove: at }],
            review: true,
          },
        ];
      }),
    ),
};
