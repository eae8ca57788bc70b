import {
  differenceOf,
  intersectionOf,
  intervalsOf,
  sameIntervals,
  unionOf,
  type Intervals,
} from './intervals.ts';

/** Protocols that network policies know (networking.k8s.io/v1, NetworkPolicyPort.protocol). */
export type Protocol = 'SCTP' | 'TCP' | 'UDP';

/** In the order in which they are shown. */
export const protocols: readonly Protocol[] = ['SCTP', 'TCP', 'UDP'];

/** Protocols and ports (1 to 65535) on which one peer may open connections to another. */
export interface Connections {
  readonly ports: Readonly<Record<Protocol, Intervals<number>>>;
  /**
   * Ports known by name only (`TCP http`), sorted: those of pods that are not among the manifests.
   * They stand beside the numbers, whatever numbers they may mean.
   */
  readonly names: readonly string[];
}

const everyPort: Intervals<number> = [{ from: 1, to: 65_536 }];

/** Every port of every protocol. */
export const everything: Connections = {
  ports: { SCTP: everyPort, TCP: everyPort, UDP: everyPort },
  names: [],
};

/** No port at all. */
export const nothing: Connections = { ports: { SCTP: [], TCP: [], UDP: [] }, names: [] };

/** Ports `first` to `last`, both included, of one protocol. */
export function portsOf(protocol: Protocol, first: number, last: number): Connections {
  const range = intersectionOf(intervalsOf([{ from: first, to: last + 1 }]), everyPort);
  return { ports: { ...nothing.ports, [protocol]: range }, names: [] };
}

/** A port that only its name is known of. */
export function namedPort(protocol: Protocol, name: string): Connections {
  return { ports: nothing.ports, names: [`${protocol} ${name}`] };
}

/** Connections of either. */
export function either(a: Connections, b: Connections): Connections {
  if (isNothing(a)) return b;
  if (isNothing(b)) return a;
  // All ports of a protocol include those that have names.
  const ports = combine(a, b, unionOf);
  const names = [...new Set([...a.names, ...b.names])].toSorted();
  return { ports, names: names.filter((name) => !isWhole(ports[protocolOf(name)])) };
}

/** Connections of both. */
export function both(a: Connections, b: Connections): Connections {
  const names = [
    ...a.names.filter((name) => b.names.includes(name) || isWhole(b.ports[protocolOf(name)])),
    ...b.names.filter((name) => !a.names.includes(name) && isWhole(a.ports[protocolOf(name)])),
  ];
  return { ports: combine(a, b, intersectionOf), names: names.toSorted() };
}

/** Connections of the first that are not of the second. */
export function without(a: Connections, b: Connections): Connections {
  if (isNothing(b)) return a;
  const names = a.names.filter(
    (name) => !b.names.includes(name) && !isWhole(b.ports[protocolOf(name)]),
  );
  return { ports: combine(a, b, differenceOf), names };
}

/** Whether there is none. */
export function isNothing({ ports, names }: Connections): boolean {
  return (
    names.length === 0 &&
    ports.TCP.length === 0 &&
    ports.UDP.length === 0 &&
    ports.SCTP.length === 0
  );
}

/** Whether it is every port of every protocol. */
export function isEverything({ ports }: Connections): boolean {
  return protocols.every((protocol) => isWhole(ports[protocol]));
}

/** Whether both are the same. */
export function sameConnections(a: Connections, b: Connections): boolean {
  return (
    a === b ||
    (protocols.every((protocol) => sameIntervals(a.ports[protocol], b.ports[protocol])) &&
      a.names.length === b.names.length &&
      a.names.every((name, index) => name === b.names[index]))
  );
}

/** Whether one port is among them. */
export function hasPort({ ports }: Connections, protocol: Protocol, port: number): boolean {
  return ports[protocol].some(({ from, to }) => from <= port && port < to);
}

/** `TCP 80,443-445,UDP 53`, for people and for comparison; empty when there is none. */
export function portText({ ports, names }: Connections): string {
  return protocols
    .flatMap((protocol) => {
      const ranges = ports[protocol].map(({ from, to }) =>
        to === from + 1 ? String(from) : `${from}-${to - 1}`,
      );
      const named = names
        .filter((name) => protocolOf(name) === protocol)
        .map((name) => name.slice(protocol.length + 1));
      const all = [...ranges, ...named];
      return all.length === 0 ? [] : [`${protocol} ${all.join(',')}`];
    })
    .join(',');
}

function protocolOf(name: string): Protocol {
  return protocols.find((protocol) => name.startsWith(`${protocol} `)) ?? 'TCP';
}

function isWhole(ports: Intervals<number>): boolean {
  return sameIntervals(ports, everyPort);
}

function combine(
  a: Connections,
  b: Connections,
  by: (x: Intervals<number>, y: Intervals<number>) => Intervals<number>,
): Connections['ports'] {
  return {
    SCTP: by(a.ports.SCTP, b.ports.SCTP),
    TCP: by(a.ports.TCP, b.ports.TCP),
    UDP: by(a.ports.UDP, b.ports.UDP),
  };
}
