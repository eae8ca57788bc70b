import type { CheckFamily } from '../contract.ts';
import { selinuxRules } from './rules/index.ts';
import { openSelinux } from './selinux.ts';
import type { SelinuxView } from './selinux.ts';

/** SELinux policies: one view for each file. */
export const selinux: CheckFamily<SelinuxView> = {
  id: 'selinux',
  examplePath: 'shop.te',
  rules: selinuxRules,
  open: openSelinux,
};
