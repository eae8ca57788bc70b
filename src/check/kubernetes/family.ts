import type { CheckFamily } from '../contract.ts';
import { cloudRules } from './cloud/index.ts';
import { controlPlaneRules } from './control-plane/index.ts';
import { openManifests } from './objects.ts';
import { rules } from './rules/index.ts';
import type { KubernetesView } from './view.ts';

/** Manifests of Kubernetes: one view for each object. */
export const kubernetes: CheckFamily<KubernetesView> = {
  id: 'kubernetes',
  examplePath: 'manifest.yaml',
  rules: [...rules, ...controlPlaneRules, ...cloudRules],
  open: openManifests,
  // The variables that a ValidatingAdmissionPolicy sees, as far as a file can tell them.
  facts: ({ object, set, kind, namespace, name }) => ({
    object,
    oldObject: null,
    request: { operation: 'CREATE', name, namespace: namespace ?? '', kind: { kind } },
    namespaceObject: set.find('Namespace', namespace ?? 'default')?.object ?? null,
  }),
  place: (view, path) => view.at(path),
};
