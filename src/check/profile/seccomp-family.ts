import type { CheckFamily } from '../contract.ts';
import { seccompRules } from './rules/index.ts';
import { openSeccomp } from './seccomp.ts';
import type { SeccompView } from './seccomp.ts';

/** Seccomp profiles: one view for each file. */
export const seccomp: CheckFamily<SeccompView> = {
  id: 'seccomp',
  examplePath: 'seccomp.json',
  rules: seccompRules,
  open: openSeccomp,
};
