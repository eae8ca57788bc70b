import { printable } from '../../model/index.ts';
import type { Severity, Text } from '../../model/index.ts';
import type { Aliases, Answer } from '../contract.ts';
import type { KubernetesRule } from '../kubernetes/rule.ts';
import type { KubernetesView, Path } from '../kubernetes/view.ts';
import { isBuiltIn, rbacOf, subjectKey, type Binding, type Role, type RoleRule } from './model.ts';
import { filled, harmless } from '../words.ts';

/** The page of Kubernetes' own documentation on what in RBAC leads to more rights. */
export const goodPractices: string =
  'https://kubernetes.io/docs/concepts/security/rbac-good-practices/';

/** The reference of RBAC. */
export const rbacReference: string =
  'https://kubernetes.io/docs/reference/access-authn-authz/rbac/';

/** What a rule of a role gives that it should not. */
export interface Risk {
  /** Where; the rule's resources when absent. */
  readonly path?: Path;
  /** What it allows, for the sentence: `create pods`. */
  readonly what: string;
  readonly aliases?: Aliases;
  readonly severity?: Severity;
}

/** A rule about what roles allow: all of its facts, without the code. */
export type RoleFacts = Omit<KubernetesRule, 'check' | 'family' | 'message'>;

/**
 * A rule that asks each rule of each role, roles of Kubernetes itself left out. The evidence says
 * who has the role and where: a right nobody has is a risk to come, not one that is there.
 */
export function roleRule(
  facts: RoleFacts,
  risksOf: (rule: RoleRule, role: Role) => readonly Risk[],
): KubernetesRule {
  return {
    ...facts,
    family: 'rbac',
    message: {
      en: '{role} may {what}; {bound}',
      'zh-CN': '{role} 可以 {what}（{bound}）',
    },
    check: (view, answer) => {
      const role = rbacOf(view.set).roleAt(view);
      if (role === undefined) answer.notApplicable({ en: 'no role', 'zh-CN': '没有角色' });
      else if (isBuiltIn(view))
        answer.notApplicable({
          en: 'a role of Kubernetes itself',
          'zh-CN': 'Kubernetes 自带的角色',
        });
      else tellRisks(role, risksOf, answer, facts.severity);
    },
  };
}

function tellRisks(
  role: Role,
  risksOf: (rule: RoleRule, role: Role) => readonly Risk[],
  answer: Answer,
  severity: Severity,
): void {
  const { view } = role;
  const bindings = rbacOf(view.set).bindingsOf(role);
  // Rules that an aggregating role gathers are told where they are written.
  const rules = view.object['aggregationRule'] === undefined ? role.rules : [];
  for (const rule of rules) {
    for (const { path, what, aliases, severity: own = severity } of risksOf(rule, role)) {
      answer.fail({
        at: view.at(path ?? [...rule.path, 'resources']),
        params: { role: `${role.kind} ${role.name}`, what, bound: boundText(bindings) },
        evidence: evidenceOf(bindings),
        severity: scoped(own, role, bindings),
        ...(aliases !== undefined && { aliases }),
      });
    }
  }
}

/** Rights in namespaces that hold nothing of the cluster's are worth one step less. */
function scoped(severity: Severity, role: Role, bindings: readonly Binding[]): Severity {
  const scopes =
    role.kind === 'Role' ? [role.view.namespace ?? 'default'] : bindings.map(({ scope }) => scope);
  const narrow =
    scopes.length > 0 && scopes.every((scope) => scope !== undefined && !isSystem(scope));
  return narrow ? (lower.get(severity) ?? severity) : severity;
}

const lower: ReadonlyMap<Severity, Severity> = new Map([
  ['critical', 'high'],
  ['high', 'medium'],
]);

/** Namespaces whose service accounts have rights over the cluster. */
export function isSystem(namespace: string): boolean {
  return namespace.startsWith('kube-') || namespace.startsWith('openshift');
}

/** Who has a role, in a few words. */
export function boundText(bindings: readonly Binding[]): Text {
  const subjects = [...new Set(bindings.flatMap((binding) => binding.subjects.map(subjectKey)))];
  if (subjects.length === 0) return { en: 'bound to nobody here', 'zh-CN': '此处未绑定任何主体' };
  const shown = subjects.slice(0, 3);
  const more = subjects.length - shown.length;
  return harmless({
    en: `bound to ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    'zh-CN': `绑定到 ${shown.join('、')}${more > 0 ? ` 等 ${subjects.length} 个主体` : ''}`,
  });
}

function evidenceOf(bindings: readonly Binding[]): Text[] {
  return bindings.slice(0, 10).map(({ view, scope, subjects }) => {
    const name = printable(`${view.kind} ${view.name}`);
    const who = printable(subjects.map(subjectKey).join(', '));
    return filled(
      { en: '{name}: {who} {where}', 'zh-CN': '{name}：{who}（{where}）' },
      { name, who, where: whereText(scope) },
    );
  });
}

function whereText(scope: string | undefined): Text {
  if (scope === undefined) return { en: 'in the whole cluster', 'zh-CN': '整个集群' };
  const name = printable(scope);
  return { en: `in namespace ${name}`, 'zh-CN': `命名空间 ${name}` };
}

/** Whether some binding gives a role to a service account. */
export function boundToServiceAccount(role: Role): boolean {
  const bindings = rbacOf(role.view.set).bindingsOf(role);
  return bindings.some(({ subjects }) => subjects.some(({ kind }) => kind === 'ServiceAccount'));
}

/** Bindings as subjects of a rule; the built-in ones and other objects are not applicable. */
export function bindingAt(view: KubernetesView, answer: Answer): Binding | undefined {
  const binding = rbacOf(view.set).bindingAt(view);
  if (binding === undefined) answer.notApplicable({ en: 'no binding', 'zh-CN': '没有绑定' });
  else if (isBuiltIn(view)) {
    answer.notApplicable({
      en: 'a binding of Kubernetes itself',
      'zh-CN': 'Kubernetes 自带的绑定',
    });
    return undefined;
  }
  return binding;
}
