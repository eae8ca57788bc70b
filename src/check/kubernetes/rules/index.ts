import type { KubernetesRule } from '../rule.ts';
import { apparmor } from './apparmor.ts';
import { capsBaseline } from './caps-baseline.ts';
import { capsDropall } from './caps-dropall.ts';
import { hostIpc } from './hostipc.ts';
import { hostNetwork } from './hostnet.ts';
import { hostPid } from './hostpid.ts';
import { hostPort } from './hostport.ts';
import { hostProbe } from './hostprobe.ts';
import { hostProcess } from './hostprocess.ts';
import { linuxhardening } from './linuxhardening.ts';
import { lowuid } from './lowuid.ts';
import { netraw } from './netraw.ts';
import { privesc } from './privesc.ts';
import { privileged } from './privileged.ts';
import { maskedProc } from './procmount.ts';
import { pssBaseline } from './pss-baseline.ts';
import { pssRestricted } from './pss-restricted.ts';
import { rootgroup } from './rootgroup.ts';
import { runasnonroot } from './runasnonroot.ts';
import { runAsUserRoot } from './runasuser0.ts';
import { seccompBaseline } from './seccomp-baseline.ts';
import { seccompRestricted } from './seccomp-restricted.ts';
import { seLinux } from './selinux.ts';
import { unsafeSysctl } from './sysctl.ts';
import { winUser } from './win-user.ts';

/** Every rule about objects of manifests; a new one is a new file and one entry here. */
export const rules: readonly KubernetesRule[] = [
  apparmor,
  capsBaseline,
  capsDropall,
  hostIpc,
  hostNetwork,
  hostPid,
  hostPort,
  hostProbe,
  hostProcess,
  linuxhardening,
  lowuid,
  netraw,
  privesc,
  privileged,
  maskedProc,
  pssBaseline,
  pssRestricted,
  rootgroup,
  runasnonroot,
  runAsUserRoot,
  seccompBaseline,
  seccompRestricted,
  seLinux,
  unsafeSysctl,
  winUser,
];
