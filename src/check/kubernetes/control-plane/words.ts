export type { Aliases } from '../../contract.ts';
export type { Severity, Text } from '../../../model/index.ts';

/** Parts of Kubernetes whose settings are judged. */
export type Component =
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-scheduler'
  | 'etcd'
  | 'kubelet'
  | 'kube-proxy';
