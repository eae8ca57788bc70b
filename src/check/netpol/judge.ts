import {
  both,
  either,
  everything,
  isNothing,
  nothing,
  without,
  type Connections,
} from './connections.ts';
import { ruleConnections, ruleSelects, setSelects, type Peer, type PeerContext } from './peers.ts';
import type { PodShape } from './cluster.ts';
import type { Direction, Policy, PolicyRule } from './policies.ts';
import { byText } from '../../model/order.ts';
import { append } from '../../model/append.ts';

/** Why a connection is allowed, denied or passed on. */
export interface Reason {
  readonly policy: Policy;
  /** The rule that decides; absent when no rule of the policy is about the peer. */
  readonly rule?: PolicyRule;
  /**
   * `allows`, `denies`, `passes`: the rule decides. `ports`: it is about the peer, but about other
   * ports. `none`: no rule of the policy is about the peer. `empty`: the policy has no rules.
   */
  readonly effect: 'allows' | 'denies' | 'empty' | 'none' | 'passes' | 'ports';
}

/** Connections of one direction that are decided alike. */
export interface Region {
  readonly connections: Connections;
  readonly allowed: boolean;
  /** Policies in the order in which they are asked; empty when nothing but the default speaks. */
  readonly reasons: readonly Reason[];
  /** Whether the default (allow) decides in the end. */
  readonly byDefault: boolean;
}

/** Policies in the order in which the cluster asks them. */
export interface PolicyTiers {
  /** AdminNetworkPolicies, lowest priority number first. */
  readonly admin: readonly Policy[];
  readonly namespaced: readonly Policy[];
  readonly baseline: readonly Policy[];
}

/** Sorts policies of one network into tiers; equal priorities by name, as nothing else decides. */
export function tiersOf(policies: readonly Policy[]): PolicyTiers {
  const byName = policies.toSorted((a, b) => byText(policyTitle(a), policyTitle(b)));
  return {
    admin: byName
      .filter(({ kind }) => kind === 'AdminNetworkPolicy')
      .toSorted((a, b) => a.priority - b.priority),
    namespaced: byName.filter(
      ({ kind }) => kind === 'NetworkPolicy' || kind === 'MultiNetworkPolicy',
    ),
    baseline: byName.filter(({ kind }) => kind === 'BaselineAdminNetworkPolicy'),
  };
}

/** `shop/deny-all`, or the name alone for policies of the whole cluster. */
export function policyTitle({ namespace, name }: Policy): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** One direction of a connection: the pod whose policies are asked, and who is at the other end. */
export interface Question {
  readonly direction: Direction;
  readonly pod: Peer;
  readonly peer: Peer;
}

/** Policies that select a pod and have a say about a direction. */
export function policiesOf(
  policies: readonly Policy[],
  pod: Peer,
  direction: Direction,
  context: PeerContext,
): readonly Policy[] {
  if (pod.kind !== 'shape') return [];
  const known = selections(policies, context);
  let found = known[direction].get(pod.shape);
  if (found === undefined) {
    found = policies.filter(
      (policy) => policy[direction] !== undefined && setSelects(policy.subject, pod, context),
    );
    known[direction].set(pod.shape, found);
  }
  return found;
}

type Selections = Readonly<Record<Direction, WeakMap<PodShape, readonly Policy[]>>>;

const selected = new WeakMap<PeerContext, WeakMap<readonly Policy[], Selections>>();

/** Which policies select a shape of pod is asked for each pair of workloads, and answered once. */
function selections(policies: readonly Policy[], context: PeerContext): Selections {
  let ofContext = selected.get(context);
  if (ofContext === undefined) selected.set(context, (ofContext = new WeakMap()));
  let known = ofContext.get(policies);
  if (known === undefined)
    ofContext.set(policies, (known = { ingress: new WeakMap(), egress: new WeakMap() }));
  return known;
}

/**
 * Decides every connection of one direction: AdminNetworkPolicies by priority (Pass hands on), then
 * NetworkPolicies (additive; selected means that the rest is denied), then the baseline, then the
 * default, which allows. The regions are disjoint and together everything.
 */
export function judge(tiers: PolicyTiers, question: Question, context: PeerContext): Region[] {
  const { direction, pod } = question;
  const asked = (policies: readonly Policy[]) => policiesOf(policies, pod, direction, context);
  const regions: Region[] = [];
  let open: Open[] = [{ connections: everything, reasons: [] }];
  open = askInOrder(asked(tiers.admin), { question, context, open, regions });
  const namespaced = asked(tiers.namespaced);
  if (namespaced.length > 0) {
    for (const part of open) append(regions, additive(namespaced, part, question, context));
    return mergeRegions(regions);
  }
  open = askInOrder(asked(tiers.baseline), { question, context, open, regions });
  for (const { connections, reasons } of open) {
    regions.push({ connections, reasons, allowed: true, byDefault: true });
  }
  return mergeRegions(regions);
}

/** Connections that nothing has decided yet, and what has passed them on. */
interface Open {
  readonly connections: Connections;
  readonly reasons: readonly Reason[];
}

