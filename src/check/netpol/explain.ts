import type { AddressRange, NetworkModel, NetworkPart } from './connectivity.ts';
import { peersOf } from './connectivity.ts';
import { workloadName, type Workload } from './cluster.ts';
import {
  both,
  either,
  everything,
  isEverything,
  isNothing,
  portText,
  without,
  type Connections,
} from './connections.ts';
import type { Entry } from './entry.ts';
import { judge, type Reason, type Region } from './judge.ts';
import type { Peer, PeerContext } from './peers.ts';
import { byText } from '../../model/order.ts';
import { append } from '../../model/append.ts';

/** What an Ingress or Route says about a connection from a controller. */
export interface EntryReason {
  readonly entry: Entry;
  /** Whether it leads to these ports; false: only to others. */
  readonly leads: boolean;
}

/** One direction's say about a part of the connections of a pair. */
export interface Say {
  readonly allowed: boolean;
  readonly reasons: readonly Reason[];
  readonly entries: readonly EntryReason[];
  /** Whether the default, which allows, decides in the end. */
  readonly byDefault: boolean;
}

/** Connections of a pair that are allowed or denied for the same reasons. */
export interface Ruling {
  readonly connections: Connections;
  readonly allowed: boolean;
  readonly egress: Say;
  readonly ingress: Say;
}

/** One end of an explained pair. */
export type ExplainedEnd =
  | { readonly kind: 'entry' }
  | { readonly kind: 'outside'; readonly range: AddressRange }
  | { readonly kind: 'workload'; readonly workload: Workload };

/** Why each connection of a pair is allowed or denied; rulings are disjoint and together everything. */
export interface Explanation {
  readonly from: ExplainedEnd;
  readonly to: ExplainedEnd;
  readonly rulings: readonly Ruling[];
}

/** Explains one pair on one network. */
export function explainPair(
  part: NetworkPart,
  from: ExplainedEnd,
  to: ExplainedEnd,
  context: PeerContext,
): Explanation {
  let rulings: Ruling[] = [];
  for (const source of peersAt(from, part)) {
    for (const target of peersAt(to, part)) {
      const pair = rulingsOf(part, source, target, context);
      rulings = rulings.length === 0 ? pair : alongside(rulings, pair);
    }
  }
  return { from, to, rulings: mergeRulings(rulings) };
}

function peersAt(end: ExplainedEnd, { network }: NetworkPart): readonly Peer[] {
  if (end.kind === 'entry') return [{ kind: 'entry' }];
  if (end.kind === 'outside') return [{ kind: 'block', ...end.range }];
  return peersOf(end.workload, network);
}

function rulingsOf(part: NetworkPart, source: Peer, target: Peer, context: PeerContext): Ruling[] {
  const egress = judge(part.tiers, { direction: 'egress', pod: source, peer: target }, context);
  const ingress = judge(part.tiers, { direction: 'ingress', pod: target, peer: source }, context);
  const outs = egress.map((region) => ({ ...region, entries: [] }));
  const ins = withEntries(part, source, target, ingress);
  return outs.flatMap((out) =>
    ins.flatMap((into) => {
      const connections = both(out.connections, into.connections);
      if (isNothing(connections)) return [];
      const allowed = out.allowed && into.allowed;
      return [{ connections, allowed, egress: sayOf(out), ingress: sayOf(into) }];
    }),
  );
}

type Judged = Region & Pick<Say, 'entries'>;

function sayOf({ allowed, reasons, entries, byDefault }: Judged): Say {
  return { allowed, reasons, entries, byDefault };
}

/** A controller reaches a pod only through the objects that lead to it. */
function withEntries(
  { entries }: NetworkPart,
  source: Peer,
  target: Peer,
  regions: readonly Region[],
): Judged[] {
  if (source.kind !== 'entry') return regions.map((region) => ({ ...region, entries: [] }));
  const leading = target.kind === 'shape' ? (entries.get(target.workload) ?? []) : [];
  let pieces: { connections: Connections; through: readonly Entry[] }[] = [
    { connections: everything, through: [] },
  ];
  for (const entry of leading) {
    pieces = pieces
      .flatMap(({ connections, through }) => [
        { connections: both(connections, entry.connections), through: [...through, entry] },
        { connections: without(connections, entry.connections), through },
      ])
      .filter(({ connections }) => !isNothing(connections));
  }
  return pieces.flatMap(({ connections, through }) =>
    regions.flatMap((region) => {
      const hit = both(connections, region.connections);
      if (isNothing(hit)) return [];
      const leads = through.length > 0;
      const said = (leads ? through : leading).map((entry) => ({ entry, leads }));
      return [{ ...region, connections: hit, allowed: region.allowed && leads, entries: said }];
    }),
  );
}

