import type { CheckRule } from '../../contract.ts';
import type { ContainerView } from '../view.ts';
import { algSocket } from './alg-socket.ts';
import { appArmor } from './app-armor.ts';
import { blockIo } from './block-io.ts';
import { capDacReadSearch } from './cap-dac-read-search.ts';
import { capSysAdmin } from './cap-sys-admin.ts';
import { capSysModule } from './cap-sys-module.ts';
import { capSysPtrace } from './cap-sys-ptrace.ts';
import { capabilities } from './capabilities.ts';
import { cgroupParent } from './cgroup-parent.ts';
import { cpuLimit } from './cpu-limit.ts';
import { defaultBridge } from './default-bridge.ts';
import { devices } from './devices.ts';
import { drift } from './drift.ts';
import { environmentSecret } from './environment-secret.ts';
import { escape } from './escape.ts';
import { execs } from './execs.ts';
import { healthStatus } from './health-status.ts';
import { hostDirectory } from './host-directory.ts';
import { hostIpc } from './host-ipc.ts';
import { hostName } from './host-name.ts';
import { hostNetwork } from './host-network.ts';
import { hostProcesses } from './host-processes.ts';
import { hostUserNamespace } from './host-user-namespace.ts';
import { memoryLimit } from './memory-limit.ts';
import { networkBandwidth } from './network-bandwidth.ts';
import { noNewPrivilegesOption } from './no-new-privileges.ts';
import { pidsLimit } from './pids-limit.ts';
import { portNeeded } from './port-needed.ts';
import { portOnEveryInterface } from './port-on-every-interface.ts';
import { privileged } from './privileged.ts';
import { privilegedPort } from './privileged-port.ts';
import { readonlyRoot } from './readonly-root.ts';
import { restartPolicy } from './restart-policy.ts';
import { rootUser } from './root-user.ts';
import { runtimeSocket } from './runtime-socket.ts';
import { seLinux } from './se-linux.ts';
import { seccomp } from './seccomp.ts';
import { sharedPropagation } from './shared-propagation.ts';
import { sshServer } from './ssh-server.ts';
import { staleImage } from './stale-image.ts';
import { ulimits } from './ulimits.ts';

/** Every rule about a container; a new one is a new file and one line here. */
export const containerRules: readonly CheckRule<ContainerView>[] = [
  privileged,
  appArmor,
  seLinux,
  capabilities,
  capDacReadSearch,
  capSysModule,
  capSysAdmin,
  capSysPtrace,
  seccomp,
  noNewPrivilegesOption,
  readonlyRoot,
  hostDirectory,
  runtimeSocket,
  sharedPropagation,
  devices,
  rootUser,
  hostNetwork,
  hostProcesses,
  hostIpc,
  hostName,
  hostUserNamespace,
  defaultBridge,
  privilegedPort,
  portNeeded,
  portOnEveryInterface,
  sshServer,
  memoryLimit,
  cpuLimit,
  pidsLimit,
  ulimits,
  blockIo,
  networkBandwidth,
  cgroupParent,
  restartPolicy,
  healthStatus,
  execs,
  staleImage,
  environmentSecret,
  algSocket,
  drift,
  escape,
];
