import { listOf, objectOf } from '../../../formats/json-values.ts';
import { securityContextOf, shown } from '../fields.ts';
import type { PodSecurityCheck } from './contract.ts';

/** Capabilities that container runtimes give by default, less NET_RAW. */
export const baselineCapabilities: ReadonlySet<unknown> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

/** No capability is added beyond those of the default set. */
export const capabilitiesBaseline: PodSecurityCheck = {
  id: 'capabilities_baseline',
  level: 'baseline',
  since: 0,
  violations: ({ containers }) =>
    containers.flatMap(({ spec, path }) =>
      listOf(objectOf(securityContextOf(spec)['capabilities'])['add']).flatMap((name, index) =>
        baselineCapabilities.has(name)
          ? []
          : [
              {
                path: [...path, 'securityContext', 'capabilities', 'add', index],
                text: `the capability "${shown(name)}" is added; wanted none beyond the default set`,
                changes: [{ remove: [...path, 'securityContext', 'capabilities', 'add', index] }],
                review: true,
              },
            ],
      ),
    ),
};
