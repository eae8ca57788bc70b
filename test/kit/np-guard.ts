import {
  edgesOf,
  rangeText,
  type AddressRange,
  type EdgeEnd,
  type NetworkModel,
  type NetworkPart,
} from '../../src/check/netpol/connectivity.ts';
import type { Network, Workload } from '../../src/check/netpol/cluster.ts';
import { kindOf, nameOf, namespaceOf } from '../../src/check/netpol/cluster.ts';
import { parseAddress } from '../../src/formats/ip-address.ts';
import { intervalsOf } from '../../src/check/netpol/intervals.ts';
import {
  either,
  isEverything,
  isNothing,
  nothing,
  portText,
  protocols,
  type Connections,
} from '../../src/check/netpol/connections.ts';
import {
  explainAll,
  isDefaultOnly,
  type Explanation,
  type Say,
} from '../../src/check/netpol/explain.ts';
import { opennessOf } from '../../src/check/netpol/exposure.ts';
import { policyTitle } from '../../src/check/netpol/judge.ts';
import type { Selector } from '../../src/check/netpol/labels.ts';
import { namespaceNamed } from '../../src/check/netpol/peers.ts';
import type { PodSet } from '../../src/check/netpol/policies.ts';

/** How np-guard's netpol-analyzer writes the facts that both programs know, to compare the two. */

const titles: Readonly<Record<Network['kind'], string>> = {
  attachment: 'secondary NAD ',
  'cluster-defined': 'primary CUDN ',
  pod: 'pod-network',
  'user-defined': 'primary UDN ',
};

function titleOf({ kind, name }: Network): string {
  return `${titles[kind]}${name}`;
}

function workloadText({ namespace, name, kind }: Workload, { network }: NetworkPart): string {
  const home = network.kind === 'user-defined' ? `${namespace}[udn]` : namespace;
  return `${home}/${name}[${kind}]`;
}

function outsideText(range: AddressRange): string {
  const text = rangeText(range);
  return `${text.includes('-') ? text : `${text}-${text}`}[External]`;
}

function endText(end: EdgeEnd, part: NetworkPart): string {
  if (end.kind === 'entry') return '{ingress-controller}';
  return end.kind === 'outside' ? outsideText(end.range) : workloadText(end.workload, part);
}

function connectionText(connections: Connections): string {
  if (isEverything(connections)) return 'All Connections';
  return isNothing(connections) ? 'No Connections' : portText(connections);
}

function isOld(end: EdgeEnd): boolean {
  // The other program knows no IPv6.
  return end.kind !== 'outside' || end.range.family === 4;
}

/** `network: a => b : connections`, sorted. */
export function listedRows(model: NetworkModel): string[] {
  return model.parts
    .flatMap((part) =>
      edgesOf(part, model.context)
        .filter(({ from, to }) => isOld(from) && isOld(to))
        .map(
          ({ from, to, connections }) =>
            `${titleOf(part.network)}: ${endText(from, part)} => ${endText(to, part)} : ${connectionText(connections)}`,
        ),
    )
    .toSorted();
}

/** `listedRows` without the names of networks. */
export function withoutNetworks(rows: readonly string[]): string[] {
  return [...new Set(rows.map((row) => row.slice(row.indexOf(': ') + 2)))].toSorted();
}

function selectorText({ requirements }: Selector): string {
  const plain = requirements
    .filter((one) => one.plain)
    .map(({ key, values }) => `${key}=${values[0]}`);
  const rest = requirements
    .filter((one) => !one.plain)
    .map(
      ({ key, operator, values }) =>
        `{Key:${key},Operator:${operator},Values:[${values.join(' ')}],}`,
    );
  return `{${[...plain.toSorted(), ...rest.toSorted()].join(',')}}`;
}

function setText({ namespaces, pods }: PodSet): string {
  const name = namespaceNamed(namespaces);
  const where =
    name ??
    (typeof namespaces === 'string'
      ? namespaces
      : namespaces.requirements.length === 0
        ? '[all namespaces]'
        : `[namespace with ${selectorText(namespaces)}]`);
  const who = pods.requirements.length === 0 ? '[all pods]' : `[pod with ${selectorText(pods)}]`;
  return `${where}/${who}`;
}

