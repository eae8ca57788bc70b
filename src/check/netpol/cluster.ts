import { listOf, numberOf, objectOf, textOf, type JsonObject } from '../../formats/json-values.ts';
import { parseAddress, type AddressFamily } from '../../formats/ip-address.ts';
import type { Protocol } from './connections.ts';
import { labelsOf, selectorOf, selects, type Labels, type Selector } from './labels.ts';
import { byText } from '../../model/order.ts';

/** A Kubernetes object of a manifest, and where it stands. */
export interface ClusterObject {
  readonly value: JsonObject;
  /** File it was read from. */
  readonly path: string;
  /** Line (from 1) of a part of the object; undefined when there is no such part. */
  readonly lineOf: (path: readonly (string | number)[]) => number | undefined;
}

/** A port that a container declares. */
export interface ContainerPort {
  readonly name?: string;
  readonly protocol: Protocol;
  readonly port: number;
}

/** Pods of one workload that have the same labels and ports. */
export interface PodShape {
  readonly labels: Labels;
  readonly ports: readonly ContainerPort[];
  /** Uses the node's own network: policies do not apply to it, and its address is the node's. */
  readonly hostNetwork: boolean;
  /** Names of the secondary networks it is attached to. */
  readonly attached: readonly string[];
  /** Addresses that it is given on secondary networks. */
  readonly addresses: readonly { readonly family: AddressFamily; readonly value: bigint }[];
}

/** What runs pods: a Deployment, or a Pod that nothing owns. */
export interface Workload {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** At least one; several where pods of one owner differ. */
  readonly shapes: readonly PodShape[];
  readonly object: ClusterObject;
}

/** A namespace, declared or only mentioned. */
export interface Namespace {
  readonly name: string;
  readonly labels: Labels;
}

/** A Service with its ports. */
export interface Service {
  readonly name: string;
  readonly namespace: string;
  /** Undefined: its endpoints are managed by hand. */
  readonly selector: Labels | undefined;
  readonly ports: readonly ServicePort[];
  readonly type: string;
  readonly object: ClusterObject;
}

/** A port of a Service. */
export interface ServicePort {
  readonly name?: string;
  readonly protocol: Protocol;
  readonly port: number;
  /** Port of the pods, by number or name. */
  readonly target: number | string;
}

/** Everything of the manifests that decides who may talk to whom, policies left out. */
export interface Cluster {
  readonly namespaces: ReadonlyMap<string, Namespace>;
  readonly workloads: readonly Workload[];
  readonly services: readonly Service[];
  readonly objects: readonly ClusterObject[];
}

/** Namespace of an object; `default` when it names none. */
export function namespaceOf(object: ClusterObject): string {
  return textOf(objectOf(object.value['metadata'])['namespace']) ?? 'default';
}

/** Name of an object; empty when it has none. */
export function nameOf(object: ClusterObject): string {
  return textOf(objectOf(object.value['metadata'])['name']) ?? '';
}

/** Kind of an object; empty when it has none. */
export function kindOf(object: ClusterObject): string {
  return textOf(object.value['kind']) ?? '';
}

/** Objects of one kind. */
export function ofKind(objects: readonly ClusterObject[], kind: string): ClusterObject[] {
  return objects.filter((object) => kindOf(object) === kind);
}

/** What a set of manifests says about namespaces, workloads and services. */
export function readCluster(objects: readonly ClusterObject[]): Cluster {
  const workloads = readWorkloads(objects);
  return {
    namespaces: readNamespaces(objects, workloads),
    workloads,
    services: ofKind(objects, 'Service').map(readService),
    objects,
  };
}

const nameLabel = 'kubernetes.io/metadata.name';

function readNamespaces(
  objects: readonly ClusterObject[],
  workloads: readonly Workload[],
): Map<string, Namespace> {
  const namespaces = new Map<string, Namespace>();
  for (const object of ofKind(objects, 'Namespace')) {
    const name = nameOf(object);
    const labels = new Map(labelsOf(objectOf(object.value['metadata'])['labels']));
    // The API server sets this label itself, whatever the manifest says.
    labels.set(nameLabel, name);
    namespaces.set(name, { name, labels });
  }
  for (const { namespace: name } of workloads) {
    if (!namespaces.has(name)) {
      namespaces.set(name, { name, labels: new Map([[nameLabel, name]]) });
    }
  }
  return namespaces;
}

