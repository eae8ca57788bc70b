import { listOf, objectOf, textOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import type { Container, Path, PodView } from './view.ts';

/** Where kinds keep their pod template. What is not listed is looked for in the usual places. */
const templates: ReadonlyMap<string, Path> = new Map<string, Path>([
  ['Pod', []],
  ['PodTemplate', ['template']],
  ['Deployment', ['spec', 'template']],
  ['StatefulSet', ['spec', 'template']],
  ['DaemonSet', ['spec', 'template']],
  ['ReplicaSet', ['spec', 'template']],
  ['ReplicationController', ['spec', 'template']],
  ['Job', ['spec', 'template']],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
  ['DeploymentConfig', ['spec', 'template']],
  ['Rollout', ['spec', 'template']],
  ['Service', []],
]);

/** Where operators keep the pod templates of their own kinds. */
const usualPlaces: readonly Path[] = [
  ['spec', 'template'],
  ['spec', 'podTemplate'],
  ['spec', 'jobTemplate', 'spec', 'template'],
  ['spec', 'jobTargetRef', 'template'],
  ['template'],
];

const lists = [
  ['init', 'initContainers'],
  ['regular', 'containers'],
  ['ephemeral', 'ephemeralContainers'],
] as const;

/** Kinds of Kubernetes itself that make pods. */
export const workloadKinds: ReadonlySet<string> = new Set(
  [...templates.keys()].filter((kind) => kind !== 'Service'),
);

/**
 * The pod that an object is or makes. Kinds of operators count when a pod template stands in one of
 * the usual places, so that a workload does not escape by being of a kind nobody has heard of.
 */
export function podOf(object: JsonObject, kind: string, group: string): PodView | undefined {
  if (group === 'serving.knative.dev' && kind === 'Revision') return podAt(object, []);
  const known = templates.get(kind);
  if (known !== undefined && !(kind === 'Service' && group !== '')) {
    return kind === 'Service' ? undefined : podAt(object, known);
  }
  for (const path of usualPlaces) {
    const pod = podAt(object, path);
    if (pod !== undefined && Array.isArray(pod.spec['containers'])) return pod;
  }
  return undefined;
}

function podAt(object: JsonObject, path: Path): PodView | undefined {
  const template = valueAt(object, path);
  const spec = objectOf(template)['spec'];
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) return undefined;
  const metadata = objectOf(objectOf(template)['metadata']);
  return {
    path,
    metadata,
    labels: objectOf(metadata['labels']),
    annotations: objectOf(metadata['annotations']),
    spec: spec as JsonObject,
    containers: containersOf(spec as JsonObject, path),
  };
}

function containersOf(spec: JsonObject, path: Path): readonly Container[] {
  return lists.flatMap(([type, field]) =>
    listOf(spec[field]).map((item, index) => ({
      type,
      name: textOf(objectOf(item)['name']) ?? '',
      path: [...path, 'spec', field, index],
      spec: objectOf(item),
    })),
  );
}

/** The value at a path, or undefined. */
export function valueAt(object: unknown, path: Path): unknown {
  let value = object;
  for (const step of path) {
    if (Array.isArray(value)) value = (value as readonly unknown[])[Number(step)];
    else value = objectOf(value)[step];
  }
  return value;
}
