import type { CheckFamily } from '../contract.ts';
import { openManifests } from './objects.ts';
import type { KubernetesRule } from './rule.ts';
import { pssBaseline } from './rules/pss-baseline.ts';
import { pssRestricted } from './rules/pss-restricted.ts';
import type { KubernetesView } from './view.ts';

/** Every rule about objects of manifests; a new one is a new file and one entry here. */
const rules: readonly KubernetesRule[] = [pssBaseline, pssRestricted];

/** Manifests of Kubernetes: one view for each object. */
export const kubernetes: CheckFamily<KubernetesView> = {
  id: 'kubernetes',
  examplePath: 'manifest.yaml',
  rules,
  open: openManifests,
};
