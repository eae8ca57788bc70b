import { listOf, objectOf, textOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import { isSet, shown } from './fields.ts';
import type { Container, Path, PodView } from './view.ts';

/** A volume of a pod. */
export interface Volume {
  readonly name: string;
  readonly path: Path;
  readonly spec: JsonObject;
}

/** Where a container mounts a volume. */
export interface Mount {
  readonly container: Container;
  readonly path: Path;
  readonly spec: JsonObject;
}

/** The volumes of a pod. */
export function volumesOf(pod: PodView): readonly Volume[] {
  return listOf(pod.spec['volumes']).map((item, index) => ({
    name: textOf(objectOf(item)['name']) ?? '',
    path: [...pod.path, 'spec', 'volumes', index],
    spec: objectOf(item),
  }));
}

/** The mounts of a volume, in every container. */
export function mountsOf(pod: PodView, name: string): readonly Mount[] {
  return pod.containers.flatMap((container) =>
    listOf(container.spec['volumeMounts']).flatMap((item, index) => {
      const spec = objectOf(item);
      if (spec['name'] !== name) return [];
      return [{ container, path: [...container.path, 'volumeMounts', index], spec }];
    }),
  );
}

/** Volumes that are paths of the host, slashes at the end removed. */
export function hostPaths(pod: PodView): readonly (Volume & { readonly host: string })[] {
  return volumesOf(pod)
    .filter(({ spec }) => isSet(spec['hostPath']))
    .map((volume) => ({ ...volume, host: tidy(objectOf(volume.spec['hostPath'])['path']) }));
}

function tidy(path: unknown): string {
  const text = shown(path);
  let end = text.length;
  while (end > 1 && text.charAt(end - 1) === '/') end -= 1;
  return text.slice(0, end);
}

/** Whether a path of the host is one of some, or lies below one. */
export function isBelow(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => path === root || path.startsWith(root === '/' ? '/' : `${root}/`));
}
