import type { Unread } from '../check/contract.ts';
import { CheckError } from '../check/errors.ts';
import { openManifests } from '../check/kubernetes/objects.ts';
import type { KubernetesView } from '../check/kubernetes/view.ts';
import { parseAddress } from '../formats/ip-address.ts';
import { kindOf, nameOf, namespaceOf, podNetwork, workloadName } from '../check/netpol/cluster.ts';
import {
  hasPort,
  isEverything,
  portText,
  type Connections,
  type Protocol,
} from '../check/netpol/connections.ts';
import { edgesOf, endText, rangeText, type NetworkPart } from '../check/netpol/connectivity.ts';
import { differenceBetween } from '../check/netpol/difference.ts';
import { explainPair, type ExplainedEnd, type Ruling, type Say } from '../check/netpol/explain.ts';
import { opennessOf, type Stranger } from '../check/netpol/exposure.ts';
import { policyTitle } from '../check/netpol/judge.ts';
import { selectorText } from '../check/netpol/labels.ts';
import { networkOf, placeOf, type NetworkOfRun } from '../check/netpol/model.ts';
import { namespaceNamed } from '../check/netpol/peers.ts';
import { problemOf } from '../model/index.ts';
import { checkSources } from './check-sources.ts';

/** Connections in words: `all`, `TCP 80,443`. */
export type PortWords = string;

/** Who can talk to whom on one network. */
export interface NetworkRows {
  /** Empty for the network that all pods share. */
  readonly name: string;
  readonly kind: 'attachment' | 'cluster-defined' | 'pod' | 'user-defined';
  readonly workloads: readonly string[];
  readonly connections: readonly {
    readonly from: string;
    readonly to: string;
    readonly ports: PortWords;
  }[];
  /** What is open to others than the workloads of the manifests. */
  readonly open: readonly {
    readonly workload: string;
    readonly direction: 'egress' | 'ingress';
    /** `cluster` for any pod, `outside` for addresses, `pods` for those that a rule singles out. */
    readonly to: 'cluster' | 'outside' | 'pods';
    readonly who: string;
    readonly ports: PortWords;
  }[];
  /** Workloads that no policy selects, with the directions. */
  readonly unprotected: readonly {
    readonly workload: string;
    readonly directions: readonly string[];
  }[];
}

/** What was asked about manifests, and what of them could not be read. */
export interface Answered<T> {
  readonly answer: T;
  readonly unread: readonly Unread[];
}

/** Lists who can talk to whom, and what is left open. */
export function listNetwork(paths: readonly string[]): Answered<readonly NetworkRows[]> {
  const { network, unread } = openNetwork(paths);
  return { answer: network.parts.map((part) => rowsOf(part, network)), unread };
}

function rowsOf(part: NetworkPart, network: NetworkOfRun): NetworkRows {
  const { exposures, unprotected } = opennessOf(part, network.context);
  const directions = new Map<string, string[]>();
  for (const { workload, direction } of unprotected) {
    const name = workloadName(workload);
    directions.set(name, [...(directions.get(name) ?? []), direction]);
  }
  return {
    name: part.network.name,
    kind: part.network.kind,
    workloads: part.members.map(workloadName),
    connections: edgesOf(part, network.context).map(({ from, to, connections }) => ({
      from: endText(from),
      to: endText(to),
      ports: wordsOf(connections),
    })),
    open: exposures.map(({ workload, direction, stranger, connections }) => ({
      workload: workloadName(workload),
      direction,
      to: stranger.kind,
      who: strangerText(stranger),
      ports: wordsOf(connections),
    })),
    unprotected: [...directions].map(([workload, list]) => ({ workload, directions: list })),
  };
}

function wordsOf(connections: Connections): PortWords {
  return isEverything(connections) ? 'all' : portText(connections);
}

function strangerText(stranger: Stranger): string {
  if (stranger.kind === 'cluster') return '*';
  if (stranger.kind === 'outside') return rangeText(stranger.range);
  const { namespaces, pods } = stranger.set;
  const name = namespaceNamed(namespaces);
  const where =
    name ?? (typeof namespaces === 'string' ? namespaces : `{${selectorText(namespaces)}}`);
  return `${where}/{${selectorText(pods)}}`;
}

