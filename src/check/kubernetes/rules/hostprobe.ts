import { eachViolation } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import { podSecurityPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';
import { hostProbesAndHostLifecycle } from '../pod-security/host-probes.ts';

/** Probes and hooks reach the pod itself. */
export const hostProbe: KubernetesRule = {
  id: 'K8S-HOSTPROBE',
  aliases: {
    psa: ['hostProbesAndHostLifecycle'],
    gatekeeper: ['k8spsphostprobeslifecycle'],
  },
  severity: 'medium',
  family: 'host-network',
  title: { en: 'A probe or hook reaches another host', 'zh-CN': '探针或钩子访问其他主机' },
  message: { en: 'Probe or hook: {text}', 'zh-CN': '探针或钩子：{text}' },
  why: {
    en: 'The kubelet makes the call, from the node’s network: a pod can make it probe what the pod itself may not reach.',
    'zh-CN': '请求由 kubelet 从节点网络发出：Pod 可借此探测自身无权访问的目标。',
  },
  advice: {
    en: 'Remove the host; a probe without one asks the pod itself.',
    'zh-CN': '删除 host；不写则探测 Pod 自身。',
  },
  references: [podSecurityPage],
  bad: [podWith({ container: 'livenessProbe: { httpGet: { host: 169.254.169.254, port: 80 } }' })],
  good: [podWith({ container: 'livenessProbe: { httpGet: { path: /, port: 80 } }' }), settings],
  check: (view, answer) => {
    eachViolation(view, answer, hostProbesAndHostLifecycle);
  },
};
