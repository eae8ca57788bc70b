import type { KubernetesRule } from '../rule.ts';
import { managedNodes } from './managed-nodes.ts';
import { managed } from './managed.ts';
import { metadataAccess } from './metadata.ts';
import { registryScan } from './registry-scan.ts';

/** Rules about what clouds say of the clusters, nodes and registries that they run. */
export const cloudRules: readonly KubernetesRule[] = [
  managed,
  managedNodes,
  metadataAccess,
  registryScan,
];
