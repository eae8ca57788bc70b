import type { PodSecurityCheck } from './contract.ts';
import { unmasked } from './proc-mount.ts';

/** `/proc` is masked, user namespace or not. */
export const procMountRestricted: PodSecurityCheck = {
  id: 'procMount_restricted',
  level: 'restricted',
  since: 35,
  overrides: 'procMount',
  violations: unmasked,
};
