import { shown } from '../fields.ts';
import { eachPod } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import { namespaceOf } from '../set.ts';
import type { KubernetesRule } from '../rule.ts';
import type { KubernetesView } from '../view.ts';
import type { Aliases } from '../../contract.ts';
import type { Text } from '../../../model/index.ts';

const shared: Text = {
  en: 'The service account {name} is shared by several workloads',
  'zh-CN': '多个工作负载共用服务账号 {name}',
};

const sharing: Aliases = {
  kics: ['k/shared_service_account'],
};

/** Every workload has a service account of its own. */
export const saDefault: KubernetesRule = {
  id: 'K8S-SA-DEFAULT',
  aliases: {
    checkov: ['CKV_K8S_41'],
    kics: ['k/service_account_name_undefined_or_empty', 'k/shared_service_account'],
    kubescape: [
      'C-0189',
      'C-0225',
      'C-0239',
      'ensure-default-service-accounts-has-only-default-roles',
    ],
    'kube-bench': ['5.1.5'],
    'kube-linter': ['default-service-account'],
    kyverno: ['restrict-service-account'],
  },
  severity: 'medium',
  level: 'strict',
  family: 'sa-token',
  title: {
    en: 'The default service account is used, or one is shared',
    'zh-CN': '使用默认服务账号或共用服务账号',
  },
  message: { en: 'The pod runs as the service account {name}', 'zh-CN': 'Pod 使用服务账号 {name}' },
  why: {
    en: 'What is granted to an account is granted to every pod that uses it, and to the default one all pods of the namespace.',
    'zh-CN': '授予账号的权限会给到使用它的所有 Pod；授予 default 则给到整个命名空间。',
  },
  advice: {
    en: 'Give each workload a service account of its own.',
    'zh-CN': '为每个工作负载建立独立的服务账号。',
  },
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
  ],
  bad: [podWith()],
  good: [podWith({ pod: 'serviceAccountName: web' }), settings],
  check: (view, answer) => {
    eachPod(view, answer, (pod) => {
      const name = shown(pod.spec['serviceAccountName'] ?? pod.spec['serviceAccount']);
      const path = [...pod.path, 'spec', 'serviceAccountName'];
      if (name === '' || name === 'default')
        return { path, params: { name: 'default' }, aliases: unnamed(name) };
      const users = view.set
        .workloads()
        .filter((other) => usesAccount(other, name, namespaceOf(view)));
      if (users.length < 2) return undefined;
      return { path, params: { name }, message: shared, severity: 'low', aliases: sharing };
    });
  },
};

function unnamed(name: string): Aliases {
  return {
    checkov: ['CKV_K8S_41'],
    kubescape: ['C-0189', 'C-0225', 'C-0239'],
    'kube-bench': ['5.1.5'],
    'kube-linter': ['default-service-account'],
    kyverno: ['restrict-service-account'],
    ...(name === '' && {
      kics: ['k/service_account_name_undefined_or_empty'],
    }),
  };
}

function usesAccount(view: KubernetesView, name: string, namespace: string): boolean {
  const spec = view.pod?.spec ?? {};
  return (
    shown(spec['serviceAccountName'] ?? spec['serviceAccount']) === name &&
    namespaceOf(view) === namespace
  );
}
