import type { AppArmorRuleCheck } from '../apparmor.ts';
import type { SeccompRule } from '../seccomp.ts';
import type { SelinuxRule } from '../selinux.ts';
import { appArmorMode } from './apparmor-mode.ts';
import { appArmorName } from './apparmor-name.ts';
import { appArmorWide } from './apparmor-wide.ts';
import { seccompArchitectures } from './seccomp-architectures.ts';
import { seccompBeyondDefault } from './seccomp-beyond-default.ts';
import { seccompDefaultAllow } from './seccomp-default-allow.ts';
import { seccompErrno } from './seccomp-errno.ts';
import { seccompForm } from './seccomp-form.ts';
import { seccompLegacy } from './seccomp-legacy.ts';
import { seccompRepeated } from './seccomp-repeated.ts';
import { seccompStartable } from './seccomp-startable.ts';
import { seccompUnknown } from './seccomp-unknown.ts';
import { selinuxForm } from './selinux-form.ts';
import { selinuxPermissive } from './selinux-permissive.ts';
import { selinuxWide } from './selinux-wide.ts';

/** Every rule about seccomp profiles; a new one is a new file and one entry here. */
export const seccompRules: readonly SeccompRule[] = [
  seccompForm,
  seccompDefaultAllow,
  seccompStartable,
  seccompBeyondDefault,
  seccompUnknown,
  seccompRepeated,
  seccompErrno,
  seccompLegacy,
  seccompArchitectures,
];

/** Every rule about AppArmor profiles; a new one is a new file and one entry here. */
export const appArmorRules: readonly AppArmorRuleCheck[] = [
  appArmorMode,
  appArmorName,
  appArmorWide,
];

/** Every rule about SELinux policies; a new one is a new file and one entry here. */
export const selinuxRules: readonly SelinuxRule[] = [selinuxForm, selinuxPermissive, selinuxWide];
