import { textOf, objectOf } from '../../formats/json-values.ts';
import { namespaceOf } from '../kubernetes/set.ts';
import type { KubernetesSet, KubernetesView } from '../kubernetes/view.ts';
import {
  allows,
  allowsAll,
  rbacOf,
  subjectKey,
  type Binding,
  type Grant,
  type RbacModel,
} from './model.ts';
import { heldVerbs, podMakers, type Power } from './powers.ts';
import { filled, harmless, joined } from '../words.ts';
import type { Text } from '../../model/index.ts';

/** One step of a way to more rights. */
export interface Step {
  /** Who takes it. */
  readonly by: string;
  /** What they do: `create deployments in kube-system as ServiceAccount kube-system/helm`. */
  readonly does: Text;
  readonly binding: Binding;
}

/** What ends in rights over the whole cluster at once, when it is allowed everywhere. */
const lastSteps: readonly (Power & { readonly does: Text })[] = [
  {
    group: 'rbac.authorization.k8s.io',
    resource: 'clusterroles',
    verbs: ['escalate'],
    does: {
      en: 'write rights it does not have into a ClusterRole',
      'zh-CN': '向 ClusterRole 写入自身没有的权限',
    },
  },
  {
    group: 'rbac.authorization.k8s.io',
    resource: 'clusterroles',
    verbs: ['bind'],
    does: { en: 'bind itself to cluster-admin', 'zh-CN': '将自身绑定到 cluster-admin' },
  },
  {
    group: '',
    resource: 'groups',
    verbs: ['impersonate'],
    does: { en: 'impersonate the group system:masters', 'zh-CN': '冒充 system:masters 组' },
  },
  {
    group: '',
    resource: 'users',
    verbs: ['impersonate'],
    does: { en: 'impersonate an administrator', 'zh-CN': '冒充管理员' },
  },
  {
    group: '',
    resource: 'nodes/proxy',
    verbs: ['create', 'get'],
    does: {
      en: 'run commands in any pod through nodes/proxy',
      'zh-CN': '通过 nodes/proxy 在任意 Pod 中执行命令',
    },
  },
  {
    group: 'admissionregistration.k8s.io',
    resource: 'mutatingwebhookconfigurations',
    verbs: ['create', 'update', 'patch'],
    does: {
      en: 'rewrite every object by a mutating webhook',
      'zh-CN': '通过 mutating webhook 改写任意对象',
    },
  },
];

const tokenRequest: Power = { group: '', resource: 'serviceaccounts/token', verbs: ['create'] };
const impersonation: Power = { group: '', resource: 'serviceaccounts', verbs: ['impersonate'] };
const reading: Power = { group: '', resource: 'secrets', verbs: ['get', 'list', 'watch'] };
const running: readonly Power[] = [
  { group: '', resource: 'pods/exec', verbs: ['create', 'get'] },
  { group: '', resource: 'pods/ephemeralcontainers', verbs: ['update', 'patch'] },
  { group: '', resource: 'pods/attach', verbs: ['create', 'get'] },
];

/** How many subjects a search looks at: chains of real clusters have two or three steps. */
const searchLimit = 2000;

/**
 * The shortest way from a subject to rights over the whole cluster; undefined when there is none
 * among the manifests, empty when it has them already, `unknown` when too many subjects lie on the
 * way. Found once for each subject, however many bindings name it.
 */
export function pathToAdmin(set: KubernetesSet, start: string): Way {
  return pathFromAll(set, [start]);
}

/** The same from several subjects whose rights are in one hand: the tokens that lie on one node. */
export function pathFromAll(set: KubernetesSet, starts: readonly string[]): Way {
  let known = ways.get(set);
  if (known === undefined) ways.set(set, (known = new Map()));
  const key = starts.join('\n');
  if (!known.has(key)) known.set(key, searched(set, starts));
  return known.get(key);
}

