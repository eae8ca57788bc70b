import { ofKinds } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import type { KubernetesRule } from '../rule.ts';
import type { Aliases } from '../../contract.ts';

const mutating: Aliases = { kubescape: ['C-0039', 'list-all-mutating-webhooks'] };
const validating: Aliases = { kubescape: ['C-0036', 'list-all-validating-webhooks'] };

/** A list of the webhooks, for a person to judge. */
export const webhooks: KubernetesRule = {
  id: 'ADM-WEBHOOKS',
  aliases: {
    kubescape: ['C-0036', 'C-0039', 'list-all-mutating-webhooks', 'list-all-validating-webhooks'],
  },
  severity: 'low',
  level: 'optional',
  family: 'admission',
  title: { en: 'An admission webhook', 'zh-CN': '准入 Webhook' },
  message: { en: '{name} is an admission webhook', 'zh-CN': '{name} 是准入 Webhook' },
  why: {
    en: 'A webhook sees every object of its kinds, secrets among them; a mutating one also changes them.',
    'zh-CN': 'Webhook 能看到其类型的所有对象（包括 Secret），变更型还会修改它们。',
  },
  advice: {
    en: 'Look at each: kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations -o yaml.',
    'zh-CN':
      '逐一检查：kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations -o yaml。',
  },
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/',
  ],
  bad: [
    `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: a }
`,
  ],
  good: [podWith(), settings],
  check: (view, answer) => {
    const id = view.kind === 'MutatingWebhookConfiguration' ? mutating : validating;
    ofKinds(
      view,
      answer,
      ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'],
      () => ({
        path: ['metadata', 'name'],
        params: { name: view.name },
        aliases: id,
      }),
    );
  },
};