/** What changed from one set of manifests to another. */
export interface ChangedRow {
  readonly network: string;
  readonly from: string;
  readonly to: string;
  /** Absent: nothing was possible. */
  readonly before?: PortWords;
  /** Absent: nothing is possible any more. */
  readonly after?: PortWords;
}

/** Compares the connections of two sets of manifests. */
export function compareNetworks(
  paths: readonly string[],
  other: string,
): Answered<readonly ChangedRow[]> {
  const before = openNetwork(paths);
  const after = openNetwork([other]);
  const changes = differenceBetween(before.network, after.network).map(
    ({ network, from, to, before: old, after: now }) => ({
      network: network === podNetwork.kind ? '' : network,
      from,
      to,
      ...(old !== undefined && { before: wordsOf(old) }),
      ...(now !== undefined && { after: wordsOf(now) }),
    }),
  );
  return { answer: changes, unread: [...before.unread, ...after.unread] };
}

/** Why connections of a pair are possible or not. */
export interface ExplainedRows {
  readonly from: string;
  readonly to: string;
  /** Empty when the two share no network. */
  readonly rulings: readonly RulingRow[];
}

/** Connections that are allowed or denied for the same reasons. */
export interface RulingRow {
  readonly allowed: boolean;
  readonly ports: PortWords;
  readonly egress: SayRow;
  readonly ingress: SayRow;
}

/** One side's say. */
export interface SayRow {
  readonly allowed: boolean;
  /** Whether the default, which allows, decides in the end. */
  readonly byDefault: boolean;
  readonly reasons: readonly ReasonRow[];
}

/** A policy that speaks, and the place of what it says. */
export interface ReasonRow {
  readonly kind: string;
  readonly name: string;
  /** `#1`, or the rule's name. */
  readonly rule?: string;
  readonly effect: 'allows' | 'denies' | 'empty' | 'leads' | 'none' | 'passes' | 'ports';
  /** `policies.yaml:12`. */
  readonly place: string;
}

/**
 * Explains a pair: `shop/web`, `web`, `shop/web[Deployment]`, an address, or `ingress` for the
 * controller; the target may end in `:PORT` or `:PORT/udp`.
 * @throws {CheckError} CHECK_NETWORK_END when nothing of the manifests has that name, or several do.
 */
export function explainNetwork(
  paths: readonly string[],
  from: string,
  to: string,
): Answered<ExplainedRows> {
  const { network, unread } = openNetwork(paths);
  const { name, port } = targetOf(to);
  const parts = network.parts.flatMap((part) => {
    const ends = [endNamed(part, from), endNamed(part, name)] as const;
    return ends[0] === undefined || ends[1] === undefined
      ? []
      : [{ part, ends: [ends[0], ends[1]] as const }];
  });
  for (const end of [from, name]) {
    if (network.parts.every((part) => endNamed(part, end) === undefined)) throw noEnd(end, network);
  }
  const rulings = parts.flatMap(({ part, ends }) =>
    explainPair(part, ends[0], ends[1], network.context).rulings.filter(
      ({ connections }) => port === undefined || hasPort(connections, port.protocol, port.number),
    ),
  );
  const [first] = parts;
  const shown = (end: ExplainedEnd | undefined, text: string): string =>
    end?.kind === 'workload' ? workloadName(end.workload) : text;
  return {
    answer: {
      from: shown(first?.ends[0], from),
      to:
        shown(first?.ends[1], name) +
        (port === undefined ? '' : ` ${port.protocol} ${port.number}`),
      rulings: rulings.map((ruling) => rulingRow(ruling, network)),
    },
    unread,
  };
}

function targetOf(text: string): {
  readonly name: string;
  readonly port: { readonly protocol: Protocol; readonly number: number } | undefined;
} {
  const [, name = text, number, protocol = 'tcp'] =
    /^(.*):(\d{1,5})(?:\/(tcp|udp|sctp))?$/i.exec(text) ?? [];
  const bare = name.replace(/^\[([0-9a-fA-F:.]+)\]$/, '$1');
  // Without brackets the last group of an IPv6 address looks like a port.
  if (number === undefined || parseAddress(text) !== undefined)
    return { name: text, port: undefined };
  return {
    name: bare,
    port: { protocol: protocol.toUpperCase() as Protocol, number: Number(number) },
  };
}

