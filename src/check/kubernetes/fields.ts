import { objectOf, textOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import type { Container, Path, PodView } from './view.ts';

/** True for `true`, and for the text: people quote it, and mean it. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** True for `false`, and for the text. */
export function isFalse(value: unknown): boolean {
  return value === false || value === 'false';
}

/** Whether a field is given at all; `null` is how YAML and Go write nothing. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** A number, or a text that writes one. */
export function integerOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** The `securityContext` of a container or a pod. */
export function securityContextOf(spec: JsonObject): JsonObject {
  return objectOf(spec['securityContext']);
}

/** A security context with its place: the pod's own first, then the containers'. */
export interface PlacedContext {
  readonly context: JsonObject;
  readonly path: Path;
  /** Absent for the pod's. */
  readonly container?: Container;
}

/** Every security context of a pod, empty ones for what has none. */
export function securityContexts(pod: PodView): readonly PlacedContext[] {
  return [
    { context: securityContextOf(pod.spec), path: [...pod.path, 'spec', 'securityContext'] },
    ...pod.containers.map((container) => ({
      context: securityContextOf(container.spec),
      path: [...container.path, 'securityContext'],
      container,
    })),
  ];
}

/**
 * The value in force for a container of a field that both it and its pod may set, and where it was
 * set; the container's place when nobody set it.
 */
export function inForce(
  pod: PodView,
  container: Container,
  field: string,
): { readonly value: unknown; readonly path: Path; readonly by: 'container' | 'pod' | 'nobody' } {
  const own = securityContextOf(container.spec)[field];
  const path = [...container.path, 'securityContext', field];
  if (isSet(own)) return { value: own, path, by: 'container' };
  const inherited = securityContextOf(pod.spec)[field];
  if (!isSet(inherited)) return { value: undefined, path, by: 'nobody' };
  return { value: inherited, path: [...pod.path, 'spec', 'securityContext', field], by: 'pod' };
}

/** Whether a pod says that it runs on Windows. */
export function isWindows(pod: PodView): boolean {
  return objectOf(pod.spec['os'])['name'] === 'windows';
}

/** What to call a container in sentences: its name, or its place in its list. */
export function called(container: Container): string {
  return textOf(container.name) ?? `#${Number(container.path.at(-1)) + 1}`;
}

/** A scalar as it is written, an empty text for nothing, and a word for what is no scalar. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? '[list]' : '{mapping}';
}