/** What a search for a way gives. */
export type Way = readonly Step[] | undefined | 'unknown';

const ways = new WeakMap<KubernetesSet, Map<string, Way>>();

function searched(set: KubernetesSet, starts: readonly string[]): Way {
  const model = rbacOf(set);
  if (starts.some((start) => isAdmin(model, start))) return [];
  const seen = new Set(starts);
  let left = accountsOf(set, model).filter(({ key }) => !seen.has(key));
  let front: { subject: string; steps: readonly Step[] }[] = starts.map((subject) => ({
    subject,
    steps: [],
  }));
  while (front.length > 0) {
    if (seen.size >= searchLimit) return 'unknown';
    const next: typeof front = [];
    for (const { subject, steps } of front) {
      const last = lastStep(model, subject, starts);
      if (last !== undefined) return [...steps, last];
      const beyond: Account[] = [];
      for (const account of left) {
        const step = stepTo(model, subject, account);
        if (step === undefined) {
          beyond.push(account);
          continue;
        }
        if (isAdmin(model, account.key)) return [...steps, step];
        seen.add(account.key);
        next.push({ subject: account.key, steps: [...steps, step] });
      }
      left = beyond;
    }
    front = next;
  }
  return undefined;
}

/** Whether a subject has every right in the whole cluster. */
export function isAdmin(model: RbacModel, subject: string): boolean {
  if (subject === 'Group system:masters' || boundAdmins(model).has(subject)) return true;
  return model
    .grantsOf(subject)
    .some(({ binding, rule }) => binding.scope === undefined && allowsAll(rule));
}

const admins = new WeakMap<RbacModel, ReadonlySet<string>>();

/** Subjects of the bindings of `cluster-admin`: asked for at every step of every search, made once. */
function boundAdmins(model: RbacModel): ReadonlySet<string> {
  let known = admins.get(model);
  if (known === undefined) {
    const bound = model.bindings.filter(
      ({ scope, roleName }) => scope === undefined && roleName === 'cluster-admin',
    );
    known = new Set(bound.flatMap(({ subjects }) => subjects.map(subjectKey)));
    admins.set(model, known);
  }
  return known;
}

/** `held` are subjects whose rights the searcher has from the start, beside the subject's own. */
function lastStep(model: RbacModel, subject: string, held: readonly string[]): Step | undefined {
  const hands = [subject, ...held];
  for (const { binding, rule } of model.grantsOf(subject)) {
    if (binding.scope !== undefined || rule.names.length > 0) continue;
    for (const power of lastSteps) {
      if (heldVerbs(rule, power).length === 0) continue;
      // Binding needs a binding to write, too.
      if (power.verbs[0] === 'bind' && !hands.some((one) => mayBind(model, one))) continue;
      if (power.verbs[0] === 'escalate' && !hands.some((one) => mayWriteRoles(model, one)))
        continue;
      return { by: subject, does: power.does, binding };
    }
  }
  return undefined;
}

const group = 'rbac.authorization.k8s.io';

function mayBind(model: RbacModel, subject: string): boolean {
  return has(model, subject, { group, resource: 'clusterrolebindings', verb: 'create' });
}

function mayWriteRoles(model: RbacModel, subject: string): boolean {
  return ['create', 'update', 'patch'].some((verb) =>
    has(model, subject, { group, resource: 'clusterroles', verb }),
  );
}

function has(model: RbacModel, subject: string, action: Parameters<typeof allows>[1]): boolean {
  return model
    .grantsOf(subject)
    .some(({ binding, rule }) => binding.scope === undefined && allows(rule, action));
}

/** A service account that rights lead to. */
interface Account {
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  /** Whether some workload of the manifests runs as it. */
  readonly runs: boolean;
  /** Whether a Secret of the manifests holds a token of it. */
  readonly hasSecret: boolean;
}

const accounts = new WeakMap<KubernetesSet, readonly Account[]>();

