import { portText, isEverything, type Connections } from './connections.ts';
import type { KubernetesView } from '../kubernetes/view.ts';
import type { Answer } from '../contract.ts';
import type { Workload } from './cluster.ts';
import type { NetworkPart } from './connectivity.ts';
import { networkOf, type NetworkOfRun } from './model.ts';
import type { Policy } from './policies.ts';
import { asIs } from '../words.ts';
import type { Text } from '../../model/index.ts';

/** The page of Kubernetes' own documentation on network policies. */
export const policyPage: string =
  'https://kubernetes.io/docs/concepts/services-networking/network-policies/';

/** The page on Services. */
export const servicePage: string =
  'https://kubernetes.io/docs/concepts/services-networking/service/';

/** The page on Ingresses. */
export const ingressPage: string =
  'https://kubernetes.io/docs/concepts/services-networking/ingress/';

/** A policy and the run it stands in; undefined, and told so, when a view is none. */
export function policyAt(
  view: KubernetesView,
  answer: Answer,
): { readonly policy: Policy; readonly network: NetworkOfRun } | undefined {
  const network = networkOf(view.set);
  const policy = network.policyAt(view);
  if (policy === undefined) {
    answer.notApplicable({ en: 'no network policy', 'zh-CN': '没有网络策略' });
    return undefined;
  }
  return { policy, network };
}

/** A workload as the engine sees it, on its primary network. */
export interface WorkloadOnNetwork {
  readonly workload: Workload;
  readonly part: NetworkPart;
  readonly network: NetworkOfRun;
}

/** The workload that a view is; undefined, and told so, when it is none or stands for another. */
export function workloadAt(view: KubernetesView, answer: Answer): WorkloadOnNetwork | undefined {
  if (view.pod === undefined) {
    answer.notApplicable({ en: 'no pod', 'zh-CN': '没有 Pod' });
    return undefined;
  }
  const network = networkOf(view.set);
  for (const part of network.parts) {
    if (part.network.kind === 'attachment') continue;
    const workload = part.members.find(({ object }) => network.viewOf(object) === view);
    if (workload !== undefined) return { workload, part, network };
  }
  answer.notApplicable({
    en: 'a pod of a workload that is judged itself',
    'zh-CN': '该 Pod 所属的工作负载已单独检查',
  });
  return undefined;
}

/** Connections for a sentence: `all ports`, `TCP 80`. */
export function connectionsText(connections: Connections): Text {
  return isEverything(connections)
    ? { en: 'all ports', 'zh-CN': '全部端口' }
    : asIs(portText(connections));
}

/** A Service of the run, or undefined and told so. */
export function ofKind(view: KubernetesView, answer: Answer, kind: string): boolean {
  if (view.kind === kind) return true;
  answer.notApplicable({ en: `no ${kind}`, 'zh-CN': `没有 ${kind}` });
  return false;
}
