import type { Path } from '../view.ts';
import type { Component } from './words.ts';

/** The group of the objects in which kubescape keeps what its collector found on a node. */
export const collectorGroup = 'hostdata.kubescape.cloud';

/** A program whose command line the collector reports. */
interface ReportedProgram {
  readonly kind: string;
  readonly component: Component;
  /** Where its command line stands. */
  readonly commandLine: Path;
  /** Where its configuration file stands in base64, when it has one. */
  readonly config?: Path;
}

/** Command lines that are judged as those of static pods are; a new one is one row. */
export const reportedPrograms: readonly ReportedProgram[] = [
  {
    kind: 'KubeletInfo',
    component: 'kubelet',
    commandLine: ['data', 'cmdLine'],
    config: ['data', 'configFile', 'content'],
  },
  { kind: 'KubeProxyInfo', component: 'kube-proxy', commandLine: ['data', 'cmdLine'] },
  {
    kind: 'ControlPlaneInfo',
    component: 'kube-apiserver',
    commandLine: ['data', 'APIServerInfo', 'cmdLine'],
  },
  {
    kind: 'ControlPlaneInfo',
    component: 'kube-controller-manager',
    commandLine: ['data', 'controllerManagerInfo', 'cmdLine'],
  },
  {
    kind: 'ControlPlaneInfo',
    component: 'kube-scheduler',
    commandLine: ['data', 'schedulerInfo', 'cmdLine'],
  },
];

/** Files that the collector reports whole, in base64, and that are objects of Kubernetes themselves. */
export const reportedObjects: readonly { readonly kind: string; readonly content: Path }[] = [
  { kind: 'ControlPlaneInfo', content: ['data', 'APIServerInfo', 'auditPolicyFile', 'content'] },
  {
    kind: 'ControlPlaneInfo',
    content: ['data', 'APIServerInfo', 'encryptionProviderConfigFile', 'content'],
  },
  {
    kind: 'ControlPlaneInfo',
    content: ['data', 'APIServerInfo', 'admissionConfigFile', 'content'],
  },
];
