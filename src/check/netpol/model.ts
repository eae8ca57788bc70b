import type { Location } from '../../model/index.ts';
import type { KubernetesSet, KubernetesView, Path } from '../kubernetes/view.ts';
import type { ClusterObject } from './cluster.ts';
import { networkModel, type NetworkModel } from './connectivity.ts';
import type { Policy } from './policies.ts';

/** The network of a run, and its objects as views. */
export interface NetworkOfRun extends NetworkModel {
  readonly viewOf: (object: ClusterObject) => KubernetesView | undefined;
  /** The policy that a view is. */
  readonly policyAt: (view: KubernetesView) => Policy | undefined;
}

const models = new WeakMap<KubernetesSet, NetworkOfRun>();

/** Who can talk to whom among the objects of a run; made once. */
export function networkOf(set: KubernetesSet): NetworkOfRun {
  let model = models.get(set);
  if (model === undefined) models.set(set, (model = makeModel(set)));
  return model;
}

function makeModel(set: KubernetesSet): NetworkOfRun {
  const views = new Map(set.objects.map((view) => [clusterObject(view), view]));
  const model = networkModel([...views.keys()]);
  const policies = new Map(model.policies.map((policy) => [views.get(policy.object), policy]));
  return {
    ...model,
    viewOf: (object) => views.get(object),
    policyAt: (view) => policies.get(view),
  };
}

/** A view as the engine reads it. */
export function clusterObject(view: KubernetesView): ClusterObject {
  return {
    // Items of typed lists do not say what they are.
    value: { ...view.object, kind: view.kind, apiVersion: view.apiVersion },
    path: view.file,
    lineOf: (path) => view.at(path).file?.startLine,
  };
}

/** Where a part of a policy stands. */
export function placeOf({ viewOf }: NetworkOfRun, policy: Policy, path: Path): Location {
  return viewOf(policy.object)?.at(path) ?? { file: { path: policy.object.path } };
}
