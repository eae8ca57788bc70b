import { inForce, integerOf, isTrue, shown } from '../fields.ts';
import { eachContainer } from '../judge.ts';
import { podWith } from '../examples.ts';
import { podSecurityPage, securityContextPage } from '../rule.ts';
import type { KubernetesRule } from '../rule.ts';
import type { Aliases } from '../../contract.ts';
import type { Text } from '../../../model/index.ts';

const unenforced: Text = {
  en: 'Container "{container}" runs as a user other than root, and nothing enforces it: runAsNonRoot is not true',
  'zh-CN': '容器 "{container}" 以非 root 用户运行，但没有强制：runAsNonRoot 不为 true',
};

/** Ids that ask for the enforcement, not for the user. */
const enforcing: Aliases = { psa: ['runAsNonRoot'], trivy: ['KSV-0012'] };

/** Every container is known not to run as root. */
export const runasnonroot: KubernetesRule = {
  id: 'K8S-RUNASNONROOT',
  aliases: {
    psa: ['runAsNonRoot'],
    trivy: ['KSV-0012'],
    checkov: ['CKV_K8S_23'],
    kics: ['k/containers_running_as_root'],
    kubescape: ['C-0013', 'non-root-containers'],
    'kube-linter': ['run-as-non-root'],
    polaris: ['runAsRootAllowed'],
    kyverno: ['require-run-as-nonroot'],
    gatekeeper: ['k8spspallowedusers'],
  },
  severity: 'high',
  standards: ['nsa'],
  family: 'non-root',
  title: { en: 'A container may run as root', 'zh-CN': '容器可能以 root 运行' },
  message: {
    en: 'Container "{container}" may run as root: runAsNonRoot is not true',
    'zh-CN': '容器 "{container}" 可能以 root 运行：runAsNonRoot 不为 true',
  },
  why: {
    en: 'Root in a container is root in the kernel it shares with the node; most ways out of a container need it.',
    'zh-CN': '容器内的 root 在与节点共享的内核中同样是 root；大多数容器逃逸都以此为前提。',
  },
  advice: {
    en: 'Set securityContext.runAsNonRoot: true, and a runAsUser other than 0 when the image does not name a user.',
    'zh-CN': '设置 securityContext.runAsNonRoot: true；镜像未指定用户时再设置非 0 的 runAsUser。',
  },
  references: [securityContextPage, podSecurityPage],
  bad: [
    podWith(),
    podWith({
      pod: 'securityContext: { runAsNonRoot: true }',
      container: 'securityContext: { runAsNonRoot: false }',
    }),
  ],
  good: [
    podWith({ pod: 'securityContext: { runAsNonRoot: true }' }),
    podWith({ container: 'securityContext: { runAsNonRoot: true, runAsUser: 1000 }' }),
  ],
  check: (view, answer) => {
    eachContainer(view, answer, (container, pod) => {
      const { value, path } = inForce(pod, container, 'runAsNonRoot');
      if (isTrue(value)) return undefined;
      const user = inForce(pod, container, 'runAsUser');
      const id = integerOf(user.value);
      const evidence = [
        {
          en: `runAsNonRoot: ${shown(value) || 'not set'}, runAsUser: ${id ?? 'not set'}`,
          'zh-CN': `runAsNonRoot：${shown(value) || '未设置'}，runAsUser：${id ?? '未设置'}`,
        },
      ];
      // The user is not root, but nothing refuses to start when an edit makes it so.
      if (id !== undefined && id !== 0)
        return {
          path,
          evidence,
          message: unenforced,
          severity: 'low',
          aliases: enforcing,
          wanted: true,
        };
      const inherited = [...pod.path, 'spec', 'securityContext'];
      // A container that starts as root of its image is refused afterwards.
      const ending = id === 0 ? {} : { wanted: true, review: true };
      return { path, alsoPaths: [user.path, inherited], evidence, ...ending };
    });
  },
};