/** The service accounts of a run; every search goes through them. */
function accountsOf(set: KubernetesSet, model: RbacModel): readonly Account[] {
  let known = accounts.get(set);
  if (known === undefined) accounts.set(set, (known = accountsIn(set, model)));
  return known;
}

function accountsIn(set: KubernetesSet, model: RbacModel): Account[] {
  const used = new Set(set.workloads().map((view) => accountKey(view)));
  const kept = new Set(set.ofKind('Secret').map(tokenOwner));
  const keys = new Set([...model.subjects(), ...used]);
  return [...keys].flatMap((key) => {
    const [, namespace = '', name = ''] = /^ServiceAccount ([^/]*)\/(.*)$/.exec(key) ?? [];
    if (name === '') return [];
    return [{ key, namespace, name, runs: used.has(key), hasSecret: kept.has(key) }];
  });
}

/** Key of the service account that a workload runs as. */
export function accountKey(view: KubernetesView): string {
  const spec = view.pod?.spec ?? {};
  const name = textOf(spec['serviceAccountName']) ?? textOf(spec['serviceAccount']) ?? 'default';
  return `ServiceAccount ${namespaceOf(view)}/${name}`;
}

function tokenOwner(secret: KubernetesView): string {
  if (objectOf(secret.object)['type'] !== 'kubernetes.io/service-account-token') return '';
  const name = textOf(secret.annotations['kubernetes.io/service-account.name']) ?? '';
  return `ServiceAccount ${namespaceOf(secret)}/${name}`;
}

function stepTo(model: RbacModel, subject: string, account: Account): Step | undefined {
  for (const grant of model.grantsOf(subject)) {
    const { scope } = grant.binding;
    if (scope !== undefined && scope !== account.namespace) continue;
    const does = wayTo(grant, account);
    if (does !== undefined) return { by: subject, does, binding: grant.binding };
  }
  return undefined;
}

function wayTo({ rule }: Grant, account: Account): Text | undefined {
  const { key } = account;
  const named = rule.names.length === 0 || rule.names.includes(account.name);
  const token = heldVerbs(rule, tokenRequest);
  if (token.length > 0 && named) {
    return { en: `request a token of ${key}`, 'zh-CN': `申请 ${key} 的令牌` };
  }
  if (heldVerbs(rule, impersonation).length > 0 && named) {
    return { en: `impersonate ${key}`, 'zh-CN': `冒充 ${key}` };
  }
  // Creating cannot be limited by name: the name is not known when it is asked.
  const maker = podMakers.find((power) => heldVerbs(rule, power).length > 0);
  if (maker !== undefined && rule.names.length === 0) {
    const makes = `${heldVerbs(rule, maker)[0] ?? ''} ${maker.resource}`;
    return {
      en: `${makes} in ${account.namespace} that run as ${key}`,
      'zh-CN': `在 ${account.namespace} 中 ${makes}，以 ${key} 运行`,
    };
  }
  if (account.hasSecret && heldVerbs(rule, reading).length > 0 && rule.names.length === 0) {
    return {
      en: `read the Secret with a token of ${key}`,
      'zh-CN': `读取含 ${key} 令牌的 Secret`,
    };
  }
  const inside = running.find((power) => heldVerbs(rule, power).length > 0);
  if (account.runs && inside !== undefined && rule.names.length === 0) {
    return {
      en: `use ${inside.resource} in a pod that runs as ${key}`,
      'zh-CN': `在以 ${key} 运行的 Pod 中使用 ${inside.resource}`,
    };
  }
  return undefined;
}

/** A way in one line. */
export function pathText(steps: readonly Step[]): Text {
  const step = { en: '{by} can {does}', 'zh-CN': '{by} 可以{does}' };
  const texts = steps.map(({ by, does }) => filled(step, { by, does }));
  return harmless(joined(texts, { en: ', and ', 'zh-CN': '；' }));
}
