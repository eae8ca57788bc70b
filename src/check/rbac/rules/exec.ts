import { roleRule, goodPractices } from '../rule.ts';
import { heldText, type Power } from '../powers.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const powers: readonly Power[] = [{ group: '', resource: 'pods/exec', verbs: ['create', 'get'] }];

/** Roles that run commands in containers. */
export const rbacExec: KubernetesRule = roleRule(
  {
    id: 'RBAC-EXEC',
    aliases: {
      trivy: ['KSV-0053'],
      checkov: ['CKV2_K8S_2'],
      kics: ['k/rbac_roles_with_exec_permission'],
      kubescape: ['C-0002', 'exec-into-container-v1'],
      polaris: [
        'clusterrolePodExecAttach',
        'rolePodExecAttach',
        'clusterrolebindingPodExecAttach',
        'rolebindingClusterRolePodExecAttach',
        'rolebindingRolePodExecAttach',
      ],
      'rbac-police': ['pods_exec'],
      kubiscan: ['risky-exec-pods'],
      kyverno: [
        'deny-exec-by-namespace-label',
        'deny-exec-by-namespace-name',
        'deny-exec-by-pod-and-container',
        'deny-exec-by-pod-label',
        'deny-exec-by-pod-name',
        'block-kubectl-cp-by-pod-label',
      ],
    },
    severity: 'high',
    title: { en: 'A role may run commands in containers', 'zh-CN': '角色可以在容器中执行命令' },
    why: {
      en: 'exec is a shell inside whatever runs: its Secrets, its service account, its network. Nothing of it is in the image or the manifest afterwards.',
      'zh-CN':
        'exec 相当于进入任意运行中容器的 shell，可得到其 Secret、服务账号和网络，且事后不留在镜像或清单中。',
    },
    advice: {
      en: 'Take pods/exec out of roles of everyday use; keep it for a role that people are bound to for an hour.',
      'zh-CN': '从日常角色中移除 pods/exec；仅在需要时短时间绑定专用角色。',
    },
    references: [goodPractices],
    bad: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: debugger, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [pods, pods/exec]
    verbs: [get, create]
`,
    ],
    good: [
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: viewer, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [pods, pods/log]
    verbs: [get]
`,
      `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: runner, namespace: shop }
rules:
  - apiGroups: ['']
    resources: [pods]
    verbs: [create]
`,
    ],
  },
  (rule) => {
    const what = heldText(rule, powers);
    return what === '' ? [] : [{ what }];
  },
);
