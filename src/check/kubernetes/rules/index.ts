import { auditRules } from '../../audit/rules/index.ts';
import { netpolRules } from '../../netpol/rules/index.ts';
import { rbacRules } from '../../rbac/rules/index.ts';
import type { KubernetesRule } from '../rule.ts';
import { boundaries } from './adm-boundaries.ts';
import { defaultNamespace } from './adm-default-ns.ts';
import { policyException } from './adm-exceptions.ts';
import { openPrefix } from './adm-gk-repo.ts';
import { kubeSystem } from './adm-kube-system.ts';
import { limitRange } from './adm-limitrange.ts';
import { controlPlaneNode } from './adm-node.ts';
import { podSecurityLabels } from './adm-psa-labels.ts';
import { podSecurityPolicy } from './adm-psp.ts';
import { quota } from './adm-quota.ts';
import { webhooks } from './adm-webhooks.ts';
import { agentSandbox } from './agent-sandbox.ts';
import { apparmor } from './apparmor.ts';
import { capsBaseline } from './caps-baseline.ts';
import { capsDropall } from './caps-dropall.ts';
import { cpuLimit } from './cpu-limit.ts';
import { cpuRequest } from './cpu-req.ts';
import { credentialMount } from './cred-mount.ts';
import { cveWorkload } from './cve-workload.ts';
import { dashboard } from './dashboard.ts';
import { ephemeralStorage } from './ephemeral-storage.ts';
import { ephemeralContainer } from './ephemeral.ts';
import { gitSync } from './gitsync.ts';
import { hostAliases } from './hostaliases.ts';
import { hostIpc } from './hostipc.ts';
import { hostNetwork } from './hostnet.ts';
import { hostpathRw } from './hostpath-rw.ts';
import { hostpath } from './hostpath.ts';
import { hostPid } from './hostpid.ts';
import { hostPort } from './hostport.ts';
import { hostProbe } from './hostprobe.ts';
import { hostProcess } from './hostprocess.ts';
import { dangling } from './hyg-dangling.ts';
import { deprecatedApi } from './hyg-deprecated-api.ts';
import { jobs } from './hyg-jobs.ts';
import { knative } from './hyg-knative.ts';
import { requiredLabels } from './hyg-labels.ts';
import { livenessProbe } from './hyg-liveness.ts';
import { probePort } from './hyg-probe-port.ts';
import { readinessProbe } from './hyg-readiness.ts';
import { replicas } from './hyg-replicas.ts';
import { schema } from './hyg-schema.ts';
import { storage } from './hyg-storage.ts';
import { imageDigest } from './img-digest.ts';
import { imageLatest } from './img-latest.ts';
import { oldRegistry } from './img-oldregistry.ts';
import { imagePullPolicy } from './img-pull.ts';
import { imagePullSecret } from './img-pullsecret.ts';
import { imageRegistry } from './img-registry.ts';
import { linuxhardening } from './linuxhardening.ts';
import { lowuid } from './lowuid.ts';
import { memoryLimit } from './mem-limit.ts';
import { memoryRequest } from './mem-req.ts';
import { netraw } from './netraw.ts';
import { nodeKernel } from './node-kernel.ts';
import { privesc } from './privesc.ts';
import { privileged } from './privileged.ts';
import { privilegedPort } from './privport.ts';
import { maskedProc } from './procmount.ts';
import { pssBaseline } from './pss-baseline.ts';
import { pssRestricted } from './pss-restricted.ts';
import { rootgroup } from './rootgroup.ts';
import { readOnlyRoot } from './roroot.ts';
import { runasnonroot } from './runasnonroot.ts';
import { runAsUserRoot } from './runasuser0.ts';
import { runtimeClass } from './runtimeclass.ts';
import { saDefault } from './sa-default.ts';
import { longLivedToken } from './sa-longlived.ts';
import { saToken } from './sa-token.ts';
import { seccompBaseline } from './seccomp-baseline.ts';
import { seccompRestricted } from './seccomp-restricted.ts';
import { securityContext } from './secctx.ts';
import { secretAccess } from './secret-access.ts';
import { secretEnv } from './secret-env.ts';
import { secretExternal } from './secret-external.ts';
import { secretPlain } from './secret-plain.ts';
import { seLinux } from './selinux.ts';
import { runtimeSocket } from './sock.ts';
import { sshPort } from './sshport.ts';
import { subPathCve } from './subpath-cve.ts';
import { sudo } from './sudo.ts';
import { unsafeSysctl } from './sysctl.ts';
import { tiller } from './tiller.ts';
import { tty } from './tty.ts';
import { voltypes } from './voltypes.ts';
import { winUser } from './win-user.ts';

/** Every rule about objects of manifests; a new one is a new file and one entry here. */
export const rules: readonly KubernetesRule[] = [
  boundaries,
  defaultNamespace,
  policyException,
  openPrefix,
  kubeSystem,
  limitRange,
  controlPlaneNode,
  podSecurityLabels,
  podSecurityPolicy,
  quota,
  webhooks,
  agentSandbox,
  apparmor,
  capsBaseline,
  capsDropall,
  cpuLimit,
  cpuRequest,
  credentialMount,
  cveWorkload,
  dashboard,
  ephemeralStorage,
  ephemeralContainer,
  gitSync,
  hostAliases,
  hostIpc,
  hostNetwork,
  hostpathRw,
  hostpath,
  hostPid,
  hostPort,
  hostProbe,
  hostProcess,
  dangling,
  deprecatedApi,
  jobs,
  knative,
  requiredLabels,
  livenessProbe,
  probePort,
  readinessProbe,
  replicas,
  schema,
  storage,
  imageDigest,
  imageLatest,
  oldRegistry,
  imagePullPolicy,
  imagePullSecret,
  imageRegistry,
  linuxhardening,
  lowuid,
  memoryLimit,
  memoryRequest,
  netraw,
  nodeKernel,
  privesc,
  privileged,
  privilegedPort,
  maskedProc,
  pssBaseline,
  pssRestricted,
  ...auditRules,
  ...netpolRules,
  ...rbacRules,
  rootgroup,
  readOnlyRoot,
  runasnonroot,
  runAsUserRoot,
  runtimeClass,
  saDefault,
  longLivedToken,
  saToken,
  seccompBaseline,
  seccompRestricted,
  securityContext,
  secretAccess,
  secretEnv,
  secretExternal,
  secretPlain,
  seLinux,
  runtimeSocket,
  sshPort,
  subPathCve,
  sudo,
  unsafeSysctl,
  tiller,
  tty,
  voltypes,
  winUser,
];