/** Lines of the exposure report, sorted. */
export function exposedRows(model: NetworkModel): string[] {
  return model.parts
    .flatMap((part) => {
      const { exposures, unprotected } = opennessOf(part, model.context);
      return [
        ...exposures.flatMap(({ workload, direction, stranger, connections }) => {
          if (stranger.kind === 'outside') return [];
          const arrow = direction === 'egress' ? '=>' : '<=';
          const who = stranger.kind === 'cluster' ? 'entire-cluster' : setText(stranger.set);
          return [
            `${workloadText(workload, part)} ${arrow} ${who} : ${connectionText(connections)}`,
          ];
        }),
        ...unprotected.map(
          ({ workload, direction }) =>
            `${workloadText(workload, part)} is not protected on ${direction === 'egress' ? 'Egress' : 'Ingress'}`,
        ),
      ];
    })
    .toSorted();
}

function rulingPorts(connections: Connections): string {
  return ['TCP', 'UDP', 'SCTP']
    .flatMap((name) => {
      const protocol = protocols.find((one) => one === name);
      const ports = protocol === undefined ? [] : connections.ports[protocol];
      if (ports.length === 0) return [];
      if (ports.length === 1 && ports[0]?.from === 1 && ports[0].to === 65_536) return [name];
      const list = ports.map(({ from, to }) => (to === from + 1 ? `${from}` : `${from}-${to - 1}`));
      return [`${name}:[${list.join(',')}]`];
    })
    .join(', ');
}

function sayRows({ reasons, entries, byDefault }: Say): string[] {
  const rows = entries.map(
    ({ entry, leads }) =>
      `${kindOf(entry.object)} ${namespaceOf(entry.object)}/${nameOf(entry.object)} ${leads ? 'leads' : 'ports'} ${entry.service}`,
  );
  const told = new Set<string>();
  for (const { policy, rule, effect } of reasons) {
    // The other program tells one rule of a NetworkPolicy, the first.
    const key = `${policy.kind} ${policyTitle(policy)} ${effect}`;
    if (policy.namespace !== undefined && told.has(key)) continue;
    told.add(key);
    const named = policy.kind.endsWith('AdminNetworkPolicy') ? (rule?.name ?? '') : rule?.number;
    rows.push(`${policy.kind} ${policyTitle(policy)} ${effect} ${named ?? ''}`.trimEnd());
  }
  if (byDefault && entries.length === 0) rows.push('default');
  return rows.toSorted();
}

function explanationRows(explanation: Explanation, part: NetworkPart): string[] {
  const title = `${titleOf(part.network)}: ${endText(explanation.from, part)} => ${endText(explanation.to, part)}`;
  if (isDefaultOnly(explanation)) return [`${title} default`];
  const merged = new Map<string, Connections>();
  for (const { connections, allowed, egress, ingress } of explanation.rulings) {
    const sides = [egress, ingress].map(
      (say) => `${say.allowed ? 'allowed' : 'denied'} ${sayRows(say).join('; ')}`,
    );
    // Of secondary networks it leaves out a side that no policy speaks about.
    const told =
      part.network.kind === 'attachment'
        ? sides.filter((side) => side !== 'allowed default')
        : sides;
    const key = [allowed ? 'allowed' : 'denied', ...told].join(' | ');
    merged.set(key, either(merged.get(key) ?? nothing, connections));
  }
  return [...merged].map(([key, connections]) => {
    const [verdict, ...sides] = key.split(' | ');
    return [`${title} ${verdict} ${rulingPorts(connections)}`, ...sides].join(' | ');
  });
}

/**
 * Joins rows that differ in neighbouring ranges of addresses only: the other program cuts where
 * some policy of the direction cuts, whether or not it makes a difference.
 */
function joinRanges(rows: readonly string[]): string[] {
  const groups = new Map<string, bigint[][]>();
  const range = /([\d.]+)-([\d.]+)\[External\]/;
  for (const row of rows) {
    const [, first, last] = range.exec(row) ?? [];
    const key = row.replace(range, '@@');
    const ranges = groups.get(key) ?? [];
    if (first !== undefined && last !== undefined) {
      ranges.push([parseAddress(first)?.value ?? 0n, (parseAddress(last)?.value ?? 0n) + 1n]);
    }
    groups.set(key, ranges);
  }
  return [...groups]
    .flatMap(([key, ranges]) => {
      if (ranges.length === 0) return [key];
      const parts = intervalsOf(ranges.map(([from = 0n, to = 0n]) => ({ from, to })));
      return parts.map(({ from, to }) => key.replace('@@', outsideText({ family: 4, from, to })));
    })
    .toSorted();
}

/** Explanations in one line a ruling, sorted. */
export function explainedRows(model: NetworkModel): string[] {
  const rows = model.parts.flatMap((part) =>
    explainAll(part, model.context)
      .filter(({ from, to }) => isOld(from) && isOld(to))
      .flatMap((explanation) => explanationRows(explanation, part)),
  );
  return joinRanges(rows);
}

