import { listOf, objectOf } from '../../../formats/json-values.ts';
import { securityContextOf, shown } from '../fields.ts';
import { eachPod, failAt, listed, matchesAny } from '../judge.ts';
import { podWith } from '../examples.ts';
import { podSecurityPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';
import type { Aliases } from '../../contract.ts';
import { safeSysctls } from '../pod-security/sysctls.ts';
import { minorOf, newestMinor } from '../pod-security/standard.ts';

/** Ids that go by the list of Kubernetes; gatekeeper's goes by lists of its own. */
const builtIn: Aliases = {
  psa: ['sysctls'],
  trivy: ['KSV-0026'],
  kics: ['k/cluster_allows_unsafe_sysctls'],
  'kube-linter': ['unsafe-sysctls'],
  kyverno: ['restrict-sysctls'],
};

/** Only safe kernel settings are changed. */
export const unsafeSysctl: KubernetesRule = {
  id: 'K8S-SYSCTL',
  aliases: {
    psa: ['sysctls'],
    trivy: ['KSV-0026'],
    kics: ['k/cluster_allows_unsafe_sysctls'],
    'kube-linter': ['unsafe-sysctls'],
    kyverno: ['restrict-sysctls', 'prevent-cr8escape'],
    gatekeeper: ['k8spspforbiddensysctls'],
    kubescape: ['set-sysctls-params'],
  },
  severity: 'medium',
  family: 'sysctl',
  title: { en: 'A kernel setting that is not safe is changed', 'zh-CN': '修改了不安全的内核参数' },
  message: { en: 'The kernel setting {name} is not a safe one', 'zh-CN': '内核参数 {name} 不安全' },
  why: {
    en: 'Settings that are not bound to the pod change the node for everybody on it.',
    'zh-CN': '不局限于 Pod 的参数会改变节点上所有人的环境。',
  },
  advice: {
    en: 'Remove the setting, or set it on nodes made for the purpose.',
    'zh-CN': '删除该参数，或在专用节点上设置。',
  },
  references: [
    podSecurityPage,
    'https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/',
  ],
  options: { version: 'latest', allowed: [], forbidden: [] },
  bad: [
    podWith({ pod: 'securityContext: { sysctls: [{ name: kernel.msgmax, value: "65536" }] }' }),
  ],
  good: [
    podWith({
      pod: 'securityContext: { sysctls: [{ name: net.ipv4.tcp_syncookies, value: "1" }] }',
    }),
    podWith(),
  ],
  check: (view, answer) => {
    const minor = minorOf(String(answer.option('version'))) ?? newestMinor;
    const allowed = listed(answer, 'allowed');
    const forbidden = listed(answer, 'forbidden');
    if (view.kind === 'PodSecurityPolicy') {
      const path = ['spec', 'allowedUnsafeSysctls'];
      if (listOf(view.spec['allowedUnsafeSysctls']).length > 0)
        failAt(view, answer, { path, params: { name: 'allowedUnsafeSysctls' }, aliases: builtIn });
      return;
    }
    eachPod(view, answer, (pod) =>
      listOf(securityContextOf(pod.spec)['sysctls']).flatMap((item, index) => {
        // Kubernetes takes slashes for dots.
        const name = shown(objectOf(item)['name']).replaceAll('/', '.');
        const own =
          matchesAny(name, forbidden) || (allowed.length > 0 && !matchesAny(name, allowed));
        const safe = (safeSysctls.get(name) ?? Infinity) <= minor;
        if (!own && safe) return [];
        const path = [...pod.path, 'spec', 'securityContext', 'sysctls', index, 'name'];
        const listedOnly = allowed.length > 0 || forbidden.length > 0;
        const ending = { changes: [{ remove: path.slice(0, -1) }], review: true };
        if (own) return [{ path, params: { name }, ...ending }];
        return [{ path, params: { name }, ...ending, ...(listedOnly && { aliases: builtIn }) }];
      }),
    );
  },
};
