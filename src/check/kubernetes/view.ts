import type { JsonObject } from '../../formats/json-values.ts';
import type { YamlEntry, YamlPart } from '../../formats/yaml-tree.ts';
import type { Location } from '../../model/index.ts';
import type { View } from '../contract.ts';

/** Keys and indexes that lead from an object to one of its fields: `['spec', 'containers', 0]`. */
export type Path = readonly (string | number)[];

/**
 * One object of a manifest: a Deployment, a Role, an item of a List. What rules about workloads,
 * RBAC and networks are given.
 *
 *     for (const container of view.pod?.containers ?? []) {
 *       const at = [...container.path, 'securityContext', 'privileged'];
 *       if (objectOf(container.spec['securityContext'])['privileged'] === true)
 *         answer.fail({ at: view.at(at) });
 *     }
 *
 * Everything in `object` was chosen by a stranger: read it through `objectOf`, `listOf`, `textOf`
 * of formats/json-values.ts, or by the accessors of fields.ts.
 */
export interface KubernetesView extends View {
  readonly object: JsonObject;
  readonly apiVersion: string;
  /** `apps` of `apps/v1`; empty for the core group. */
  readonly group: string;
  /** `v1` of `apps/v1`. */
  readonly version: string;
  readonly kind: string;
  /** `metadata.name`, else `metadata.generateName`, else empty. */
  readonly name: string;
  /** As written; absent for objects of the whole cluster and where the client will choose. */
  readonly namespace: string | undefined;
  readonly metadata: JsonObject;
  readonly spec: JsonObject;
  readonly labels: JsonObject;
  readonly annotations: JsonObject;
  /** Path of the file. */
  readonly file: string;
  /** Text of the file. */
  readonly text: string;
  /** What runs, when the object is a pod or makes pods. */
  readonly pod: PodView | undefined;
  /** Every object of the run. */
  readonly set: KubernetesSet;
  /** Where a field is, or the deepest part of its path that exists. */
  readonly at: (path: Path) => Location;
  /** Offsets of a field's key and value in the file; undefined when the field is not written. */
  readonly entry: (path: Path) => YamlEntry | undefined;
  /** What stands in a mapping or list, in order. */
  readonly parts: (path: Path) => readonly YamlPart[];
  /** Keys given twice in the object's document, with the place of the second. */
  readonly duplicates: () => readonly { readonly key: string; readonly at: Location }[];
}

/** The pod that an object is or makes. */
export interface PodView {
  /** Path of the pod template (metadata and spec stand below it); empty for a Pod. */
  readonly path: Path;
  readonly metadata: JsonObject;
  readonly labels: JsonObject;
  readonly annotations: JsonObject;
  readonly spec: JsonObject;
  /** Init containers, then regular ones, then ephemeral ones. */
  readonly containers: readonly Container[];
}

/** One container of a pod. */
export interface Container {
  readonly type: 'init' | 'regular' | 'ephemeral';
  readonly name: string;
  /** Path of the container in the object. */
  readonly path: Path;
  readonly spec: JsonObject;
}

/** All objects of a run, looked up by kind, namespace and name. Each index is made when first asked for. */
export interface KubernetesSet {
  readonly objects: readonly KubernetesView[];
  readonly ofKind: (kind: string) => readonly KubernetesView[];
  /** Objects that are or make pods. */
  readonly workloads: () => readonly KubernetesView[];
  /** Objects of a namespace; an absent namespace is `default`. Those of the whole cluster are in ''. */
  readonly inNamespace: (namespace: string) => readonly KubernetesView[];
  /** The object of a kind, namespace and name; the namespace does not matter for cluster kinds. */
  readonly find: (kind: string, name: string, namespace?: string) => KubernetesView | undefined;
  /** Workloads of a namespace whose pods carry the labels that a selector asks for. */
  readonly selected: (
    namespace: string,
    selects: (labels: JsonObject) => boolean,
  ) => readonly KubernetesView[];
}
