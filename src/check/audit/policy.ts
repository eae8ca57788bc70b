import { listOf, objectOf, textOf, textsOf } from '../../formats/json-values.ts';
import type { KubernetesView, Path } from '../kubernetes/view.ts';

/** How much of a request is written down, least first (audit.k8s.io/v1 Level). */
export const levels: readonly string[] = ['None', 'Metadata', 'Request', 'RequestResponse'];

/** A kind of request that an audit policy decides about. */
export interface Audited {
  /** API group; empty for the core group. */
  readonly group: string;
  /** `pods`, `pods/exec`. */
  readonly resource: string;
}

/** A rule of an audit policy that decides about a request, whoever sends it. */
export interface AuditDecision {
  readonly level: string;
  readonly path: Path;
}

/**
 * The rule of an audit policy that decides about a resource: the first that is about it. Rules for
 * single users, verbs, namespaces or names decide about a part only, and are passed over; a part
 * that is written down less is told by `partly`.
 */
export function decisionFor(view: KubernetesView, wanted: Audited): AuditDecision | undefined {
  return decisionsFor(view, wanted).find(({ whole }) => whole);
}

/** Every rule that says something about a resource, in the order in which they are asked. */
export function decisionsFor(
  view: KubernetesView,
  wanted: Audited,
): readonly (AuditDecision & { readonly whole: boolean })[] {
  const found: (AuditDecision & { whole: boolean })[] = [];
  for (const [index, entry] of listOf(view.object['rules']).entries()) {
    const rule = objectOf(entry);
    const level = textOf(rule['level']) ?? '';
    const { about, named } = isAbout(rule['resources'], wanted);
    // Rules about paths say nothing about resources.
    if (!about || textsOf(rule['nonResourceURLs']).length > 0) continue;
    const narrow = ['users', 'userGroups', 'verbs', 'namespaces'].some(
      (field) => listOf(rule[field]).length > 0,
    );
    const whole = !narrow && !named;
    found.push({ level, path: ['rules', index], whole });
    if (whole) break;
  }
  return found;
}

function isAbout(
  resources: unknown,
  { group, resource }: Audited,
): { readonly about: boolean; readonly named: boolean } {
  const groups = listOf(resources).map(objectOf);
  if (groups.length === 0) return { about: true, named: false };
  for (const one of groups) {
    const own = typeof one['group'] === 'string' ? one['group'] : '';
    if (own !== group) continue;
    const names = textsOf(one['resources']);
    const slash = resource.indexOf('/');
    const held =
      names.length === 0 ||
      names.includes(resource) ||
      names.includes('*') ||
      (slash > 0 &&
        (names.includes(`${resource.slice(0, slash)}/*`) ||
          names.includes(`*${resource.slice(slash)}`)));
    if (held) return { about: true, named: listOf(one['resourceNames']).length > 0 };
  }
  return { about: false, named: false };
}

/** Whether an object is an audit policy. */
export function isAuditPolicy({ kind, group }: KubernetesView): boolean {
  return kind === 'Policy' && group === 'audit.k8s.io';
}

/** What holds secrets: written down whole, it lies in the log. */
export const confidential: readonly Audited[] = [
  { group: '', resource: 'secrets' },
  { group: '', resource: 'configmaps' },
  { group: 'authentication.k8s.io', resource: 'tokenreviews' },
];