interface Asking {
  readonly question: Question;
  readonly context: PeerContext;
  readonly open: readonly Open[];
  readonly regions: Region[];
}

/** The first rule that is about a connection decides it. A passed one skips the rest of its tier. */
function askInOrder(policies: readonly Policy[], asking: Asking): Open[] {
  const { question, context, regions } = asking;
  let open = [...asking.open];
  const passed: Open[] = [];
  for (const policy of policies) {
    for (const rule of policy[question.direction] ?? []) {
      if (!ruleSelects(rule, question.peer, context)) continue;
      const about = ruleConnections(rule, targetOf(question));
      const left: Open[] = [];
      for (const part of open) {
        const hit = both(part.connections, about);
        const rest = without(part.connections, about);
        if (!isNothing(rest)) left.push({ ...part, connections: rest });
        if (isNothing(hit)) continue;
        const effect =
          rule.action === 'Allow' ? 'allows' : rule.action === 'Deny' ? 'denies' : 'passes';
        const reasons = [...part.reasons, { policy, rule, effect } as const];
        if (effect === 'passes') passed.push({ connections: hit, reasons });
        else {
          const allowed = effect === 'allows';
          regions.push({ connections: hit, reasons, allowed, byDefault: false });
        }
      }
      open = left;
    }
  }
  return [...open, ...passed];
}

/** The end whose ports are meant: the one that is connected to. */
function targetOf({ direction, pod, peer }: Question): Peer {
  return direction === 'ingress' ? pod : peer;
}

function additive(
  policies: readonly Policy[],
  part: Open,
  question: Question,
  context: PeerContext,
): Region[] {
  const { direction, peer } = question;
  let pieces: { connections: Connections; allowing: readonly Reason[] }[] = [
    { connections: part.connections, allowing: [] },
  ];
  const denying: Reason[] = [];
  for (const policy of policies) {
    const rules = policy[direction] ?? [];
    const about = rules.filter((rule) => ruleSelects(rule, peer, context));
    if (about.length === 0) denying.push({ policy, effect: rules.length === 0 ? 'empty' : 'none' });
    for (const rule of about) {
      denying.push({ policy, rule, effect: 'ports' });
      const allowed = ruleConnections(rule, targetOf(question));
      pieces = pieces.flatMap(({ connections, allowing }) => [
        {
          connections: both(connections, allowed),
          allowing: [...allowing, { policy, rule, effect: 'allows' as const }],
        },
        { connections: without(connections, allowed), allowing },
      ]);
      pieces = pieces.filter(({ connections }) => !isNothing(connections));
    }
  }
  return pieces.map(({ connections, allowing }) => ({
    connections,
    allowed: allowing.length > 0,
    reasons: [...part.reasons, ...(allowing.length > 0 ? allowing : denying)],
    byDefault: false,
  }));
}

/** Joins regions that are decided by the same reasons. */
function mergeRegions(regions: readonly Region[]): Region[] {
  const merged: Region[] = [];
  for (const region of regions) {
    const index = merged.findIndex((other) => sameReasons(region, other));
    const other = merged[index];
    if (other === undefined) merged.push(region);
    else {
      merged[index] = { ...other, connections: either(other.connections, region.connections) };
    }
  }
  return merged;
}

function sameReasons(a: Region, b: Region): boolean {
  return (
    a.allowed === b.allowed &&
    a.byDefault === b.byDefault &&
    a.reasons.length === b.reasons.length &&
    a.reasons.every((reason, index) => {
      const other = b.reasons[index];
      return (
        reason.policy === other?.policy &&
        reason.rule === other.rule &&
        reason.effect === other.effect
      );
    })
  );
}

/**
 * The same decision without its reasons: what is allowed in one direction. Maps of whole clusters
 * ask it for every pair.
 */
export function allowedBy(
  tiers: PolicyTiers,
  question: Question,
  context: PeerContext,
): Connections {
  const { direction, pod, peer } = question;
  let allowed = nothing;
  let passed = nothing;
  let open = everything;
  const ask = (policies: readonly Policy[]): void => {
    for (const policy of policiesOf(policies, pod, direction, context)) {
      for (const rule of policy[direction] ?? []) {
        if (isNothing(open)) return;
        if (!ruleSelects(rule, peer, context)) continue;
        const about = ruleConnections(rule, targetOf(question));
        const hit = both(open, about);
        open = without(open, about);
        if (rule.action === 'Allow') allowed = either(allowed, hit);
        else if (rule.action === 'Pass') passed = either(passed, hit);
      }
    }
  };
  ask(tiers.admin);
  open = either(open, passed);
  passed = nothing;
  const namespaced = policiesOf(tiers.namespaced, pod, direction, context);
  if (namespaced.length > 0) {
    for (const policy of namespaced) {
      for (const rule of policy[direction] ?? []) {
        if (!ruleSelects(rule, peer, context)) continue;
        allowed = either(allowed, both(open, ruleConnections(rule, targetOf(question))));
      }
    }
    return allowed;
  }
  ask(tiers.baseline);
  return either(allowed, either(open, passed));
}
