import type { PodView } from '../view.ts';
import { allowPrivilegeEscalation } from './allow-privilege-escalation.ts';
import { appArmorProfile } from './app-armor-profile.ts';
import { capabilitiesBaseline } from './capabilities-baseline.ts';
import { capabilitiesRestricted } from './capabilities-restricted.ts';
import type { PodSecurityCheck, PodSecurityLevel, Violation } from './contract.ts';
import { hostNamespaces } from './host-namespaces.ts';
import { hostPathVolumes } from './host-path-volumes.ts';
import { hostPorts } from './host-ports.ts';
import { hostProbesAndHostLifecycle } from './host-probes.ts';
import { privileged } from './privileged.ts';
import { procMountRestricted } from './proc-mount-restricted.ts';
import { procMount } from './proc-mount.ts';
import { restrictedVolumes } from './restricted-volumes.ts';
import { runAsNonRoot } from './run-as-non-root.ts';
import { runAsUser } from './run-as-user.ts';
import { seLinuxOptions } from './se-linux-options.ts';
import { seccompProfileBaseline } from './seccomp-profile-baseline.ts';
import { seccompProfileRestricted } from './seccomp-profile-restricted.ts';
import { sysctls } from './sysctls.ts';
import { windowsHostProcess } from './windows-host-process.ts';

/** Every check of the Pod Security Standards; a new one is a new file and one entry here. */
export const podSecurityChecks: readonly PodSecurityCheck[] = [
  allowPrivilegeEscalation,
  appArmorProfile,
  capabilitiesBaseline,
  capabilitiesRestricted,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbesAndHostLifecycle,
  privileged,
  procMount,
  procMountRestricted,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seLinuxOptions,
  seccompProfileBaseline,
  seccompProfileRestricted,
  sysctls,
  windowsHostProcess,
];

/** The newest minor version of Kubernetes 1 whose standards are known. */
export const newestMinor: number = 37;

/**
 * The minor version that a text names (`v1.30`, `1.30`); `latest` and versions to come are the
 * newest known, as the admission plug-in judges them. Undefined when it names none.
 */
export function minorOf(version: string): number | undefined {
  if (version === 'latest') return newestMinor;
  const minor = /^v?1\.(\d{1,4})$/.exec(version)?.[1];
  return minor === undefined ? undefined : Math.min(Number(minor), newestMinor);
}

/** A violation and the check that it breaks. */
export interface BrokenCheck extends Violation {
  readonly check: PodSecurityCheck;
}

/** Everything in a pod that a level of the standards does not allow; nothing means allowed. */
export function podSecurityViolations(
  pod: PodView,
  level: PodSecurityLevel,
  minor: number,
): readonly BrokenCheck[] {
  return checksOf(level, minor).flatMap((check) =>
    check.violations(pod, minor).map((violation) => ({ ...violation, check })),
  );
}

/** The checks of a level at a version, without those that stricter ones take the place of. */
export function checksOf(level: PodSecurityLevel, minor: number): readonly PodSecurityCheck[] {
  const checks = podSecurityChecks.filter(
    (check) => check.since <= minor && (check.level === 'baseline' || level === 'restricted'),
  );
  const overridden = new Set(checks.map(({ overrides }) => overrides));
  return checks.filter(({ id }) => !overridden.has(id));
}