/** Where each kind keeps the template of its pods. */
const templates: ReadonlyMap<string, readonly string[]> = new Map([
  ['Pod', []],
  ['Deployment', ['spec', 'template']],
  ['ReplicaSet', ['spec', 'template']],
  ['ReplicationController', ['spec', 'template']],
  ['StatefulSet', ['spec', 'template']],
  ['DaemonSet', ['spec', 'template']],
  ['Job', ['spec', 'template']],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
  ['DeploymentConfig', ['spec', 'template']],
  ['VirtualMachine', ['spec', 'template']],
]);

function readWorkloads(objects: readonly ClusterObject[]): Workload[] {
  const found = new Map<string, { workload: Workload; shapes: Map<string, PodShape> }>();
  for (const object of objects) {
    const path = templates.get(kindOf(object));
    if (path === undefined) continue;
    let template: JsonObject = object.value;
    for (const step of path) template = objectOf(template[step]);
    const shape = readShape(template);
    const { kind, name } = ownerOf(object);
    const namespace = namespaceOf(object);
    const key = `${namespace}/${name}/${kind}`;
    const known = found.get(key);
    if (known !== undefined) {
      known.shapes.set(shapeKey(shape), shape);
      continue;
    }
    const workload = { kind, name, namespace, shapes: [], object };
    found.set(key, { workload, shapes: new Map([[shapeKey(shape), shape]]) });
  }
  return [...found.values()]
    .map(({ workload, shapes }) => ({ ...workload, shapes: [...shapes.values()] }))
    .toSorted((a, b) => byText(workloadName(a), workloadName(b)));
}

/** `shop/cart[Deployment]`. */
export function workloadName({ namespace, name, kind }: Workload): string {
  return `${namespace}/${name}[${kind}]`;
}

/** A pod stands for the workload that owns it: replicas are one line, not many. */
function ownerOf(object: ClusterObject): { kind: string; name: string } {
  const own = { kind: kindOf(object), name: nameOf(object) };
  if (own.kind !== 'Pod') return own;
  const metadata = objectOf(object.value['metadata']);
  const owner = objectOf(listOf(metadata['ownerReferences'])[0]);
  const generated = textOf(metadata['generateName'])?.replace(/-$/, '');
  const name = textOf(owner['name']) ?? (own.name === '' ? generated : own.name) ?? '';
  return { kind: textOf(owner['kind']) ?? 'Pod', name };
}

function readShape(template: JsonObject): PodShape {
  const metadata = objectOf(template['metadata']);
  const spec = objectOf(template['spec']);
  const ports = listOf(spec['containers']).flatMap((container) =>
    listOf(objectOf(container)['ports']).flatMap((port) => readContainerPort(objectOf(port))),
  );
  const attached = new Set([
    ...annotatedNetworks(objectOf(metadata['annotations'])['k8s.v1.cni.cncf.io/networks']),
    ...listOf(spec['networks']).flatMap((network) => {
      const name = textOf(objectOf(objectOf(network)['multus'])['networkName']);
      return name === undefined ? [] : [withoutNamespace(name)];
    }),
  ]);
  return {
    labels: labelsOf(metadata['labels']),
    ports,
    hostNetwork: spec['hostNetwork'] === true,
    attached: [...attached].toSorted(),
    addresses: secondaryAddresses(metadata, spec),
  };
}

