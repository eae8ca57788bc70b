import { webService } from '../examples.ts';
import { objectOf, textOf } from '../../../formats/json-values.ts';
import type { Text } from '../../contract.ts';
import { shown } from '../../kubernetes/fields.ts';
import { namespaceOf } from '../../kubernetes/set.ts';
import type { KubernetesSet, KubernetesView } from '../../kubernetes/view.ts';
import { ofKind, servicePage } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const messages = {
  same: {
    en: 'The Service {other} selects the same pods',
    'zh-CN': 'Service {other} 选中了相同的 Pod',
  },
  local: {
    en: 'The Service leads to {host}, the machine that asks',
    'zh-CN': 'Service 指向 {host}，即请求方自身',
  },
} satisfies Record<string, Text>;

/** Services that share their pods, or lead to the machine that asks. */
export const svcSelector: KubernetesRule = {
  id: 'SVC-SELECTOR',
  aliases: {
    gatekeeper: ['k8suniqueserviceselector'],
    kyverno: ['require-unique-service-selector', 'no-localhost-service'],
  },
  severity: 'low',
  family: 'exposure',
  title: {
    en: 'A Service has the selector of another, or leads to localhost',
    'zh-CN': 'Service 的选择器与他者重复，或指向 localhost',
  },
  why: {
    en: 'Two Services of one selector are usually a copy that was never changed: requests land at pods that were not meant. ExternalName localhost leads a controller to itself.',
    'zh-CN':
      '选择器相同的两个 Service 多为复制后未修改，请求会落到错误的 Pod；ExternalName 为 localhost 会让控制器访问自身。',
  },
  advice: {
    en: 'Give each Service labels of its own to select; name a host that is not the asker.',
    'zh-CN': '为每个 Service 选择独有的标签；外部名称不要指向请求方自身。',
  },
  references: [servicePage],
  bad: [
    `${webService}---
apiVersion: v1
kind: Service
metadata: { name: copy, namespace: shop }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
`,
    `apiVersion: v1
kind: Service
metadata: { name: own }
spec: { type: ExternalName, externalName: localhost }
`,
  ],
  good: [
    `${webService}---
apiVersion: v1
kind: Service
metadata: { name: other, namespace: shop }
spec:
  selector: { app: other }
  ports: [{ port: 80, targetPort: 8080 }]
`,
    `apiVersion: v1
kind: Service
metadata: { name: db }
spec: { type: ExternalName, externalName: db.example.com }
`,
  ],
  check: (view, answer) => {
    if (!ofKind(view, answer, 'Service')) return;
    const host = textOf(view.spec['externalName']) ?? '';
    if (/^(?:localhost|127\.\d+\.\d+\.\d+|::1)\.?$/i.test(host)) {
      answer.fail({
        at: view.at(['spec', 'externalName']),
        message: messages.local,
        params: { host },
        severity: 'medium',
        aliases: { kyverno: ['no-localhost-service'] },
      });
    }
    const own = selectorText(view);
    if (own === '') return;
    const other = alikeIn(view.set)
      .get(`${namespaceOf(view)} ${own}`)
      ?.find((one) => one !== view);
    // Two ways into the same pods on purpose: inside by name, outside by address.
    if (other === undefined || isHeadless(other) !== isHeadless(view)) return;
    answer.fail({
      at: view.at(['spec', 'selector']),
      message: messages.same,
      params: { other: other.name },
      aliases: {
        gatekeeper: ['k8suniqueserviceselector'],
        kyverno: ['require-unique-service-selector'],
      },
    });
  },
};

const alike = new WeakMap<KubernetesSet, ReadonlyMap<string, readonly KubernetesView[]>>();

/** Services of a run by namespace and selector, made once: a tree may hold thousands. */
function alikeIn(set: KubernetesSet): ReadonlyMap<string, readonly KubernetesView[]> {
  const known = alike.get(set);
  if (known !== undefined) return known;
  const made = Map.groupBy(
    set.ofKind('Service'),
    (one) => `${namespaceOf(one)} ${selectorText(one)}`,
  );
  alike.set(set, made);
  return made;
}

function isHeadless(view: KubernetesView): boolean {
  return view.spec['clusterIP'] === 'None';
}

function selectorText(view: KubernetesView): string {
  return Object.entries(objectOf(view.spec['selector']))
    .map(([key, value]) => `${key}=${shown(value)}`)
    .toSorted()
    .join();
}
