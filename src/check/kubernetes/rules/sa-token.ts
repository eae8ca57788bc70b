import { listOf, objectOf } from '../../../formats/json-values.ts';
import { isFalse, isSet, isTrue, shown } from '../fields.ts';
import { eachPod, failAt } from '../judge.ts';
import { podWith } from '../examples.ts';
import { namespaceOf } from '../set.ts';
import type { KubernetesRule } from '../rule.ts';
import type { KubernetesSet } from '../view.ts';
import type { Aliases, Fault } from '../../contract.ts';
import type { Text } from '../../../model/index.ts';

const accountMounts: Text = {
  en: 'The service account has its token mounted into every pod',
  'zh-CN': '该服务账号的令牌会挂载到每个 Pod',
};

const always: Aliases = {
  checkov: ['CKV_K8S_38'],
  kics: ['k/service_account_token_automount_not_disabled'],
  'kube-bench': ['5.1.6'],
  polaris: ['automountServiceAccountToken'],
  kyverno: ['restrict-automount-sa-token'],
  gatekeeper: ['k8spspautomountserviceaccounttokenpod'],
  kubescape: ['C-0034', 'automount-service-account'],
};

/** No token is mounted unasked. */
export const saToken: KubernetesRule = {
  id: 'K8S-SA-TOKEN',
  aliases: {
    trivy: ['KSV-0036'],
    checkov: ['CKV_K8S_38'],
    kics: ['k/service_account_token_automount_not_disabled'],
    kubescape: [
      'C-0034',
      'C-0190',
      'C-0261',
      'automount-service-account',
      'automount-default-service-account',
      'serviceaccount-token-mount',
    ],
    'kube-bench': ['5.1.6'],
    polaris: ['automountServiceAccountToken'],
    kyverno: ['restrict-automount-sa-token', 'restrict-sa-automount-sa-token'],
    gatekeeper: ['k8spspautomountserviceaccounttokenpod'],
  },
  severity: 'medium',
  standards: ['nsa'],
  family: 'sa-token',
  title: { en: 'The token of the service account is mounted', 'zh-CN': '挂载了服务账号令牌' },
  message: {
    en: 'The token of the service account {name} is mounted',
    'zh-CN': '挂载了服务账号 {name} 的令牌',
  },
  why: {
    en: 'Whoever gets into the pod talks to the API server as its service account.',
    'zh-CN': '侵入 Pod 的人即可以其服务账号身份访问 API 服务器。',
  },
  advice: {
    en: 'Set automountServiceAccountToken: false; where the API is needed, mount a projected token of short life.',
    'zh-CN': '设置 automountServiceAccountToken: false；确需访问 API 时挂载短期的投射令牌。',
  },
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
  ],
  bad: [podWith()],
  good: [
    podWith({ pod: 'automountServiceAccountToken: false' }),
    `apiVersion: v1
kind: ServiceAccount
metadata: { name: web }
automountServiceAccountToken: false
`,
  ],
  check: (view, answer) => {
    if (view.kind === 'ServiceAccount') {
      if (!isFalse(view.object['automountServiceAccountToken']))
        failAt(view, answer, {
          path: ['automountServiceAccountToken'],
          wanted: false,
          review: true,
          aliases: ofAccount(view.name, isTrue(view.object['automountServiceAccountToken'])),
          message: accountMounts,
          ...(isBound(view.set, view.name, namespaceOf(view)) && needed),
        });
      return;
    }
    eachPod(view, answer, (pod) => {
      const own = pod.spec['automountServiceAccountToken'];
      const name = shown(pod.spec['serviceAccountName'] ?? pod.spec['serviceAccount']) || 'default';
      const account = view.set.find('ServiceAccount', name, namespaceOf(view));
      const path = [...pod.path, 'spec', 'automountServiceAccountToken'];
      if (isFalse(own)) return undefined;
      // The pod's own word counts before its account's.
      if (!isSet(own) && isFalse(account?.object['automountServiceAccountToken'])) return undefined;
      const bound = isBound(view.set, name, namespaceOf(view));
      return {
        path,
        wanted: false,
        review: true,
        params: { name },
        ...(bound && needed),
        aliases: ofPod({
          asked: isTrue(own),
          accountKnown: account !== undefined,
          accountAsks: isTrue(account?.object['automountServiceAccountToken']),
          bound,
        }),
      };
    });
  },
};

/** Who gives an account rights means its pods to use them: what they may do is judged by itself. */
const needed: Pick<Fault, 'level'> = { level: 'strict' };

function ofPod(of: {
  readonly asked: boolean;
  readonly accountKnown: boolean;
  readonly accountAsks: boolean;
  readonly bound: boolean;
}): Aliases {
  const { asked, accountKnown, accountAsks, bound } = of;
  const kubescape = [
    ...(always.kubescape ?? []),
    ...(bound ? ['C-0261', 'serviceaccount-token-mount'] : []),
  ];
  // trivy counts a pod that asks for the token, or says nothing of an account that is not known.
  return {
    ...always,
    kubescape,
    ...((asked || !accountKnown) && { trivy: ['KSV-0036'] }),
    // Told at the account, when it is the account that asks.
    ...(!asked && accountAsks && { kics: [] }),
  };
}

function ofAccount(name: string, asked: boolean): Aliases {
  const kubescape = name === 'default' ? ['C-0190', 'automount-default-service-account'] : [];
  return {
    kubescape: ['C-0034', 'automount-service-account', ...kubescape],
    kyverno: ['restrict-sa-automount-sa-token'],
    ...(asked && { kics: always.kics ?? [] }),
  };
}

function isBound(set: KubernetesSet, name: string, namespace: string): boolean {
  return ['RoleBinding', 'ClusterRoleBinding'].some((kind) =>
    set.ofKind(kind).some(({ object }) =>
      listOf(object['subjects']).some((item) => {
        const subject = objectOf(item);
        const same = shown(subject['namespace']) === namespace || !isSet(subject['namespace']);
        return subject['kind'] === 'ServiceAccount' && subject['name'] === name && same;
      }),
    ),
  );
}
