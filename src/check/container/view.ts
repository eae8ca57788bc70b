import { listOf, mapRows, numberOf, objectOf, textOf, textsOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import { printable } from '../../model/index.ts';
import type { View } from '../contract.ts';
import { factOf } from '../fact.ts';
import type { Fact } from '../fact.ts';

/** A container as its daemon describes it, with what is known of its image, networks and daemon. */
export interface ContainerView extends View {
  readonly id: string;
  readonly running: boolean;
  /** The daemon's answer to `docker inspect`; pointers of findings lead into it. */
  readonly inspect: JsonObject;
  /** `inspect.HostConfig`, `inspect.Config`. */
  readonly host: JsonObject;
  readonly config: JsonObject;
  readonly mounts: readonly ContainerMount[];
  readonly ports: readonly PublishedPort[];
  readonly image: ContainerImage | undefined;
  readonly networks: readonly JsonObject[];
  readonly daemon: ContainerDaemon | undefined;
  /** Undefined when nobody asked, as with a saved `docker inspect`. */
  readonly processes: Fact<readonly ContainerProcess[]> | undefined;
  readonly changes: Fact<readonly FileChange[]> | undefined;
  readonly execs: Fact<readonly Exec[]> | undefined;
}

/** One mount that is in force. */
export interface ContainerMount {
  readonly type: string;
  readonly source: string;
  readonly target: string;
  readonly writable: boolean;
  readonly propagation: string;
  readonly pointer: string;
}

/** A port of the container that the host listens on. */
export interface PublishedPort {
  readonly container: string;
  readonly protocol: string;
  readonly address: string;
  readonly hostPort: number;
  readonly pointer: string;
}

/** The image a container was made from. */
export interface ContainerImage {
  readonly id: string;
  /** Name the user gave when the container was made. */
  readonly name: string;
  readonly config: JsonObject;
  /** Instructions of the history, oldest first. */
  readonly history: readonly string[];
  /** Id of the image that the name means today; undefined when it means none here. */
  readonly currentId: string | undefined;
}

/** What the container inherits of its daemon. */
export interface ContainerDaemon {
  /** Entries of `SecurityOptions`: `name=seccomp,profile=default`. */
  readonly securityOptions: readonly string[];
  readonly cgroupVersion: number | undefined;
  readonly version: string;
  /** Value of `no-new-privileges` in force for containers that say nothing. */
  readonly noNewPrivileges: boolean | undefined;
}

/** A process seen in the container. */
export interface ContainerProcess {
  readonly pid: number;
  readonly user: string;
  readonly command: string;
}

/** A path that differs from the image: Docker's kinds 0 changed, 1 added, 2 deleted. */
export interface FileChange {
  readonly path: string;
  readonly kind: number;
}

/** A command that somebody started in the container after it ran. */
export interface Exec {
  readonly id: string;
  readonly privileged: boolean;
  readonly user: string;
}

/**
 * Reads a container from JSON that a stranger may have written: one object of `docker inspect`, or
 * `{ inspect, image?, networks?, daemon?, processes?, changes?, execs? }`. Undefined when it is
 * neither.
 */
export function containerView(json: unknown): ContainerView | undefined {
  const outer = objectOf(json);
  const joined = outer['inspect'] !== undefined;
  const inspect = joined ? objectOf(outer['inspect']) : outer;
  if (typeof inspect['HostConfig'] !== 'object' || inspect['HostConfig'] === null) return undefined;
  const host = objectOf(inspect['HostConfig']);
  const id = textOf(inspect['Id']) ?? '';
  const name = (textOf(inspect['Name']) ?? id.slice(0, 12)).replace(/^\//, '');
  const around = joined ? outer : {};
  return {
    subject: printable(name === '' ? 'container' : name),
    id,
    running: objectOf(inspect['State'])['Running'] !== false,
    inspect,
    host,
    config: objectOf(inspect['Config']),
    mounts: mountsOf(inspect, host),
    ports: portsOf(inspect, host),
    image: imageOf(around['image'], inspect),
    networks: listOf(around['networks']).map(objectOf),
    daemon: daemonOf(around['daemon']),
    processes: factOf(around['processes'], processesOf),
    changes: factOf(around['changes'], changesOf),
    execs: factOf(around['execs'], execsOf),
  };
}

/** `Mounts` tells what is in force; an inspect of a container never started may have only `Binds`. */
function mountsOf(inspect: JsonObject, host: JsonObject): readonly ContainerMount[] {
  const mounts = listOf(inspect['Mounts']).map((entry, index): ContainerMount => {
    const mount = objectOf(entry);
    return {
      type: textOf(mount['Type']) ?? 'bind',
      source: textOf(mount['Source']) ?? '',
      target: textOf(mount['Destination']) ?? '',
      writable: mount['RW'] !== false,
      propagation: textOf(mount['Propagation']) ?? '',
      pointer: `/Mounts/${index}`,
    };
  });
  if (mounts.length > 0) return mounts;
  return textsOf(host['Binds']).flatMap((bind, index) => {
    const [source = '', target = '', options = ''] = bind.split(':');
    const words = new Set(options.split(','));
    if (!source.startsWith('/')) return [];
    const propagation = propagations.find((word) => words.has(word)) ?? '';
    const writable = !words.has('ro');
    const pointer = `/HostConfig/Binds/${index}`;
    return [{ type: 'bind', source, target, writable, propagation, pointer }];
  });
}

const propagations: readonly string[] = ['shared', 'rshared', 'slave', 'rslave', 'rprivate'];

/** What the host listens on; for a container that is stopped, what it would. */
function portsOf(inspect: JsonObject, host: JsonObject): readonly PublishedPort[] {
  const live = bindingsOf(objectOf(inspect['NetworkSettings'])['Ports'], '/NetworkSettings/Ports');
  if (live.length > 0) return live;
  return bindingsOf(host['PortBindings'], '/HostConfig/PortBindings');
}

function bindingsOf(json: unknown, pointer: string): PublishedPort[] {
  return Object.entries(objectOf(json)).flatMap(([key, bindings]) => {
    const [container = '', protocol = 'tcp'] = key.split('/');
    const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return listOf(bindings).map((entry) => ({
      container,
      protocol,
      address: textOf(objectOf(entry)['HostIp']) ?? '0.0.0.0',
      hostPort: Number(textOf(objectOf(entry)['HostPort']) ?? 0) || 0,
      pointer: at,
    }));
  });
}

function imageOf(json: unknown, inspect: JsonObject): ContainerImage | undefined {
  const image = objectOf(json);
  const id = textOf(image['Id']) ?? textOf(inspect['Image']) ?? '';
  const name = textOf(objectOf(inspect['Config'])['Image']) ?? textOf(image['Name']) ?? id;
  if (json === undefined) return undefined;
  return {
    id,
    name,
    config: objectOf(image['Config']),
    history: textsOf(image['History']),
    currentId: textOf(image['CurrentId']),
  };
}

function daemonOf(json: unknown): ContainerDaemon | undefined {
  if (json === undefined) return undefined;
  const daemon = objectOf(json);
  const nnp = daemon['NoNewPrivileges'];
  return {
    securityOptions: textsOf(daemon['SecurityOptions']),
    cgroupVersion: Number(textOf(daemon['CgroupVersion']) ?? '') || undefined,
    version: textOf(daemon['ServerVersion']) ?? '',
    noNewPrivileges: typeof nnp === 'boolean' ? nnp : undefined,
  };
}

function processesOf(json: unknown): readonly ContainerProcess[] | undefined {
  return mapRows(json, (row) => ({
    pid: numberOf(row['pid']) ?? 0,
    user: textOf(row['user']) ?? '',
    command: textOf(row['command']) ?? '',
  }));
}

/** Docker answers `null` when nothing changed. */
function changesOf(json: unknown): readonly FileChange[] | undefined {
  if (json === null) return [];
  return mapRows(json, (row) => ({
    path: textOf(row['Path']) ?? '',
    kind: numberOf(row['Kind']) ?? 0,
  }));
}

function execsOf(json: unknown): readonly Exec[] | undefined {
  return mapRows(json, (row) => {
    const user = textOf(row['user']) ?? textOf(objectOf(row['ProcessConfig'])['user']) ?? '';
    const privileged =
      row['privileged'] === true || objectOf(row['ProcessConfig'])['privileged'] === true;
    return { id: textOf(row['ID']) ?? '', privileged, user };
  });
}
