import { listOf } from '../../../formats/json-values.ts';
import { shown } from '../fields.ts';
import { ofKinds } from '../judge.ts';
import { settings } from '../examples.ts';
import { valueAt } from '../workloads.ts';
import type { KubernetesRule } from '../rule.ts';

/** Prefixes of repositories are closed. */
export const openPrefix: KubernetesRule = {
  id: 'ADM-GK-REPO',
  aliases: {
    trivy: ['KSV-0124'],
  },
  severity: 'high',
  family: 'admission',
  title: {
    en: 'A constraint allows repositories by an open prefix',
    'zh-CN': '约束以开放前缀允许镜像仓库',
  },
  message: { en: 'The prefix "{repo}" is open at its end', 'zh-CN': '前缀 "{repo}" 末尾未闭合' },
  why: {
    en: 'The prefix `registry.example` also allows `registry.example.attacker.test`.',
    'zh-CN': '前缀 `registry.example` 同样允许 `registry.example.attacker.test`。',
  },
  advice: { en: 'End every prefix with a slash.', 'zh-CN': '每个前缀以斜杠结尾。' },
  references: [
    'https://open-policy-agent.github.io/gatekeeper-library/website/validation/allowedrepos/',
  ],
  bad: [
    `apiVersion: constraints.gatekeeper.sh/v1beta1
kind: K8sAllowedRepos
metadata: { name: a }
spec: { parameters: { repos: [registry.example] } }
`,
  ],
  good: [
    `apiVersion: constraints.gatekeeper.sh/v1beta1
kind: K8sAllowedRepos
metadata: { name: a }
spec: { parameters: { repos: [registry.example/] } }
`,
    settings,
  ],
  check: (view, answer) => {
    ofKinds(view, answer, ['K8sAllowedRepos'], () =>
      listOf(valueAt(view.spec, ['parameters', 'repos'])).flatMap((repo, index) =>
        shown(repo).includes('/')
          ? []
          : [{ path: ['spec', 'parameters', 'repos', index], params: { repo: shown(repo) } }],
      ),
    );
  },
};
