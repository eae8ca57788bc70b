import type { CheckFamily } from '../contract.ts';
import { openManifests } from './objects.ts';
import { rules } from './rules/index.ts';
import type { KubernetesView } from './view.ts';

/** Manifests of Kubernetes: one view for each object. */
export const kubernetes: CheckFamily<KubernetesView> = {
  id: 'kubernetes',
  examplePath: 'manifest.yaml',
  rules,
  open: openManifests,
};