function endNamed(part: NetworkPart, text: string): ExplainedEnd | undefined {
  if (text === 'ingress') return { kind: 'entry' };
  const address = parseAddress(text);
  if (address !== undefined) {
    const range = part.blocks.find(
      ({ family, from, to }) =>
        family === address.family && from <= address.value && address.value < to,
    ) ?? { family: address.family, from: address.value, to: address.value + 1n };
    return part.network.kind === 'attachment' ? undefined : { kind: 'outside', range };
  }
  const found = part.members.filter((one) =>
    [workloadName(one), `${one.namespace}/${one.name}`, one.name].includes(text),
  );
  const [workload] = found;
  return workload === undefined || found.length > 1 ? undefined : { kind: 'workload', workload };
}

function noEnd(text: string, { cluster }: NetworkOfRun): CheckError {
  const some = cluster.workloads.slice(0, 5).map(({ namespace, name }) => `${namespace}/${name}`);
  const found = cluster.workloads.filter(({ name }) => name === text).length;
  const state =
    found > 1 ? `${found} workloads have this name` : 'no workload of the manifests has this name';
  return new CheckError(
    'CHECK_NETWORK_END',
    `Cannot explain connections of "${text}": ${state}, wanted NAMESPACE/NAME (${some.join(', ')}), an address or "ingress"`,
  );
}

function rulingRow(
  { connections, allowed, egress, ingress }: Ruling,
  network: NetworkOfRun,
): RulingRow {
  return {
    allowed,
    ports: wordsOf(connections),
    egress: sayRow(egress, network),
    ingress: sayRow(ingress, network),
  };
}

function sayRow({ allowed, byDefault, reasons, entries }: Say, network: NetworkOfRun): SayRow {
  const through = entries.map(({ entry, leads }): ReasonRow => {
    const view = network.viewOf(entry.object);
    return {
      kind: kindOf(entry.object),
      name: `${namespaceOf(entry.object)}/${nameOf(entry.object)}`,
      effect: leads ? 'leads' : 'ports',
      place: placeText(view?.at(['spec'])),
    };
  });
  const policies = reasons.map(({ policy, rule, effect }): ReasonRow => ({
    kind: policy.kind,
    name: policyTitle(policy),
    ...(rule !== undefined && { rule: rule.name ?? `#${rule.number}` }),
    effect,
    place: placeText(placeOf(network, policy, rule?.path ?? ['spec', 'podSelector'])),
  }));
  return { allowed, byDefault, reasons: [...through, ...policies] };
}

function placeText(location: ReturnType<KubernetesView['at']> | undefined): string {
  const { path = '', startLine } = location?.file ?? {};
  return startLine === undefined ? path : `${path}:${startLine}`;
}

/** Reads the manifests of files and folders; other texts of a folder are passed over. */
function openNetwork(paths: readonly string[]): {
  readonly network: NetworkOfRun;
  readonly unread: readonly Unread[];
} {
  const { sources, errors } = checkSources(paths, {});
  const wanted = sources.filter(({ path, named }) => named || /\.(?:ya?ml|json)$/i.test(path));
  const refused: Unread[] = [];
  const files = wanted.flatMap(({ path, named, read }) => {
    const text = textOrWhy(read);
    if (typeof text !== 'string') {
      refused.push({ ...text, subject: path });
      return [];
    }
    return named || (/\bapiVersion\b/.test(text) && /\bkind\b/.test(text)) ? [{ path, text }] : [];
  });
  const { views, unread = [] } = openManifests(files);
  const [view] = views;
  const subject = paths.join(' ');
  const problems = [...errors.map((error) => ({ ...error, subject })), ...refused];
  if (view === undefined) {
    const found = [...problems, ...unread].map(({ text }) => text)[0];
    throw new CheckError('CHECK_NETWORK_EMPTY', {
      en: `Cannot list connections of "${paths.join(' ')}": ${found ?? 'found no object of Kubernetes'}, wanted manifests`,
      'zh-CN': `无法列出“${paths.join(' ')}”的连接：${found ?? '其中没有 Kubernetes 对象'}`,
    });
  }
  return { network: networkOf(view.set), unread: [...problems, ...unread] };
}

function textOrWhy(read: () => string): string | ReturnType<typeof problemOf> {
  try {
    return read();
  } catch (error) {
    return problemOf(error);
  }
}
