import type { YamlValue } from '../../../formats/yaml-edit.ts';
import type { Change } from '../../field-edit.ts';
import type { Path, PodView } from '../view.ts';

/** A level of the Pod Security Standards that forbids something. */
export type PodSecurityLevel = 'baseline' | 'restricted';

/** One field that a standard does not allow. */
export interface Violation {
  /** The field, from the object that holds the pod. */
  readonly path: Path;
  /** What the field says, and what it may say; one line. */
  readonly text: string;
  /** The value that ends it when the field gets it. */
  readonly wanted?: YamlValue;
  /** Changes that end it, where no value does. */
  readonly changes?: readonly Change[];
  /** As of a fault: what runs may need what goes. */
  readonly review?: boolean;
}

/**
 * One check of the Pod Security Standards. Its id is the one that the admission plug-in of
 * Kubernetes uses.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export interface PodSecurityCheck {
  readonly id: string;
  readonly level: PodSecurityLevel;
  /** Minor version of Kubernetes 1 from which the check exists. */
  readonly since: number;
  /** Baseline check that a restricted one takes the place of. */
  readonly overrides?: string;
  /** What a pod violates by the rules of a minor version of Kubernetes 1. */
  readonly violations: (pod: PodView, minor: number) => readonly Violation[];
}
