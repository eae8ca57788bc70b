import { listOf, objectOf, textOf, type JsonObject } from '../../formats/json-values.ts';
import { labelSelects } from '../kubernetes/selectors.ts';
import { namespaceOf } from '../kubernetes/set.ts';
import type { KubernetesSet, KubernetesView, Path } from '../kubernetes/view.ts';
import { append } from '../../model/append.ts';

/** One rule of a role (rbac/v1 PolicyRule). */
export interface RoleRule {
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Empty: every name. */
  readonly names: readonly string[];
  readonly urls: readonly string[];
  /** Where it stands in its role. */
  readonly path: Path;
}

/** A Role or ClusterRole. */
export interface Role {
  readonly kind: 'ClusterRole' | 'Role';
  readonly name: string;
  readonly view: KubernetesView;
  /** Its own rules, and those of the roles that its aggregation rule gathers. */
  readonly rules: readonly RoleRule[];
}

/** Whom a binding gives a role. */
export interface Subject {
  readonly kind: string;
  readonly name: string;
  /** Of a ServiceAccount: as the API server reads it, the binding's own when none is written. */
  readonly namespace: string;
  readonly written: JsonObject;
  readonly path: Path;
}

/** A RoleBinding or ClusterRoleBinding. */
export interface Binding {
  readonly view: KubernetesView;
  /** Where the rights hold; undefined: everywhere. */
  readonly scope: string | undefined;
  readonly roleKind: string;
  readonly roleName: string;
  readonly subjects: readonly Subject[];
}

/** A right that a subject has through a binding. */
export interface Grant {
  readonly binding: Binding;
  readonly role: Role;
  readonly rule: RoleRule;
}

/** Roles and bindings of a run, joined. */
export interface RbacModel {
  readonly roles: readonly Role[];
  readonly bindings: readonly Binding[];
  /** The role of a binding; undefined when it is not among the manifests. */
  readonly roleOf: (binding: Binding) => Role | undefined;
  readonly bindingsOf: (role: Role) => readonly Binding[];
  readonly roleAt: (view: KubernetesView) => Role | undefined;
  readonly bindingAt: (view: KubernetesView) => Binding | undefined;
  /** Effective rights of a subject, by its key. */
  readonly grantsOf: (subject: string) => readonly Grant[];
  /** Keys of every subject of every binding. */
  readonly subjects: () => readonly string[];
}

/** `ServiceAccount shop/web`, `Group system:masters`. */
export function subjectKey({
  kind,
  name,
  namespace,
}: Pick<Subject, 'kind' | 'name' | 'namespace'>): string {
  return kind === 'ServiceAccount' ? `${kind} ${namespace}/${name}` : `${kind} ${name}`;
}

const models = new WeakMap<KubernetesSet, RbacModel>();

/** The roles and bindings of a run; made once. */
export function rbacOf(set: KubernetesSet): RbacModel {
  let model = models.get(set);
  if (model === undefined) models.set(set, (model = makeModel(set)));
  return model;
}

function makeModel(set: KubernetesSet): RbacModel {
  const views = [...set.ofKind('Role'), ...set.ofKind('ClusterRole')];
  const roles = views.map((view) => readRole(view, views));
  const bindings = [...set.ofKind('RoleBinding'), ...set.ofKind('ClusterRoleBinding')].map(
    readBinding,
  );
  const byKey = new Map(roles.map((role) => [roleKey(role.kind, role.view), role]));
  const roleOf = ({ roleKind, roleName, scope }: Binding): Role | undefined =>
    byKey.get(roleKind === 'Role' ? `Role ${scope ?? ''}/${roleName}` : `ClusterRole ${roleName}`);
  const bound = new Map<Role, Binding[]>();
  const grants = new Map<string, Grant[]>();
  for (const binding of bindings) {
    const role = roleOf(binding);
    if (role === undefined) continue;
    bound.set(role, [...(bound.get(role) ?? []), binding]);
    for (const subject of binding.subjects) {
      const known = grants.get(subjectKey(subject)) ?? [];
      append(
        known,
        role.rules.map((rule) => ({ binding, role, rule })),
      );
      grants.set(subjectKey(subject), known);
    }
  }
  const roleByView = new Map(roles.map((role) => [role.view, role]));
  const bindingByView = new Map(bindings.map((binding) => [binding.view, binding]));
  return {
    roles,
    bindings,
    roleOf,
    bindingsOf: (role) => bound.get(role) ?? [],
    roleAt: (view) => roleByView.get(view),
    bindingAt: (view) => bindingByView.get(view),
    grantsOf: (subject) => withGroups(subject).flatMap((key) => grants.get(key) ?? []),
    subjects: () => [...new Set(bindings.flatMap((binding) => binding.subjects.map(subjectKey)))],
  };
}

