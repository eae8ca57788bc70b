/**
 * Rows of the catalogue that no rule answers, each with the reason: they need something that is not
 * there yet (a live cluster, a view from inside a container), or they are out of scope.
 */
export const later: Readonly<Record<string, string>> = {
  'PROF-SECCOMP-GEN': 'needs the calls of a running container, which the room watch will observe',
  'PROF-SECCOMP-MERGE': 'needs recorded profiles, which the room watch will make',
  'PROF-APPARMOR-GEN': 'needs what a running container opens, which the room watch will observe',
  'PROF-SELINUX-GEN': 'needs the denials of a running container, which the room watch will observe',
  'PROF-CAPS-GEN':
    'needs the capabilities that a running container uses, which the room watch will observe',
  'PROF-NP-GEN': 'needs observed connections, which the room watch will see',
  'PROF-USED': 'needs the profiles in force on a host beside the workloads that name them',
  'RBAC-SA-UPDATE': 'asks who changes an object: an admission request, which no manifest holds',
};
