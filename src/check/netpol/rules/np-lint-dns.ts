import { denyAll, webWorkload } from '../examples.ts';
import { isProtected } from '../connectivity.ts';
import { hasPort, isNothing } from '../connections.ts';
import { reachOf } from '../reach.ts';
import { policyPage, workloadAt } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

/** Workloads whose policies let them out, but not to a name server. */
export const npLintDns: KubernetesRule = {
  id: 'NP-LINT-DNS',
  aliases: {
    cyclonus: ['CheckDNSBlockedOnTCP', 'CheckDNSBlockedOnUDP'],
    kyverno: ['add-networkpolicy-dns'],
  },
  severity: 'medium',
  family: 'netpol',
  title: { en: 'Egress policies leave out DNS', 'zh-CN': '出站策略遗漏了 DNS' },
  message: {
    en: 'Its egress policies allow no DNS over {protocols}: names do not resolve',
    'zh-CN': '其出站策略不允许 {protocols} 的 DNS，域名将无法解析',
  },
  why: {
    en: 'A pod that may open connections and may not ask for names fails in ways that look like anything but a policy; people then open everything.',
    'zh-CN': '能建立连接却不能解析域名的 Pod，其故障看起来与策略无关，人们往往因此把一切都放开。',
  },
  advice: {
    en: 'Allow UDP and TCP 53 to the pods of DNS in kube-system.',
    'zh-CN': '允许访问 kube-system 中 DNS Pod 的 UDP 与 TCP 53。',
  },
  references: [policyPage],
  bad: [
    `${webWorkload}---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: out, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Egress]
  egress:
    - to: [{ podSelector: { matchLabels: { app: db } } }]
      ports: [{ protocol: TCP, port: 5432 }]
`,
  ],
  good: [
    `${webWorkload}---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: out, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Egress]
  egress:
    - to: [{ podSelector: { matchLabels: { app: db } } }]
      ports: [{ protocol: TCP, port: 5432 }]
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } } }]
      ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
`,
    `${webWorkload}---
${denyAll}`,
  ],
  check: (view, answer) => {
    const found = workloadAt(view, answer);
    if (found === undefined) return;
    const { workload, part, network } = found;
    const governed = isProtected(part, workload, 'egress', network.context);
    const reach = reachOf(found, 'egress');
    // What may open nothing at all is meant to be silent.
    if (!governed || isNothing(reach)) return;
    const blocked = (['UDP', 'TCP'] as const).filter((protocol) => !hasPort(reach, protocol, 53));
    // Over TCP alone names do resolve with some libraries; over UDP alone they nearly always do.
    if (!blocked.includes('UDP')) return;
    answer.fail({
      at: view.at(['metadata', 'name']),
      params: { protocols: blocked.join(', ') },
    });
  },
};
