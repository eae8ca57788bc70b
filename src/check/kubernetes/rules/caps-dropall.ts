import { listOf, objectOf, textsOf } from '../../../formats/json-values.ts';
import { securityContextOf, shown } from '../fields.ts';
import { eachContainer } from '../judge.ts';
import { podWith, settings } from '../examples.ts';
import { podSecurityPage, securityContextPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';
import type { Aliases } from '../../contract.ts';
import type { Text } from '../../../model/index.ts';

const addedAgain: Text = {
  en: 'Container "{container}" adds {name}, where only NET_BIND_SERVICE may be added again',
  'zh-CN': '容器 "{container}" 添加了 {name}，而只允许再添加 NET_BIND_SERVICE',
};

const restricted: Aliases = {
  psa: ['capabilities_restricted'],
  trivy: ['KSV-0106'],
  kyverno: ['disallow-capabilities-strict', 'podsecurity-subrule-restricted-capabilities'],
};

/** Ids that are not content with some capabilities dropped. */
const someDropped: Aliases = {
  ...restricted,
  trivy: ['KSV-0003', 'KSV-0106'],
  checkov: ['CKV_K8S_37'],
  polaris: ['insecureCapabilities'],
  kyverno: [...(restricted.kyverno ?? []), 'drop-all-capabilities'],
  gatekeeper: ['k8spspcapabilities'],
};

/** Every capability is dropped. */
export const capsDropall: KubernetesRule = {
  id: 'K8S-CAPS-DROPALL',
  aliases: {
    psa: ['capabilities_restricted'],
    trivy: ['KSV-0003', 'KSV-0004', 'KSV-0106'],
    checkov: ['CKV_K8S_37'],
    kics: ['k/no_drop_capabilities_for_containers'],
    polaris: ['insecureCapabilities'],
    kyverno: [
      'disallow-capabilities-strict',
      'drop-all-capabilities',
      'podsecurity-subrule-restricted-capabilities',
    ],
    gatekeeper: ['k8spspcapabilities'],
  },
  severity: 'medium',
  standards: ['nsa'],
  family: 'caps',
  title: { en: 'Not every capability is dropped', 'zh-CN': '未丢弃全部能力' },
  message: {
    en: 'Container "{container}" does not drop all capabilities',
    'zh-CN': '容器 "{container}" 未丢弃全部能力',
  },
  why: {
    en: 'Without drop, a container keeps fourteen capabilities that most programs never use.',
    'zh-CN': '不丢弃时，容器保留十四项多数程序从不使用的能力。',
  },
  advice: {
    en: 'Set capabilities.drop: [ALL], and add back NET_BIND_SERVICE at most.',
    'zh-CN': '设置 capabilities.drop: [ALL]，最多再添加 NET_BIND_SERVICE。',
  },
  references: [securityContextPage, podSecurityPage],
  bad: [
    podWith(),
    podWith({ container: 'securityContext: { capabilities: { drop: [ALL], add: [CHOWN] } }' }),
  ],
  good: [
    podWith({
      container: 'securityContext: { capabilities: { drop: [ALL], add: [NET_BIND_SERVICE] } }',
    }),
    settings,
  ],
  check: (view, answer) => {
    eachContainer(view, answer, (container) => {
      const { add, drop } = objectOf(securityContextOf(container.spec)['capabilities']);
      const at = [...container.path, 'securityContext', 'capabilities'];
      const dropped = textsOf(drop).map((name) => name.replace(/^CAP_/i, '').toUpperCase());
      const kept = dropped.includes('ALL')
        ? []
        : [
            {
              path: [...at, 'drop'],
              changes: [{ append: [...at, 'drop'], item: 'ALL' }],
              review: true,
              ...(dropped.length > 0 && { aliases: someDropped }),
            },
          ];
      const added = listOf(add).flatMap((value, index) => {
        const name = shown(value).replace(/^CAP_/i, '').toUpperCase();
        if (name === 'NET_BIND_SERVICE') return [];
        const path = [...at, 'add', index];
        const ending = { changes: [{ remove: path }], review: true };
        // What is more than containers have anyway, K8S-CAPS-BASELINE tells.
        const level = 'strict' as const;
        return [
          { path, params: { name }, message: addedAgain, aliases: restricted, level, ...ending },
        ];
      });
      return [...kept, ...added];
    });
  },
};
