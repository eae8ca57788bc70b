import { ingressWith, webIngress } from '../examples.ts';
import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { Text } from '../../contract.ts';
import type { KubernetesView } from '../../kubernetes/view.ts';
import { ingressPage, ofKind } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const messages = {
  wildcard: {
    en: 'The rule takes {host}',
    'zh-CN': '规则接受 {host}',
  },
  same: {
    en: 'The Ingress {other} takes the host {host} and the path {path}, too',
    'zh-CN': 'Ingress {other} 也接受主机 {host} 与路径 {path}',
  },
  backend: {
    en: 'The default backend takes every request that no rule takes',
    'zh-CN': '默认后端会接受所有未被规则匹配的请求',
  },
} satisfies Record<string, Text>;
const wild = {
  gatekeeper: ['k8sblockwildcardingress'],
  kyverno: ['restrict-ingress-wildcard', 'disallow-empty-ingress-host'],
};
const twice = {
  gatekeeper: ['k8suniqueingresshost'],
  kyverno: ['unique-ingress-host', 'unique-ingress-host-and-path', 'unique-ingress-path'],
};

/** Ingresses that take every host, or a host that another takes. */
export const ingWildcard: KubernetesRule = {
  id: 'ING-WILDCARD',
  aliases: {
    gatekeeper: ['k8sblockwildcardingress', 'k8suniqueingresshost'],
    kyverno: [
      'restrict-ingress-wildcard',
      'disallow-empty-ingress-host',
      'unique-ingress-host',
      'unique-ingress-host-and-path',
      'unique-ingress-path',
      'restrict-ingress-defaultbackend',
      'restrict-ingress-classes',
      'unique-external-dns',
    ],
  },
  severity: 'medium',
  family: 'ingress',
  title: {
    en: 'An Ingress takes every host, or the host of another',
    'zh-CN': 'Ingress 接受任意主机或与他者重复的主机',
  },
  why: {
    en: 'A rule without a host, or with a wildcard, answers for names of others; of two Ingresses with one host and path, which one answers is chance, or who came first.',
    'zh-CN':
      '没有 host 或使用通配符的规则会响应他人的域名；两个 Ingress 主机与路径相同时，由谁响应取决于先后或偶然。',
  },
  advice: { en: 'Name each host, once.', 'zh-CN': '逐一写明主机名，且不重复。' },
  references: [ingressPage],
  bad: [
    ingressWith({ host: "'*.example.com'" }),
    `${webIngress}---
${ingressWith({ name: 'copy', namespace: 'other' })}`,
  ],
  good: [
    webIngress,
    `${webIngress}---
${ingressWith({ name: 'other', host: 'other.example.com' })}`,
  ],
  check: (view, answer) => {
    if (!ofKind(view, answer, 'Ingress')) return;
    if (view.spec['defaultBackend'] !== undefined || view.spec['backend'] !== undefined) {
      const field = view.spec['defaultBackend'] === undefined ? 'backend' : 'defaultBackend';
      const aliases = { kyverno: ['restrict-ingress-defaultbackend'] };
      answer.fail({
        at: view.at(['spec', field]),
        message: messages.backend,
        severity: 'low',
        aliases,
      });
    }
    const others = view.set.ofKind('Ingress').filter((one) => one !== view);
    listOf(view.spec['rules']).forEach((entry, index) => {
      const host = textOf(objectOf(entry)['host']) ?? '';
      const at = view.at(['spec', 'rules', index, ...(host === '' ? [] : ['host'])]);
      if (host === '' || host.includes('*')) {
        const params = { host: host === '' ? 'every host' : host };
        answer.fail({ at, message: messages.wildcard, params, aliases: wild });
      }
      const paths = pathsOf(entry);
      const other = others.find((one) => takes(one, host, paths));
      if (other === undefined || host === '') return;
      const params = { other: other.subject, host, path: paths.join(', ') };
      answer.fail({ at, message: messages.same, params, aliases: twice });
    });
  },
};

function pathsOf(rule: unknown): string[] {
  const paths = listOf(objectOf(objectOf(rule)['http'])['paths']);
  return paths.map((one) => textOf(objectOf(one)['path']) ?? '/');
}

function takes(view: KubernetesView, host: string, paths: readonly string[]): boolean {
  return listOf(view.spec['rules']).some(
    (rule) =>
      textOf(objectOf(rule)['host']) === host && pathsOf(rule).some((path) => paths.includes(path)),
  );
}