/** Addresses of the network annotation's JSON form, and those that cloud-init gives a virtual machine. */
function secondaryAddresses(metadata: JsonObject, spec: JsonObject): PodShape['addresses'] {
  const texts = [
    textOf(objectOf(metadata['annotations'])['k8s.v1.cni.cncf.io/networks']),
    ...listOf(spec['volumes']).flatMap((volume) =>
      ['cloudInitNoCloud', 'cloudInitConfigDrive'].map((kind) =>
        textOf(objectOf(objectOf(volume)[kind])['networkData']),
      ),
    ),
  ];
  return texts.flatMap((text) =>
    [...(text ?? '').matchAll(/(?:^|[\s"'[,-])([0-9a-fA-F:.]{2,45})\/\d{1,3}\b/g)].flatMap(
      (match) => {
        const address = parseAddress(match[1] ?? '');
        return address === undefined ? [] : [address];
      },
    ),
  );
}

/** `ns/name@interface, name` or a JSON list (Network Plumbing Working Group, 4.1.2). */
function annotatedNetworks(value: unknown): string[] {
  const text = textOf(value)?.trim() ?? '';
  if (!text.startsWith('[')) {
    return text
      .split(',')
      .map((part) => withoutNamespace(part.split('@')[0] ?? ''))
      .filter((name) => name !== '');
  }
  // Only the names matter: no need for a JSON reader that could refuse the rest.
  return [...text.matchAll(/"name"\s*:\s*"([^"\\]{1,253})"/g)].map((match) => match[1] ?? '');
}

function withoutNamespace(name: string): string {
  return name.slice(name.indexOf('/') + 1).trim();
}

/** A protocol by name; TCP when there is none; undefined when it is not one. */
export function protocolNamed(value: unknown): Protocol | undefined {
  if (value === undefined || value === null) return 'TCP';
  return value === 'TCP' || value === 'UDP' || value === 'SCTP' ? value : undefined;
}

function readContainerPort(port: JsonObject): ContainerPort[] {
  const number = numberOf(port['containerPort']);
  const protocol = protocolNamed(port['protocol']);
  if (number === undefined || protocol === undefined) return [];
  const name = textOf(port['name']);
  return [{ protocol, port: number, ...(name !== undefined && { name }) }];
}

function shapeKey({ labels, ports, hostNetwork, attached, addresses }: PodShape): string {
  const given = addresses.map(({ family, value }) => `${family} ${value}`);
  const sorted = [...labels].toSorted(([a], [b]) => byText(a, b));
  return JSON.stringify([sorted, ports, hostNetwork, attached, given]);
}

function readService(object: ClusterObject): Service {
  const spec = objectOf(object.value['spec']);
  const selector = labelsOf(spec['selector']);
  return {
    name: nameOf(object),
    namespace: namespaceOf(object),
    selector: selector.size === 0 ? undefined : selector,
    ports: listOf(spec['ports']).flatMap((port) => readServicePort(objectOf(port))),
    type: textOf(spec['type']) ?? 'ClusterIP',
    object,
  };
}

function readServicePort(port: JsonObject): ServicePort[] {
  const number = numberOf(port['port']);
  const protocol = protocolNamed(port['protocol']);
  if (number === undefined || protocol === undefined) return [];
  const name = textOf(port['name']);
  const target = numberOf(port['targetPort']) ?? textOf(port['targetPort']) ?? number;
  return [{ protocol, port: number, target, ...(name !== undefined && { name }) }];
}

/** Whether the selector of a Service selects a workload. */
export function serves(service: Service, workload: Workload): boolean {
  const { selector } = service;
  return (
    selector !== undefined &&
    service.namespace === workload.namespace &&
    workload.shapes.some((shape) =>
      [...selector].every(([key, value]) => shape.labels.get(key) === value),
    )
  );
}

/** A network that workloads can be on. */
export interface Network {
  readonly kind: 'attachment' | 'cluster-defined' | 'pod' | 'user-defined';
  /** Name of the namespace for `user-defined`, empty for `pod`. */
  readonly name: string;
}

/** The network that every pod is on unless its namespace says otherwise. */
export const podNetwork: Network = { kind: 'pod', name: '' };

/** Primary networks of namespaces that have their own (k8s.ovn.org), by namespace. */
export function primaryNetworks({ objects, namespaces }: Cluster): ReadonlyMap<string, Network> {
  const primary = new Map<string, Network>();
  const own = [...namespaces.values()].filter(({ labels }) =>
    labels.has('k8s.ovn.org/primary-user-defined-network'),
  );
  for (const object of ofKind(objects, 'ClusterUserDefinedNetwork')) {
    const spec = objectOf(object.value['spec']);
    const selector: Selector = selectorOf(spec['namespaceSelector']);
    if (!isPrimary(objectOf(spec['network']))) continue;
    for (const { name, labels } of own) {
      if (!selects(selector, labels)) continue;
      primary.set(name, { kind: 'cluster-defined', name: nameOf(object) });
    }
  }
  for (const object of ofKind(objects, 'UserDefinedNetwork')) {
    const name = namespaceOf(object);
    if (!isPrimary(objectOf(object.value['spec']))) continue;
    if (own.some((namespace) => namespace.name === name)) {
      primary.set(name, { kind: 'user-defined', name });
    }
  }
  return primary;
}

function isPrimary(spec: JsonObject): boolean {
  return ['layer2', 'layer3'].some((layer) => objectOf(spec[layer])['role'] === 'Primary');
}

/** Names of the secondary networks that are defined. */
export function attachmentNames({ objects }: Cluster): ReadonlySet<string> {
  return new Set(ofKind(objects, 'NetworkAttachmentDefinition').map(nameOf));
}