/** A service account is also a member of these groups, and whoever has a name of the first. */
function withGroups(subject: string): string[] {
  const [, namespace] = /^ServiceAccount ([^/]*)\//.exec(subject) ?? [];
  if (namespace === undefined) return [subject];
  return [
    subject,
    'Group system:serviceaccounts',
    `Group system:serviceaccounts:${namespace}`,
    'Group system:authenticated',
  ];
}

function roleKey(kind: string, view: KubernetesView): string {
  return kind === 'Role' ? `Role ${namespaceOf(view)}/${view.name}` : `ClusterRole ${view.name}`;
}

function readRole(view: KubernetesView, all: readonly KubernetesView[]): Role {
  const kind = view.kind === 'Role' ? 'Role' : 'ClusterRole';
  const selectors = listOf(objectOf(view.object['aggregationRule'])['clusterRoleSelectors']);
  const gathered = all.filter(
    (other) =>
      kind === 'ClusterRole' &&
      other !== view &&
      other.kind === 'ClusterRole' &&
      selectors.some((selector) => labelSelects(selector, other.labels)),
  );
  // The controller replaces the rules of a role that gathers: its own are not in force.
  const rules = selectors.length > 0 ? gathered.flatMap(rulesOf) : rulesOf(view);
  return { kind, name: view.name, view, rules };
}

function rulesOf(view: KubernetesView): RoleRule[] {
  return listOf(view.object['rules']).map((entry, index) => {
    const rule = objectOf(entry);
    return {
      groups: wordsOf(rule['apiGroups']),
      resources: wordsOf(rule['resources']),
      verbs: wordsOf(rule['verbs']),
      names: wordsOf(rule['resourceNames']),
      urls: wordsOf(rule['nonResourceURLs']),
      path: ['rules', index],
    };
  });
}

/** Texts of a list, empty ones included: the core group is one. */
function wordsOf(value: unknown): string[] {
  return listOf(value).filter((word): word is string => typeof word === 'string');
}

function readBinding(view: KubernetesView): Binding {
  const reference = objectOf(view.object['roleRef']);
  const scope = view.kind === 'RoleBinding' ? namespaceOf(view) : undefined;
  return {
    view,
    scope,
    roleKind: textOf(reference['kind']) ?? '',
    roleName: textOf(reference['name']) ?? '',
    subjects: listOf(view.object['subjects']).map((entry, index) => {
      const written = objectOf(entry);
      return {
        kind: textOf(written['kind']) ?? '',
        name: textOf(written['name']) ?? '',
        namespace: textOf(written['namespace']) ?? scope ?? '',
        written,
        path: ['subjects', index],
      };
    }),
  };
}

/** What somebody wants to do. */
export interface Action {
  readonly verb: string;
  /** Empty: the core group. */
  readonly group: string;
  /** `pods`, `pods/exec`. */
  readonly resource: string;
}

/**
 * Whether a rule allows an action on some object (rbac/v1: `*`, exact names, and a `*` before the
 * name of a subresource; `pods` followed by a slash and a star is no wildcard).
 */
export function allows(rule: RoleRule, { verb, group, resource }: Action): boolean {
  return (
    holds(rule.verbs, verb) && holds(rule.groups, group) && resourceHolds(rule.resources, resource)
  );
}

function holds(list: readonly string[], wanted: string): boolean {
  return list.includes('*') || list.includes(wanted);
}

function resourceHolds(list: readonly string[], resource: string): boolean {
  if (holds(list, resource)) return true;
  const slash = resource.indexOf('/');
  return slash > 0 && list.includes(`*${resource.slice(slash)}`);
}

/** Whether a rule allows everything on everything. */
export function allowsAll(rule: RoleRule): boolean {
  return [rule.verbs, rule.groups, rule.resources].every((list) => list.includes('*'));
}

/** A role that Kubernetes itself puts into every cluster. */
export function isBuiltIn({ name, labels }: KubernetesView): boolean {
  return (
    name.startsWith('system:') || textOf(labels['kubernetes.io/bootstrapping']) === 'rbac-defaults'
  );
}
