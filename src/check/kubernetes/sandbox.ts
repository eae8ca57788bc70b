import type { KubernetesView } from './view.ts';

/** Runtimes that put a kernel or a filter of their own between a sandbox and the node. */
export const hardened: readonly string[] = [
  'gvisor',
  'runsc',
  'kata',
  'kata-containers',
  'kata-qemu',
  'kata-clh',
  'kata-fc',
  'firecracker',
];

/** Whether an object is a sandbox for agents, or makes some. */
export function isSandbox({ group }: KubernetesView): boolean {
  return group === 'agents.x-k8s.io' || group === 'extensions.agents.x-k8s.io';
}
