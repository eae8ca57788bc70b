import { listOf, objectOf } from '../../../formats/json-values.ts';
import { isSet, shown } from '../fields.ts';
import { failAt } from '../judge.ts';
import { deploymentWith, settings } from '../examples.ts';
import { equalitySelects, labelSelects } from '../selectors.ts';
import { namespaceOf } from '../set.ts';
import type { KubernetesRule } from '../rule.ts';
import type { KubernetesView, PodView } from '../view.ts';
import type { Text } from '../../../model/index.ts';
import type { Aliases, Answer, Fault } from '../../contract.ts';

/** Selectors and names find what they look for among the objects that were given. */
export const dangling: KubernetesRule = {
  id: 'HYG-DANGLING',
  aliases: {
    'kube-linter': [
      'dangling-horizontalpodautoscaler',
      'dangling-ingress',
      'dangling-networkpolicy',
      'dangling-networkpolicypeer-podselector',
      'dangling-service',
      'dangling-servicemonitor',
      'mismatching-selector',
      'non-existent-service-account',
      'env-value-from',
    ],
    kics: [
      'k/hpa_targets_invalid_object',
      'k/service_does_not_target_pod',
      'k/network_policy_is_not_targeting_any_pod',
      'k/statefulset_without_service_name',
    ],
    polaris: ['metadataAndInstanceMismatched'],
    kubescape: [
      'C-0293',
      'C-0296',
      'C-0298',
      'C-0299',
      'C-0300',
      'C-0302',
      'C-0307',
      'dangling-networkpolicy',
      'hpa-has-target',
      'mismatching-selector',
      'service-with-no-workload',
      'dangling-ingress-backend',
      'dangling-gateway-backend',
    ],
  },
  severity: 'low',
  level: 'strict',
  family: 'references',
  title: { en: 'A reference leads nowhere', 'zh-CN': '引用的目标不存在' },
  message: {
    en: '{what} matches nothing in these files',
    'zh-CN': '{what} 在这些文件中没有对应的对象',
  },
  why: {
    en: 'What was meant to be connected, protected or scaled is not.',
    'zh-CN': '本应连接、保护或伸缩的对象实际上没有生效。',
  },
  advice: { en: 'Correct the name or the labels.', 'zh-CN': '更正名称或标签。' },
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/'],
  bad: [
    `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: other } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: a, image: b }] } }
`,
  ],
  good: [deploymentWith(), settings],
  check: (view, answer) => {
    references[view.kind]?.(view, answer);
  },
};

const references: Readonly<Record<string, (view: KubernetesView, answer: Answer) => void>> = {
  Deployment: ofWorkload,
  DaemonSet: ofWorkload,
  ReplicaSet: ofWorkload,
  StatefulSet: ofStatefulSet,
  Service: ofService,
  NetworkPolicy: ofNetworkPolicy,
  HorizontalPodAutoscaler: ofAutoscaler,
  Ingress: ofIngress,
  GRPCRoute: ofRoute,
  HTTPRoute: ofRoute,
  TCPRoute: ofRoute,
  TLSRoute: ofRoute,
  UDPRoute: ofRoute,
};

const incomplete: Text = {
  en: '{what} does not say apiVersion, kind and name',
  'zh-CN': '{what} 缺少 apiVersion、kind 或 name',
};

/**
 * Only who wants everything hears of what leads out of the files: where nothing of that kind and
 * namespace is among them, it is likely kept elsewhere.
 */
function elsewhere(among: readonly KubernetesView[]): Pick<Fault, 'level'> {
  return among.length === 0 ? { level: 'optional' } : {};
}

function servicesOf({ set }: KubernetesView, namespace: string): readonly KubernetesView[] {
  return set.inNamespace(namespace).filter(({ kind }) => kind === 'Service');
}

function ofWorkload(view: KubernetesView, answer: Answer): void {
  const { selector } = view.spec;
  if (view.pod === undefined || labelSelects(selector, view.pod.labels)) return;
  failAt(view, answer, {
    path: ['spec', 'selector', 'matchLabels'],
    params: { what: 'spec.selector' },
    aliases: {
      'kube-linter': ['mismatching-selector'],
      kubescape: ['mismatching-selector', 'C-0307'],
    },
  });
}

function ofStatefulSet(view: KubernetesView, answer: Answer): void {
  ofWorkload(view, answer);
  const name = shown(view.spec['serviceName']);
  const service = view.set.find('Service', name, namespaceOf(view));
  const { pod } = view;
  if (pod === undefined || view.set.ofKind('Service').length === 0) return;
  const headless = service?.spec['clusterIP'] === 'None';
  if (headless && equalitySelects(objectOf(service.spec['selector']), pod.labels)) return;
  failAt(view, answer, {
    path: ['spec', 'serviceName'],
    params: { what: 'spec.serviceName' },
    aliases: {
      kics: ['k/statefulset_without_service_name'],
    },
  });
}

