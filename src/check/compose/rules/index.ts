import type { ComposeRule } from '../view.ts';
import { capabilities } from './capabilities.ts';
import { cgroupParent } from './cgroup-parent.ts';
import { cpuLimit } from './cpu-limit.ts';
import { dockerSocket } from './docker-socket.ts';
import { healthcheck } from './healthcheck.ts';
import { hostDirectory } from './host-directory.ts';
import { hostIpc } from './host-ipc.ts';
import { hostNetwork } from './host-network.ts';
import { hostPid } from './host-pid.ts';
import { hostUserNamespace } from './host-user-namespace.ts';
import { hostUts } from './host-uts.ts';
import { imageTag } from './image-tag.ts';
import { memoryLimit } from './memory-limit.ts';
import { noNewPrivileges } from './no-new-privileges.ts';
import { openPort } from './open-port.ts';
import { privilegedPort } from './privileged-port.ts';
import { privileged } from './privileged.ts';
import { processLimit } from './process-limit.ts';
import { readOnly } from './read-only.ts';
import { restartPolicy } from './restart-policy.ts';
import { schema } from './schema.ts';
import { seccomp } from './seccomp.ts';
import { secretEnvironment } from './secret-environment.ts';
import { securityOptions } from './security-options.ts';
import { sharedVolume } from './shared-volume.ts';
import { sshPort } from './ssh-port.ts';
import { user } from './user.ts';

/** Every rule about compose files. */
export const rules: readonly ComposeRule[] = [
  capabilities,
  cgroupParent,
  cpuLimit,
  dockerSocket,
  healthcheck,
  hostDirectory,
  hostIpc,
  hostNetwork,
  hostPid,
  hostUserNamespace,
  hostUts,
  imageTag,
  memoryLimit,
  noNewPrivileges,
  openPort,
  privilegedPort,
  privileged,
  processLimit,
  readOnly,
  restartPolicy,
  schema,
  seccomp,
  secretEnvironment,
  securityOptions,
  sharedVolume,
  sshPort,
  user,
];
