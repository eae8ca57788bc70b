import { webIngress, webLoadBalancer, webService, webWorkload } from '../examples.ts';
import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { Answer } from '../../contract.ts';
import { equalitySelects } from '../../kubernetes/selectors.ts';
import { namespaceOf } from '../../kubernetes/set.ts';
import type { KubernetesView, Path } from '../../kubernetes/view.ts';
import { ingressPage, servicePage } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const exposes = ['k/ingress_controller_exposes_workload'];

/** Workloads that the world may ask, above all those made for a few. */
export const svcExposed: KubernetesRule = {
  id: 'SVC-EXPOSED',
  aliases: {
    kics: ['k/ingress_controller_exposes_workload'],
    kubescape: [
      'C-0021',
      'C-0256',
      'C-0266',
      'C-0274',
      'exposed-sensitive-interfaces-v1',
      'exposure-to-internet',
      'exposure-to-internet-via-gateway-api',
      'exposure-to-internet-via-istio-ingress',
    ],
  },
  severity: 'high',
  family: 'exposure',
  title: { en: 'A workload is exposed', 'zh-CN': '工作负载对外暴露' },
  message: {
    en: '{through} leads from outside to the Service {service}',
    'zh-CN': '{through} 从外部通向 Service {service}',
  },
  why: {
    en: 'What is exposed is tried by everybody within hours; consoles and interfaces without a login are taken over at once.',
    'zh-CN': '暴露的服务数小时内就会被扫描；无登录的控制台会立即被接管。',
  },
  advice: {
    en: 'Expose what serves the public, behind a login where it is not meant for all; reach consoles through kubectl port-forward or a VPN.',
    'zh-CN': '仅暴露面向公众的服务，非公开的须加登录；控制台用 kubectl port-forward 或 VPN 访问。',
  },
  references: [ingressPage, servicePage],
  options: {
    sensitive: [
      'airflow',
      'argo-server',
      'argocli',
      'dask',
      'dashboard',
      'grafana',
      'jenkins',
      'jupyter',
      'kibana',
      'kubeflow',
      'mlflow',
      'nifi',
      'ollama',
      'phpmyadmin',
      'prometheus',
      'ray',
      'scope',
      'vllm',
    ] as readonly string[],
  },
  bad: [
    `${webService}---
${webIngress}`,
    `${webLoadBalancer}---
${webWorkload.replace('registry.example/web:1.2', 'vllm/vllm-openai:v0.9')}`,
  ],
  good: [webService, webIngress],
  check: (view, answer) => {
    if (view.kind === 'Service') checkService(view, answer);
    else checkRoute(view, answer);
  },
};

const sensitiveMessage = {
  en: '{workload}, an interface for a few ({name}), is exposed by the Service {service} ({type})',
  'zh-CN': '{workload}（仅供内部使用的 {name}）被 Service {service}（{type}）暴露',
};

/** A Service with an address of its own that leads to a console. */
function checkService(view: KubernetesView, answer: Answer): void {
  const type = textOf(view.spec['type']) ?? 'ClusterIP';
  if (type !== 'LoadBalancer' && type !== 'NodePort') return;
  const names = textsOf(answer.option('sensitive'));
  const selector = objectOf(view.spec['selector']);
  const selected = view.set.selected(namespaceOf(view), (labels) =>
    equalitySelects(selector, labels),
  );
  for (const workload of selected) {
    const name = sensitiveName(workload, names);
    if (name === undefined) continue;
    answer.fail({
      at: view.at(['spec', 'selector']),
      message: sensitiveMessage,
      params: { workload: `${workload.kind} ${workload.name}`, name, service: view.name, type },
      severity: 'critical',
      aliases: {
        kubescape: ['C-0021', 'C-0256', 'exposed-sensitive-interfaces-v1', 'exposure-to-internet'],
      },
    });
  }
}

function sensitiveName(view: KubernetesView, names: readonly string[]): string | undefined {
  const words = (view.pod?.containers ?? []).flatMap(({ spec, name }) => {
    const image = (textOf(spec['image']) ?? '').split('@')[0] ?? '';
    return [
      name,
      ...(image.split('/').slice(-2).join('-').split(':')[0] ?? '').split(/[-_.]/),
      image,
    ];
  });
  return names.find((name) => words.some((word) => word === name || word.endsWith(`/${name}`)));
}

/** What lets requests in, by the names of the Services that they are led to. */
function checkRoute(view: KubernetesView, answer: Answer): void {
  const backends = backendsOf(view);
  if (backends === undefined) {
    answer.notApplicable({
      en: 'nothing that leads requests to a workload',
      'zh-CN': '没有将请求引向工作负载的对象',
    });
    return;
  }
  for (const { path, service } of backends) {
    if (view.set.find('Service', service, namespaceOf(view)) === undefined) continue;
    answer.fail({
      at: view.at(path),
      params: { through: `${view.kind} ${view.name}`, service },
      severity: 'low',
      level: 'strict',
      aliases: {
        kics: view.kind === 'Ingress' ? exposes : [],
        kubescape: exposure.get(view.kind) ?? [],
      },
    });
  }
}

const exposure: ReadonlyMap<string, readonly string[]> = new Map([
  ['Ingress', ['C-0256', 'exposure-to-internet']],
  ['HTTPRoute', ['C-0266', 'exposure-to-internet-via-gateway-api']],
  ['VirtualService', ['C-0274', 'exposure-to-internet-via-istio-ingress']],
]);

interface Backend {
  readonly path: Path;
  readonly service: string;
}

function backendsOf(view: KubernetesView): Backend[] | undefined {
  switch (view.kind) {
    case 'Ingress':
      return listOf(view.spec['rules']).flatMap((rule, at) =>
        listOf(objectOf(objectOf(rule)['http'])['paths']).flatMap((one, index) => {
          const backend = objectOf(objectOf(one)['backend']);
          const name = objectOf(backend['service'])['name'] ?? backend['serviceName'];
          const path = ['spec', 'rules', at, 'http', 'paths', index, 'backend'];
          return named(name, path);
        }),
      );
    case 'HTTPRoute':
    case 'GRPCRoute':
      return listOf(view.spec['rules']).flatMap((rule, at) =>
        listOf(objectOf(rule)['backendRefs']).flatMap((one, index) =>
          named(objectOf(one)['name'], ['spec', 'rules', at, 'backendRefs', index]),
        ),
      );
    case 'Route':
      return named(objectOf(view.spec['to'])['name'], ['spec', 'to']);
    case 'VirtualService':
      return meshBackends(view);
    default:
      return undefined;
  }
}

function meshBackends(view: KubernetesView): Backend[] {
  // Without a gateway, or with the mesh alone, it is for the inside.
  if (textsOf(view.spec['gateways']).every((gateway) => gateway === 'mesh')) return [];
  return listOf(view.spec['http']).flatMap((rule, at) =>
    listOf(objectOf(rule)['route']).flatMap((one, index) => {
      const host = textOf(objectOf(objectOf(one)['destination'])['host']) ?? '';
      return named(host.split('.')[0], ['spec', 'http', at, 'route', index, 'destination']);
    }),
  );
}

function named(value: unknown, path: Path): Backend[] {
  const service = textOf(value);
  return service === undefined ? [] : [{ service, path }];
}
