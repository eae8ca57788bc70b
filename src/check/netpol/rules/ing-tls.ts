import { ingressWith, webIngress, webService } from '../examples.ts';
import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import { isFalse, isTrue } from '../../kubernetes/fields.ts';
import { ingressPage, ofKind } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

/** Ingresses that take requests without TLS. */
export const ingTls: KubernetesRule = {
  id: 'ING-TLS',
  aliases: {
    kubescape: ['C-0263', 'ingress-no-tls'],
    polaris: ['tlsSettingsMissing'],
    gatekeeper: ['k8shttpsonly'],
    kyverno: ['require-ingress-https', 'ingress-host-match-tls'],
  },
  severity: 'medium',
  family: 'ingress',
  title: { en: 'An Ingress takes requests without TLS', 'zh-CN': 'Ingress 接受未加密的请求' },
  message: { en: 'The host {host} is served without TLS', 'zh-CN': '主机 {host} 未启用 TLS' },
  why: {
    en: 'Passwords, cookies and pages go over the network in clear, and anybody on the way can change them.',
    'zh-CN': '密码、Cookie 与页面以明文传输，途经的任何人都能读取或篡改。',
  },
  advice: {
    en: 'Add tls with the host and a Secret of its certificate; cert-manager keeps it fresh.',
    'zh-CN': '在 tls 中加入主机与证书 Secret；可用 cert-manager 自动续期。',
  },
  references: [ingressPage],
  options: { tlsOptional: false },
  bad: [webIngress],
  good: [
    ingressWith({
      spec: `  tls: [{ hosts: [shop.example.com], secretName: shop }]
`,
    }),
    webService,
  ],
  check: (view, answer) => {
    if (!ofKind(view, answer, 'Ingress')) return;
    const closed = isFalse(textOf(view.annotations['kubernetes.io/ingress.allow-http']));
    if (isTrue(answer.option('tlsOptional')) && closed) return;
    const tls = listOf(view.spec['tls']).map(objectOf);
    const covered = tls.flatMap((one) => textsOf(one['hosts']));
    // An entry without hosts is for all of them.
    if (tls.some((one) => textsOf(one['hosts']).length === 0)) return;
    const hosts = listOf(view.spec['rules']).map((rule) => textOf(objectOf(rule)['host']) ?? '*');
    hosts.forEach((host, index) => {
      if (covers(covered, host)) return;
      answer.fail({ at: view.at(['spec', 'rules', index]), params: { host } });
    });
    if (hosts.length === 0 && tls.length === 0 && view.spec['defaultBackend'] !== undefined) {
      answer.fail({ at: view.at(['spec', 'defaultBackend']), params: { host: '*' } });
    }
  },
};

function covers(certificates: readonly string[], host: string): boolean {
  if (host === '*') return certificates.length > 0;
  return certificates.some(
    (one) =>
      one === host || (one.startsWith('*.') && host.slice(host.indexOf('.')) === one.slice(1)),
  );
}