function ofService(view: KubernetesView, answer: Answer): void {
  const selector = objectOf(view.spec['selector']);
  if (view.group !== '' || Object.keys(selector).length === 0 || view.set.workloads().length === 0)
    return;
  const found = view.set.selected(namespaceOf(view), (labels) => equalitySelects(selector, labels));
  if (found.length === 0) {
    failAt(view, answer, {
      path: ['spec', 'selector'],
      params: { what: 'spec.selector' },
      aliases: services,
    });
    return;
  }
  const ports = new Set(found.flatMap(({ pod }) => (pod === undefined ? [] : portsOf(pod))));
  if (ports.size === 0) return;
  listOf(view.spec['ports']).forEach((item, index) => {
    const { targetPort, port } = objectOf(item);
    const target = shown(targetPort ?? port);
    if (ports.has(target)) return;
    const path = ['spec', 'ports', index, 'targetPort'];
    const alsoPaths = [['spec', 'ports', index, 'port']];
    const params = { what: `targetPort ${target}` };
    failAt(view, answer, { path, alsoPaths, params, aliases: ofPort });
  });
}

const ofPort: Aliases = {
  kics: ['k/service_does_not_target_pod'],
};
const services: Aliases = {
  ...ofPort,
  'kube-linter': ['dangling-service'],
  kubescape: ['service-with-no-workload', 'C-0299'],
};

function portsOf(pod: PodView): readonly string[] {
  return pod.containers.flatMap(({ spec }) =>
    listOf(spec['ports']).flatMap((port) => [
      shown(objectOf(port)['name']),
      shown(objectOf(port)['containerPort']),
    ]),
  );
}

function ofNetworkPolicy(view: KubernetesView, answer: Answer): void {
  const { podSelector } = view.spec;
  if (Object.keys(objectOf(podSelector)).length === 0) return;
  const found = view.set.selected(namespaceOf(view), (labels) => labelSelects(podSelector, labels));
  if (found.length > 0) return;
  failAt(view, answer, {
    path: ['spec', 'podSelector', 'matchLabels'],
    params: { what: 'spec.podSelector' },
    ...elsewhere(view.set.inNamespace(namespaceOf(view)).filter(({ pod }) => pod !== undefined)),
    aliases: {
      kics: ['k/network_policy_is_not_targeting_any_pod'],
      'kube-linter': ['dangling-networkpolicy'],
      kubescape: ['dangling-networkpolicy', 'C-0293'],
    },
  });
}

function ofAutoscaler(view: KubernetesView, answer: Answer): void {
  const { kind, name } = objectOf(view.spec['scaleTargetRef']);
  if (
    view.set.workloads().length > 0 &&
    view.set.find(shown(kind), shown(name), namespaceOf(view)) === undefined
  )
    failAt(view, answer, {
      path: ['spec', 'scaleTargetRef', 'name'],
      params: { what: 'spec.scaleTargetRef' },
      aliases: {
        'kube-linter': ['dangling-horizontalpodautoscaler'],
        kubescape: ['hpa-has-target', 'C-0296'],
      },
    });
  listOf(view.spec['metrics']).forEach((item, index) => {
    const metric = objectOf(item);
    const object = objectOf(metric['object']);
    const { apiVersion, kind: described, name: called } = objectOf(object['describedObject']);
    if (metric['type'] !== 'Object' || [apiVersion, described, called].every(isSet)) return;
    failAt(view, answer, {
      path: ['spec', 'metrics', index],
      params: { what: 'describedObject' },
      message: incomplete,
      aliases: { kics: ['k/hpa_targets_invalid_object'] },
    });
  });
}

const ofIngressIds: Aliases = {
  'kube-linter': ['dangling-ingress'],
  kubescape: ['dangling-ingress-backend'],
};
const ofRouteIds: Aliases = { kubescape: ['dangling-gateway-backend'] };

function ofIngress(view: KubernetesView, answer: Answer): void {
  const backends = [
    { path: ['spec', 'defaultBackend'], backend: view.spec['defaultBackend'] },
    ...listOf(view.spec['rules']).flatMap((rule, at) =>
      listOf(objectOf(objectOf(rule)['http'])['paths']).map((item, index) => ({
        path: ['spec', 'rules', at, 'http', 'paths', index, 'backend'],
        backend: objectOf(item)['backend'],
      })),
    ),
  ];
  for (const { path, backend } of backends) {
    // Until v1 the name stood in the backend itself.
    const { service, serviceName } = objectOf(backend);
    const name = shown(objectOf(service)['name'] ?? serviceName);
    if (name === '' || view.set.find('Service', name, namespaceOf(view)) !== undefined) continue;
    failAt(view, answer, {
      path: [...path, ...(serviceName === undefined ? ['service', 'name'] : ['serviceName'])],
      params: { what: `service ${name}` },
      aliases: ofIngressIds,
      ...elsewhere(servicesOf(view, namespaceOf(view))),
    });
  }
}

/** Routes of the Gateway API: what is not said otherwise is a Service of the route's namespace. */
function ofRoute(view: KubernetesView, answer: Answer): void {
  if (view.group !== 'gateway.networking.k8s.io') return;
  listOf(view.spec['rules']).forEach((rule, at) => {
    listOf(objectOf(rule)['backendRefs']).forEach((item, index) => {
      const { group, kind, name, namespace } = objectOf(item);
      if (shown(group) !== '' || (isSet(kind) && kind !== 'Service')) return;
      const home = isSet(namespace) ? shown(namespace) : namespaceOf(view);
      if (view.set.find('Service', shown(name), home) !== undefined) return;
      failAt(view, answer, {
        path: ['spec', 'rules', at, 'backendRefs', index, 'name'],
        params: { what: `service ${shown(name)}` },
        aliases: ofRouteIds,
        ...elsewhere(servicesOf(view, home)),
      });
    });
  });
}
