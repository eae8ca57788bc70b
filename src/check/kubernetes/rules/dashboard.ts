import { eachPod } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import { imageOf } from '../images.ts';
import type { KubernetesRule } from '../rule.ts';
import type { FieldFault } from '../judge.ts';
import type { Text } from '../../../model/index.ts';

const account: Text = {
  en: 'A workload runs as the service account of the dashboard',
  'zh-CN': '工作负载使用 Dashboard 的服务账号',
};

/** No dashboard is deployed, and nothing runs as it. */
export const dashboard: KubernetesRule = {
  id: 'K8S-DASHBOARD',
  aliases: {
    checkov: ['CKV_K8S_33'],
    kics: ['k/dashboard_is_enabled'],
    kubescape: ['C-0014', 'rule-access-dashboard-wl-v1'],
  },
  severity: 'medium',
  title: { en: 'The Kubernetes dashboard is deployed', 'zh-CN': '部署了 Kubernetes Dashboard' },
  why: {
    en: 'The dashboard is a door to the cluster that is often left open; it is no longer kept up.',
    'zh-CN': 'Dashboard 是常被敞开的集群入口，且已停止维护。',
  },
  advice: {
    en: 'Remove it, and use kubectl or a client that signs in as the user.',
    'zh-CN': '移除它，改用 kubectl 或以用户身份登录的客户端。',
  },
  references: ['https://github.com/kubernetes-retired/dashboard'],
  bad: [podWith({ image: 'kubernetesui/dashboard:v2.7.0' })],
  good: [podWith(), settings],
  check: (view, answer) => {
    eachPod(view, answer, (pod) => {
      const faults: FieldFault[] = pod.containers.flatMap((container) => {
        const image = imageOf(container);
        return image !== undefined &&
          /(?:^|\/)(?:(?:kubernetes-)?dashboard(?:-[a-z0-9]+)?|kubernetesui)$/.test(
            image.repository,
          )
          ? [{ path: image.path }]
          : [];
      });
      if (pod.spec['serviceAccountName'] === 'kubernetes-dashboard')
        faults.push({
          path: [...pod.path, 'spec', 'serviceAccountName'],
          message: account,
          aliases: { kubescape: ['C-0014', 'rule-access-dashboard-wl-v1'] },
        });
      return faults;
    });
  },
};
