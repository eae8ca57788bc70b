import type { Change } from '../../field-edit.ts';
import { failAt } from '../../kubernetes/judge.ts';
import type { Path } from '../../kubernetes/view.ts';
import { podReader, webReads } from '../examples.ts';
import { textOf } from '../../../formats/json-values.ts';
import type { Text } from '../../contract.ts';
import { isClusterKind, namespaceOf } from '../../kubernetes/set.ts';
import { rbacOf, type Binding, type Subject } from '../model.ts';
import { rbacReference } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';

const group = 'rbac.authorization.k8s.io';

const messages = {
  apiGroup: {
    en: '{kind} {name} has the apiGroup "{found}": the API server wants "{wanted}" and refuses the binding',
    'zh-CN': '{kind} {name} 的 apiGroup 为“{found}”，API server 要求“{wanted}”，会拒绝该绑定',
  },
  namespace: {
    en: 'ServiceAccount {name} has no namespace: the API server refuses the binding',
    'zh-CN': 'ServiceAccount {name} 缺少 namespace，API server 会拒绝该绑定',
  },
  kind: {
    en: 'A subject is of the kind "{kind}": there are User, Group and ServiceAccount',
    'zh-CN': '主体的 kind 为“{kind}”，只能是 User、Group 或 ServiceAccount',
  },
  name: {
    en: 'A subject of the kind {kind} has no name',
    'zh-CN': '{kind} 类型的主体没有 name',
  },
  role: {
    en: '{kind} {name} is not among the manifests, others of its kind and place are',
    'zh-CN': '清单中没有 {kind} {name}，但有同类同处的其他角色',
  },
  roleKind: {
    en: 'A ClusterRoleBinding cannot give a {kind}: it wants a ClusterRole',
    'zh-CN': 'ClusterRoleBinding 不能引用 {kind}，只能引用 ClusterRole',
  },
} satisfies Record<string, Text>;

/** Bindings that the API server refuses, or that give nothing to anybody. */
export const rbacSubjectInvalid: KubernetesRule = {
  id: 'RBAC-SUBJECT-INVALID',
  aliases: {},
  severity: 'medium',
  family: 'rbac',
  title: {
    en: 'A binding is refused, or gives nothing to anybody',
    'zh-CN': '绑定会被拒绝，或不会授予任何人权限',
  },
  why: {
    en: 'A binding that the API server refuses is a right that was meant and is missing; one whose role or account is not there works on the day that somebody creates it, with rights nobody reviews then.',
    'zh-CN':
      '被 API server 拒绝的绑定意味着预期的权限不存在；引用不存在的角色或账号的绑定，会在有人创建它们的那天生效，而那时已无人审查。',
  },
  advice: {
    en: 'Give a ServiceAccount its namespace and no apiGroup, a User or Group apiGroup rbac.authorization.k8s.io, and name a role that is there.',
    'zh-CN':
      'ServiceAccount 须写 namespace 且不写 apiGroup；User 与 Group 的 apiGroup 为 rbac.authorization.k8s.io；并引用存在的角色。',
  },
  references: [rbacReference],
  bad: [
    `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: read }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects:
  - { kind: ServiceAccount, name: web, apiGroup: rbac.authorization.k8s.io }
`,
    `${podReader}---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: read, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: raeder }
subjects:
  - { kind: User, name: jane, apiGroup: rbac.authorization.k8s.io }
`,
  ],
  good: [
    `${podReader}---
${webReads}`,
    `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: read }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects:
  - { kind: User, name: jane, apiGroup: rbac.authorization.k8s.io }
`,
  ],
  check: (view, answer) => {
    const binding = rbacOf(view.set).bindingAt(view);
    if (binding === undefined) {
      answer.notApplicable({ en: 'no binding', 'zh-CN': '没有绑定' });
      return;
    }
    for (const subject of binding.subjects) {
      const fault = faultOf(subject, binding);
      if (fault === undefined) continue;
      const path = [...subject.path, fault.field];
      failAt(view, answer, {
        path,
        message: messages[fault.message],
        params: fault.params,
        changes: grouped(path, fault),
        review: true,
      });
    }
    const { roleKind: kind, roleName: name } = binding;
    const at = view.at(['roleRef', 'kind']);
    if (view.kind === 'ClusterRoleBinding' && kind !== 'ClusterRole') {
      answer.fail({ at, message: messages.roleKind, params: { kind } });
    } else if (isMissing(binding)) {
      answer.fail({
        at: view.at(['roleRef', 'name']),
        message: messages.role,
        params: { kind, name },
      });
    }
  },
};

/** The group that the kind of subject has; the binding gives its rights from then on. */
function grouped(path: Path, { message, params }: SubjectFault): readonly Change[] {
  const { wanted } = params;
  if (message !== 'apiGroup' || wanted === undefined) return [];
  return wanted === '' ? [{ remove: path }] : [{ set: path, to: wanted }];
}

interface SubjectFault {
  readonly field: string;
  readonly message: keyof typeof messages;
  readonly params: Readonly<Record<string, string>>;
}

/** As the API server validates subjects (rbac/validation, ValidateRoleBindingSubject). */
function faultOf({ kind, name, written }: Subject, { scope }: Binding): SubjectFault | undefined {
  if (name === '') return { field: 'kind', message: 'name', params: { kind } };
  const found = textOf(written['apiGroup']) ?? '';
  switch (kind) {
    case 'ServiceAccount':
      if (found !== '') {
        return {
          field: 'apiGroup',
          message: 'apiGroup',
          params: { kind, name, found, wanted: '' },
        };
      }
      // A RoleBinding without the field is refused as well: nothing fills it in.
      return textOf(written['namespace']) === undefined
        ? { field: 'name', message: 'namespace', params: { name, scope: scope ?? '' } }
        : undefined;
    case 'Group':
    case 'User':
      // Left out, it is filled in.
      return found === '' || found === group
        ? undefined
        : { field: 'apiGroup', message: 'apiGroup', params: { kind, name, found, wanted: group } };
    default:
      return { field: 'kind', message: 'kind', params: { kind } };
  }
}

/**
 * Whether the role of a binding is told missing: roles of the cluster may have been made
 * elsewhere, so only where the manifests bring roles for that very place.
 */
function isMissing(binding: Binding): boolean {
  const { view, roleKind, roleName } = binding;
  const model = rbacOf(view.set);
  if (roleKind !== 'Role' || isClusterKind(view.kind) || roleName === '') return false;
  if (model.roleOf(binding) !== undefined) return false;
  return model.roles.some(
    (role) => role.kind === 'Role' && namespaceOf(role.view) === namespaceOf(view),
  );
}
