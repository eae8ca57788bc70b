const inside =
  'looks out from within a container, where Plimsoll does not run; rules about containers tell what opens the way';
const outside = 'out of scope: no check of a configuration that people run';

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
  'ESC-RUNC': inside,
  'ESC-DOCKERAPI': inside,
  'ESC-CGROUP': inside,
  'ESC-PROCFS': inside,
  'ESC-LXCFS': inside,
  'ESC-VARLOG': inside,
  'ESC-K8S-API': inside,
  'ESC-ROUTELOCAL': inside,
  'ESC-FILES': inside,
  'ESC-ASLR': inside,
  'API-USER-AUTH': 'asks who signs in to a live cluster, which no manifest tells',
  'OOS-ADDON': outside,
  'OOS-MUTATE': outside,
  'OOS-GUARD': outside,
  'OOS-DBS': outside,
};
