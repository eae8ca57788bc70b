import { podReader, webReads } from '../examples.ts';
import { isBuiltIn, rbacOf, subjectKey } from '../model.ts';
import { accountKey } from '../paths.ts';
import { goodPractices } from '../rule.ts';
import type { KubernetesRule } from '../../kubernetes/rule.ts';
import type { KubernetesSet } from '../../kubernetes/view.ts';

/** Roles that nobody has, and rights given to accounts that nothing runs as. */
export const rbacUnused: KubernetesRule = {
  id: 'RBAC-UNUSED',
  aliases: {},
  severity: 'low',
  level: 'strict',
  family: 'rbac',
  title: { en: 'Rights that nobody uses', 'zh-CN': '无人使用的权限' },
  message: {
    en: '{what}: nothing among the manifests uses it',
    'zh-CN': '{what}：清单中没有任何对象使用它',
  },
  why: {
    en: 'What nobody uses nobody misses when it is abused: a forgotten binding is the right that an intruder finds.',
    'zh-CN': '无人使用的权限被滥用时也无人察觉；被遗忘的绑定正是入侵者要找的。',
  },
  advice: {
    en: 'Delete it. What is used by objects that are not among these manifests may stay; the audit log shows it.',
    'zh-CN': '删除它；若被清单之外的对象使用则可保留，审计日志可以确认。',
  },
  references: [goodPractices],
  bad: [
    `${podReader}---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: other, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: writer }
subjects:
  - { kind: User, name: jane, apiGroup: rbac.authorization.k8s.io }
`,
    `${podReader}---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: read, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
subjects:
  - { kind: ServiceAccount, name: old, namespace: shop }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  serviceAccountName: web
  containers:
    - { name: web, image: registry.example/web:1.2 }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: old, namespace: shop }
`,
  ],
  good: [
    `${podReader}---
${webReads}---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  serviceAccountName: web
  containers:
    - { name: web, image: registry.example/web:1.2 }
`,
    podReader,
  ],
  check: (view, answer) => {
    const model = rbacOf(view.set);
    const role = model.roleAt(view);
    const binding = model.bindingAt(view);
    if (isBuiltIn(view) || (role === undefined && binding === undefined)) {
      answer.notApplicable({
        en: 'neither a role nor a binding of the user',
        'zh-CN': '没有用户自己的角色或绑定',
      });
      return;
    }
    if (role !== undefined) {
      // Without any binding the manifests are a part of something, and say nothing about use.
      const gathered = Object.keys(view.labels).some((key) => key.includes('aggregate-to'));
      if (model.bindings.length === 0 || gathered || model.bindingsOf(role).length > 0) return;
      answer.fail({
        at: view.at(['metadata', 'name']),
        params: { what: `${role.kind} ${role.name}` },
      });
      return;
    }
    const used = usersIn(view.set);
    for (const subject of binding?.subjects ?? []) {
      const declared = view.set.find('ServiceAccount', subject.name, subject.namespace);
      if (subject.kind !== 'ServiceAccount' || declared === undefined || used.size === 0) continue;
      if (used.has(subjectKey(subject))) continue;
      answer.fail({ at: view.at(subject.path), params: { what: subjectKey(subject) } });
    }
  },
};

const users = new WeakMap<KubernetesSet, ReadonlySet<string>>();

/** Accounts that the workloads of a run use; asked for by every binding, and made once. */
function usersIn(set: KubernetesSet): ReadonlySet<string> {
  let known = users.get(set);
  if (known === undefined) users.set(set, (known = new Set(set.workloads().map(accountKey))));
  return known;
}