/** Rulings of pods that differ within one workload: what one of them may do, the workload may. */
function alongside(a: readonly Ruling[], b: readonly Ruling[]): Ruling[] {
  return a.flatMap((one) =>
    b.flatMap((other) => {
      const connections = both(one.connections, other.connections);
      if (isNothing(connections)) return [];
      return [{ ...(one.allowed ? one : other), connections }];
    }),
  );
}

function mergeRulings(rulings: readonly Ruling[]): Ruling[] {
  const merged = new Map<string, Ruling>();
  for (const ruling of rulings) {
    const key = `${sayKey(ruling.egress)} | ${sayKey(ruling.ingress)}`;
    const known = merged.get(key);
    merged.set(
      key,
      known === undefined
        ? ruling
        : { ...known, connections: either(known.connections, ruling.connections) },
    );
  }
  return [...merged.values()].toSorted(
    (a, b) =>
      Number(b.allowed) - Number(a.allowed) ||
      byText(portText(a.connections), portText(b.connections)),
  );
}

function sayKey({ allowed, byDefault, reasons, entries }: Say): string {
  const policies = reasons.map(
    ({ policy, rule, effect }) =>
      `${policy.kind} ${policy.namespace ?? ''}/${policy.name} ${rule?.number ?? 0} ${effect}`,
  );
  const through = entries.map(
    ({ entry, leads }) => `${entry.service} ${entry.object.path} ${leads}`,
  );
  return JSON.stringify([allowed, byDefault, policies, through]);
}

/** Whether nothing but the default speaks about a pair. */
export function isDefaultOnly({ rulings: [only, ...more] }: Explanation): boolean {
  return (
    only !== undefined &&
    more.length === 0 &&
    isEverything(only.connections) &&
    [only.egress, only.ingress].every(
      ({ byDefault, reasons, entries }) => byDefault && reasons.length + entries.length === 0,
    )
  );
}

/** Every pair of one network, explained; neighbouring ranges of the same reasons are one. */
export function explainAll(part: NetworkPart, context: NetworkModel['context']): Explanation[] {
  const all: Explanation[] = [];
  const ends = part.members.map((workload) => ({ kind: 'workload', workload }) as const);
  for (const end of ends) {
    for (const turn of ['to', 'from'] as const) {
      const ranges = part.blocks.map((range) => ({ kind: 'outside', range }) as const);
      const explained = ranges.map((outside) =>
        turn === 'to'
          ? explainPair(part, outside, end, context)
          : explainPair(part, end, outside, context),
      );
      append(all, joinRanges(explained));
    }
    for (const other of ends) {
      if (other !== end) all.push(explainPair(part, end, other, context));
    }
    if (part.entries.has(end.workload)) {
      all.push(explainPair(part, { kind: 'entry' }, end, context));
    }
  }
  return all.toSorted(
    (a, b) => byText(endKey(a.from), endKey(b.from)) || byText(endKey(a.to), endKey(b.to)),
  );
}

function joinRanges(explained: readonly Explanation[]): Explanation[] {
  const joined: Explanation[] = [];
  for (const one of explained) {
    const last = joined.at(-1);
    const merged = last === undefined ? undefined : neighbour(last, one);
    if (merged === undefined) joined.push(one);
    else joined[joined.length - 1] = merged;
  }
  return joined;
}

function neighbour(a: Explanation, b: Explanation): Explanation | undefined {
  if (rulingsKey(a) !== rulingsKey(b)) return undefined;
  const from = joinEnds(a.from, b.from);
  const to = joinEnds(a.to, b.to);
  return from === undefined || to === undefined ? undefined : { from, to, rulings: a.rulings };
}

function joinEnds(a: ExplainedEnd, b: ExplainedEnd): ExplainedEnd | undefined {
  if (a.kind !== 'outside' || b.kind !== 'outside') return a.kind === b.kind ? a : undefined;
  if (a.range.family !== b.range.family || a.range.to !== b.range.from) return undefined;
  return { kind: 'outside', range: { ...a.range, to: b.range.to } };
}

function rulingsKey({ rulings }: Explanation): string {
  return rulings
    .map(
      ({ connections, egress, ingress }) =>
        `${portText(connections)} ${sayKey(egress)} ${sayKey(ingress)}`,
    )
    .join('\n');
}

function endKey(end: ExplainedEnd): string {
  if (end.kind === 'workload') return workloadName(end.workload);
  if (end.kind === 'entry') return '~';
  return `${end.range.family} ${end.range.from.toString(16).padStart(32, '0')}`;
}
