import type { CheckRule } from '../contract.ts';
import type { KubernetesView } from './view.ts';

/** A rule about objects of manifests. */
export type KubernetesRule = CheckRule<KubernetesView>;

/** The page of Kubernetes' own documentation on security contexts. */
export const securityContextPage: string =
  'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/';

/** The Pod Security Standards. */
export const podSecurityPage: string =
  'https://kubernetes.io/docs/concepts/security/pod-security-standards/';
