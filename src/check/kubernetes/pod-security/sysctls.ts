import { listOf, objectOf } from '../../../formats/json-values.ts';
import { securityContextOf, shown } from '../fields.ts';
import type { PodSecurityCheck } from './contract.ts';

/** Kernel settings that stay inside the pod, each with the minor version that counts it so. */
export const safeSysctls: ReadonlyMap<unknown, number> = new Map<string, number>([
  ['kernel.shm_rmid_forced', 0],
  ['net.ipv4.ip_local_port_range', 0],
  ['net.ipv4.tcp_syncookies', 0],
  ['net.ipv4.ping_group_range', 0],
  ['net.ipv4.ip_unprivileged_port_start', 0],
  ['net.ipv4.ip_local_reserved_ports', 27],
  ['net.ipv4.tcp_keepalive_time', 29],
  ['net.ipv4.tcp_fin_timeout', 29],
  ['net.ipv4.tcp_keepalive_intvl', 29],
  ['net.ipv4.tcp_keepalive_probes', 29],
  ['net.ipv4.tcp_rmem', 32],
  ['net.ipv4.tcp_wmem', 32],
  ['net.ipv4.tcp_slow_start_after_idle', 37],
  ['net.ipv4.tcp_notsent_lowat', 37],
]);

/** Only safe kernel settings are changed. */
export const sysctls: PodSecurityCheck = {
  id: 'sysctls',
  level: 'baseline',
  since: 0,
  violations: ({ spec, path }, minor) =>
    listOf(securityContextOf(spec)['sysctls']).flatMap((sysctl, index) => {
      const { name } = objectOf(sysctl);
      if ((safeSysctls.get(name) ?? Infinity) <= minor) return [];
      const at = [...path, 'spec', 'securityContext', 'sysctls', index, 'name'];
      const text = `the kernel setting "${shown(name)}" is not a safe one`;
      return [{ path: at, text, changes: [{ remove: at.slice(0, -1) }], review: true }];
    }),
};
