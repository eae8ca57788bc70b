import { listOf, objectOf } from '../../../formats/json-values.ts';
import { shown } from '../fields.ts';
import { eachPod, failAt } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import { imageOf } from '../images.ts';
import type { KubernetesRule } from '../rule.ts';
import type { Container } from '../view.ts';
import type { FieldFault } from '../judge.ts';
import type { Aliases } from '../../contract.ts';
import type { Text } from '../../../model/index.ts';

const reachable: Text = {
  en: 'Tiller listens for the whole cluster',
  'zh-CN': 'Tiller 对整个集群监听',
};
const deployed: Aliases = {
  trivy: ['KSV-0102'],
  checkov: ['CKV_K8S_34'],
  kics: ['k/tiller_is_deployed'],
  kyverno: ['disallow-helm-tiller'],
};
const open: Aliases = {
  checkov: ['CKV_K8S_45'],
  kics: ['k/tiller_deployment_is_accessible_from_within_the_cluster'],
};
const service: Aliases = {
  checkov: ['CKV_K8S_44'],
  kics: ['k/tiller_service_is_not_deleted'],
};

/** Nothing of Helm 2 is deployed. */
export const tiller: KubernetesRule = {
  id: 'K8S-TILLER',
  aliases: {
    trivy: ['KSV-0102'],
    checkov: ['CKV_K8S_34', 'CKV_K8S_44', 'CKV_K8S_45'],
    kics: [
      'k/tiller_is_deployed',
      'k/tiller_deployment_is_accessible_from_within_the_cluster',
      'k/tiller_service_is_not_deleted',
    ],
    kyverno: ['disallow-helm-tiller'],
  },
  severity: 'high',
  title: { en: 'Tiller of Helm 2 is deployed', 'zh-CN': '部署了 Helm 2 的 Tiller' },
  why: {
    en: 'Tiller does for anybody who reaches its port what its own account may do, which is everything.',
    'zh-CN': '任何能访问其端口的人都可借 Tiller 的账号（通常拥有全部权限）行事。',
  },
  advice: {
    en: 'Move to Helm 3 or newer, and delete Tiller and its Service.',
    'zh-CN': '迁移到 Helm 3 或更新版本，并删除 Tiller 及其 Service。',
  },
  references: ['https://helm.sh/docs/topics/v2_v3_migration/'],
  bad: [podWith({ image: 'ghcr.io/helm/tiller:v2.17.0' })],
  good: [podWith(), settings],
  check: (view, answer) => {
    if (view.kind === 'Service' && view.group === '') {
      const selector = Object.entries(objectOf(view.spec['selector']));
      const named = [view.name, ...Object.values(view.labels).map(shown)].some((text) =>
        text.includes('tiller'),
      );
      if (named || selector.some(([, value]) => shown(value).includes('tiller')))
        failAt(view, answer, {
          path: named ? ['metadata', 'name'] : ['spec', 'selector'],
          aliases: service,
        });
      return;
    }
    eachPod(view, answer, (pod) => {
      const containers = pod.containers.filter((one) =>
        imageOf(one)?.repository.includes('tiller'),
      );
      const labelled = [...Object.values(view.labels), ...Object.values(pod.labels)].some(
        (value) => shown(value) === 'tiller',
      );
      const path = containers[0] === undefined ? ['metadata'] : [...containers[0].path, 'image'];
      const faults: FieldFault[] =
        containers.length > 0 || labelled || view.name.includes('tiller')
          ? [
              {
                path,
                aliases: deployed,
                alsoPaths: [
                  ['metadata', 'name'],
                  [...pod.path, 'metadata'],
                  [...pod.path, 'spec', 'containers'],
                  ['spec', 'containers'],
                ],
              },
            ]
          : [];
      return [
        ...faults,
        ...containers
          .filter((one) => !listensLocally(one))
          .map((one) => ({
            path: one.path,
            alsoPaths: [
              [...one.path, 'args'],
              [...pod.path, 'spec', 'containers'],
            ],
            message: reachable,
            aliases: open,
          })),
      ];
    });
  },
};

function listensLocally({ spec }: Container): boolean {
  return listOf(spec['args']).some((word) =>
    /^--?listen=(?:localhost|127\.0\.0\.1):/.test(shown(word)),
  );
}
