import type { CheckRule } from '../../contract.ts';
import type { DaemonView } from '../view.ts';
import { apiTls } from './api-tls.ts';
import { authorizationPlugin } from './authorization-plugin.ts';
import { baseSize } from './base-size.ts';
import { containerSprawl } from './container-sprawl.ts';
import { daemonCgroup } from './daemon-cgroup.ts';
import { daemonNoNewPrivileges } from './daemon-no-new-privileges.ts';
import { daemonSeccomp } from './daemon-seccomp.ts';
import { engineVersion } from './engine-version.ts';
import { enterprise } from './enterprise.ts';
import { experimental } from './experimental.ts';
import { imageSprawl } from './image-sprawl.ts';
import { insecureRegistries } from './insecure-registries.ts';
import { interContainer } from './inter-container.ts';
import { iptables } from './iptables.ts';
import { legacyRegistry } from './legacy-registry.ts';
import { liveRestore } from './live-restore.ts';
import { logLevel } from './log-level.ts';
import { remoteLog } from './remote-log.ts';
import { rootless } from './rootless.ts';
import { sharedVolume } from './shared-volume.ts';
import { storageDriver } from './storage-driver.ts';
import { swarmAutolock } from './swarm-autolock.ts';
import { swarmBind } from './swarm-bind.ts';
import { swarmCertificates } from './swarm-certificates.ts';
import { swarmManagers } from './swarm-managers.ts';
import { swarmMode } from './swarm-mode.ts';
import { swarmPlanes } from './swarm-planes.ts';
import { swarmSecrets } from './swarm-secrets.ts';
import { userNamespaces } from './user-namespaces.ts';
import { userlandProxy } from './userland-proxy.ts';

/** Every rule about a docker daemon; a new one is a new file and one line here. */
export const daemonRules: readonly CheckRule<DaemonView>[] = [
  engineVersion,
  rootless,
  interContainer,
  logLevel,
  iptables,
  insecureRegistries,
  legacyRegistry,
  storageDriver,
  apiTls,
  userNamespaces,
  daemonCgroup,
  baseSize,
  authorizationPlugin,
  remoteLog,
  daemonNoNewPrivileges,
  liveRestore,
  userlandProxy,
  daemonSeccomp,
  experimental,
  sharedVolume,
  containerSprawl,
  imageSprawl,
  swarmMode,
  swarmManagers,
  swarmBind,
  swarmSecrets,
  swarmAutolock,
  swarmCertificates,
  swarmPlanes,
  enterprise,
];
