import { listOf, numberOf, objectOf, textOf, type JsonObject } from '../../formats/json-values.ts';
import {
  kindOf,
  nameOf,
  namespaceOf,
  serves,
  type Cluster,
  type ClusterObject,
  type PodShape,
  type Service,
  type ServicePort,
  type Workload,
} from './cluster.ts';
import { either, isNothing, nothing, portsOf, type Connections } from './connections.ts';
import { append } from '../../model/append.ts';

/** What an Ingress, a Route or an HTTPRoute lets in, to one workload. */
export interface Entry {
  readonly object: ClusterObject;
  /** Name of the Service in between. */
  readonly service: string;
  readonly workload: Workload;
  /** Container ports that the Service leads to. */
  readonly connections: Connections;
}

/** A Service that an object names, and the port it wants; undefined: all ports. */
interface Backend {
  readonly service: string;
  readonly port: number | string | undefined;
}

/** Every way in from outside through an ingress controller or router, by the workload it leads to. */
export function entriesOf(cluster: Cluster): ReadonlyMap<Workload, readonly Entry[]> {
  const entries: Entry[] = [];
  const services = Map.groupBy(cluster.services, ({ namespace, name }) => `${namespace}\n${name}`);
  for (const object of cluster.objects) {
    const own: Own = new Map();
    for (const backend of backendsOf(object)) {
      for (const service of services.get(`${namespaceOf(object)}\n${backend.service}`) ?? []) {
        addEntries(own, cluster, { object, backend, service });
      }
    }
    for (const found of own.values()) append(entries, found.values());
  }
  return Map.groupBy(entries, ({ workload }) => workload);
}

/** Entries of one object, by the name of the Service and the workload. */
type Own = Map<string, Map<Workload, Entry>>;

function addEntries(
  own: Own,
  cluster: Cluster,
  { object, backend, service }: { object: ClusterObject; backend: Backend; service: Service },
): void {
  for (const workload of cluster.workloads) {
    if (!serves(service, workload)) continue;
    const connections = offered(service, backend, workload);
    if (!isNothing(connections)) {
      add(own, { object, service: service.name, workload, connections });
    }
  }
}

/** Paths of one object that lead to the same Service are one entry. */
function add(own: Own, entry: Entry): void {
  let found = own.get(entry.service);
  if (found === undefined) own.set(entry.service, (found = new Map()));
  const known = found.get(entry.workload)?.connections ?? nothing;
  found.set(entry.workload, { ...entry, connections: either(known, entry.connections) });
}

function backendsOf(object: ClusterObject): Backend[] {
  const spec = objectOf(object.value['spec']);
  switch (kindOf(object)) {
    case 'Ingress':
      return ingressBackends(spec);
    case 'Route':
      return routeBackends(spec);
    case 'GRPCRoute':
    case 'HTTPRoute':
    case 'TCPRoute':
    case 'TLSRoute':
      return gatewayBackends(spec);
    default:
      return [];
  }
}

function ingressBackends(spec: JsonObject): Backend[] {
  const written = [spec['defaultBackend'] ?? spec['backend']];
  for (const rule of listOf(spec['rules'])) {
    for (const path of listOf(objectOf(objectOf(rule)['http'])['paths'])) {
      written.push(objectOf(path)['backend']);
    }
  }
  return written.flatMap((one) => {
    const backend = objectOf(one);
    const service = objectOf(backend['service']);
    const port = objectOf(service['port']);
    // `serviceName` and `servicePort`: the form before networking.k8s.io/v1.
    const name = textOf(service['name']) ?? textOf(backend['serviceName']);
    if (name === undefined) return [];
    const wanted = port['number'] ?? port['name'] ?? backend['servicePort'];
    return [{ service: name, port: portOf(wanted) }];
  });
}

function routeBackends(spec: JsonObject): Backend[] {
  const port = portOf(objectOf(spec['port'])['targetPort']);
  return [spec['to'], ...listOf(spec['alternateBackends'])].flatMap((one) => {
    const { kind, name } = objectOf(one);
    const service = textOf(name);
    if (service === undefined || (kind !== undefined && kind !== 'Service')) return [];
    return [{ service, port }];
  });
}

function gatewayBackends(spec: JsonObject): Backend[] {
  return listOf(spec['rules']).flatMap((rule) =>
    listOf(objectOf(rule)['backendRefs']).flatMap((one) => {
      const { kind, name, port } = objectOf(one);
      const service = textOf(name);
      if (service === undefined || (kind !== undefined && kind !== 'Service')) return [];
      return [{ service, port: portOf(port) }];
    }),
  );
}

function portOf(value: unknown): number | string | undefined {
  return numberOf(value) ?? textOf(value);
}

function offered(service: Service, backend: Backend, workload: Workload): Connections {
  const wanted = service.ports.filter((port) => wants(backend, port));
  let connections = nothing;
  for (const shape of workload.shapes) {
    for (const { target } of wanted) connections = either(connections, exposed(shape, target));
  }
  return connections;
}

/** A Route names the target port; ingress-nginx takes either port, or the name. */
function wants({ port }: Backend, offer: ServicePort): boolean {
  return port === undefined || [offer.name, offer.port, offer.target].includes(port);
}

/**
 * Controllers speak TCP, and to ports that the container says it opens; where it says nothing, a
 * number is taken at its word.
 */
function exposed({ ports }: PodShape, target: number | string): Connections {
  if (ports.length === 0 && typeof target === 'number') return portsOf('TCP', target, target);
  return ports
    .filter(
      ({ name, port, protocol }) => protocol === 'TCP' && (port === target || name === target),
    )
    .reduce<Connections>((sum, { port }) => either(sum, portsOf('TCP', port, port)), nothing);
}

/** `Ingress shop/front`: an entry's object for people. */
export function entryTitle({ object }: Entry): string {
  return `${kindOf(object)} ${namespaceOf(object)}/${nameOf(object)}`;
}