function expectedList(text: string): string[] {
  const rows: string[] = [];
  let network = 'pod-network';
  for (const line of text.split('\n')) {
    const header = /^Permitted connectivity analyzed in (.*):$/.exec(line)?.[1];
    if (header !== undefined) network = header === 'Pod network' ? 'pod-network' : header;
    else if (line.includes(' => ')) rows.push(`${network}: ${line}`);
  }
  return joinRanges(rows);
}

/** The JSON form does not name networks. */
function expectedJson(text: string): string[] {
  const edges = JSON.parse(text) as { src: string; dst: string; conn: string }[];
  return joinRanges(edges.map(({ src, dst, conn }) => `${src} => ${dst} : ${conn}`));
}

/** Without addresses outside: those repeat the list, and not of every workload. */
function expectedExposure(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => / (?:=>|<=) | is not protected /.test(line) && !line.includes('[External]'))
    .toSorted();
}

interface Reading {
  network: string;
  pair: string;
  verdict: string;
  sides: { verdict: string; reasons: string[] }[];
  rows: string[];
}

function finishRuling(reading: Reading): void {
  if (reading.verdict !== '') {
    const sides = reading.sides.map(
      ({ verdict, reasons }) => `${verdict} ${reasons.toSorted().join('; ')}`,
    );
    reading.rows.push(
      [`${reading.network}: ${reading.pair} ${reading.verdict}`, ...sides].join(' | '),
    );
  }
  reading.verdict = '';
  reading.sides = [];
}

function readReason(line: string): string | undefined {
  const [, kind, title, rest = ''] = /^(?:- )?(\w+) '([^']+)' (.*)$/.exec(line) ?? [];
  if (line === 'the system default (Allow all)') return 'default';
  if (kind === undefined) return undefined;
  const through = /service (\S+?),? but the protocols|service (\S+)$/.exec(rest);
  if (through !== null) {
    const leads = rest.includes('allows ingress connections through');
    return `${kind} ${title} ${leads ? 'leads' : 'ports'} ${through[1] ?? through[2]}`;
  }
  const decided = /^(allows|denies|passes) connections by \w+ rule #?(.+)$/.exec(rest);
  if (decided !== null) return `${kind} ${title} ${decided[1]} ${decided[2]}`;
  const ports = /rule #(\d+) selects .* do not match$/.exec(rest);
  if (ports !== null) return `${kind} ${title} ports ${ports[1]}`;
  return `${kind} ${title} ${rest.endsWith('(no rules defined)') ? 'empty' : 'none'}`;
}

function expectedExplain(text: string): string[] {
  const reading: Reading = { network: 'pod-network', pair: '', verdict: '', sides: [], rows: [] };
  let defaults = false;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    const section = /^# (?:Specific|All).*?( in .*?)? #$/.exec(line);
    const pair = /^Connections between (.*):$/.exec(line)?.[1];
    const ruling = /^(Allowed|Denied) (.*) due to the (following|system)/.exec(line);
    const side = /^(?:Egress|Ingress) \((Allowed|Denied)\)( due to the system default)?/.exec(line);
    if (section !== null) {
      finishRuling(reading);
      defaults = line.startsWith('# All');
      reading.network = section[1]?.slice(4) ?? 'pod-network';
    } else if (pair !== undefined) {
      finishRuling(reading);
      reading.pair = pair;
    } else if (side !== null) {
      const reasons = side[2] === undefined ? [] : ['default'];
      reading.sides.push({ verdict: side[1] === 'Allowed' ? 'allowed' : 'denied', reasons });
    } else if (ruling !== null) {
      finishRuling(reading);
      reading.verdict = `${ruling[1] === 'Allowed' ? 'allowed' : 'denied'} ${ruling[2]}`;
      if (ruling[3] === 'system') {
        const byDefault = { verdict: 'allowed', reasons: ['default'] };
        reading.sides = [byDefault, byDefault];
      }
    } else if (defaults && line.includes(' => ')) {
      reading.rows.push(`${reading.network}: ${line} default`);
    } else {
      const reason = readReason(line);
      if (reason !== undefined) reading.sides.at(-1)?.reasons.push(reason);
    }
  }
  finishRuling(reading);
  return joinRanges(reading.rows);
}

/** What the other program wrote, in the rows of the functions above. */
export const expectedRows: Readonly<
  Record<'explain' | 'exposure' | 'json' | 'list', (text: string) => string[]>
> = {
  list: expectedList,
  json: expectedJson,
  exposure: expectedExposure,
  explain: expectedExplain,
};
