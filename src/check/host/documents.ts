import { listOf, numberOf, objectOf, textOf, textsOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import type { Look } from '../../io/look.ts';
import type { SourceFile } from '../contract.ts';
import { mapLook } from './collect-docker.ts';
import type { ContainerState, DockerState } from './collect-docker.ts';
import type { DaemonProcess } from './collect-machine.ts';

/** Texts for the families, by their ids: what was collected, in the form their views open from. */
export type HostDocuments = ReadonlyMap<string, readonly SourceFile[]>;

const value = (look: Look<unknown> | undefined): unknown =>
  look !== undefined && 'value' in look ? look.value : undefined;

/** One document of each container, with its image and what it inherits of the daemon. */
export function containerDocuments(state: DockerState, daemon: JsonObject): readonly SourceFile[] {
  const names = imageNames(state);
  return state.containers.flatMap((container) => {
    const inspect = objectOf(value(container.inspect));
    if (inspect['HostConfig'] === undefined) return [];
    const image = imageOf(state, names, inspect);
    const { processes, changes, execs } = container;
    const document = {
      inspect,
      daemon,
      processes,
      changes,
      execs,
      ...(image === undefined ? {} : { image }),
    };
    return [file('container', textOf(inspect['Name'])?.slice(1) ?? container.id, document)];
  });
}

/** Containers that were listed and then could not be asked. */
export function unreadContainers(state: DockerState): readonly ContainerState[] {
  return state.containers.filter(({ inspect }) => 'unread' in inspect);
}

function imageOf(
  state: DockerState,
  names: ReadonlyMap<string, string>,
  inspect: JsonObject,
): object | undefined {
  const id = textOf(inspect['Image']) ?? '';
  const image = state.images.get(id);
  const fields = objectOf(value(image?.inspect));
  if (fields['Id'] === undefined) return undefined;
  const name = textOf(objectOf(inspect['Config'])['Image']) ?? '';
  const current = names.get(name) ?? names.get(`${name}:latest`);
  return {
    Id: id,
    Config: fields['Config'],
    History: instructions(value(image?.history)),
    ...(current === undefined ? {} : { CurrentId: current }),
  };
}

function imageNames(state: DockerState): ReadonlyMap<string, string> {
  return new Map(
    listOf(value(state.imageList))
      .map(objectOf)
      .flatMap((row) =>
        textsOf(row['RepoTags']).map((tag) => [tag, textOf(row['Id']) ?? ''] as const),
      ),
  );
}

function instructions(history: unknown): readonly string[] {
  return listOf(history).map((entry) => textOf(objectOf(entry)['CreatedBy']) ?? '');
}

/** One document of each image that a container uses. */
export function imageDocuments(
  state: DockerState,
  around: {
    readonly now: number;
    readonly contentTrust: Look<string>;
    readonly content: ReadonlyMap<string, Look<unknown>>;
  },
): readonly SourceFile[] {
  return [...state.images].flatMap(([id, image]) => {
    const inspect = objectOf(value(image.inspect));
    if (inspect['Config'] === undefined) return [];
    const created = Date.parse(textOf(inspect['Created']) ?? '');
    const days = Math.floor((around.now - created) / 86_400_000);
    const content = around.content.get(id);
    const document = {
      ...inspect,
      Id: id,
      History: instructions(value(image.history)),
      contentTrust: around.contentTrust,
      // Reproducible builds carry a date of 1970 or so, which says nothing about their age.
      ...(Number.isFinite(days) && days < 9000 && days >= 0 ? { ageDays: days } : {}),
      ...(content === undefined ? {} : { content }),
    };
    return [file('image-config', textsOf(inspect['RepoTags'])[0] ?? id, document)];
  });
}

/** The daemon: what it says, how it was started. `process` is absent for one on another machine. */
export function daemonDocument(
  state: DockerState,
  process: DaemonProcess | undefined,
  listeners: Look<readonly string[]> | undefined,
): SourceFile {
  const bridge = listOf(value(state.networks))
    .map(objectOf)
    .find((row) => row['Name'] === 'bridge');
  const { info, version, containerList: containers, imageList: images } = state;
  const secrets = mapLook(state.secrets, (list) => listOf(list).length);
  return file('daemon', 'daemon', {
    info,
    version,
    containers,
    images,
    secrets,
    ...('value' in state.networks
      ? { bridge: bridge === undefined ? { absent: true } : { value: bridge } }
      : {}),
    ...process,
    ...(listeners === undefined ? {} : { listeners }),
  });
}

/** One document of each network, with what is known of the containers on it. */
export function networkDocuments(state: DockerState): readonly SourceFile[] {
  const rows = listOf(value(state.networks)).map(objectOf);
  return rows.map((network) => {
    const id = textOf(network['Id']) ?? '';
    const members = state.containers.flatMap((container) => {
      const inspect = objectOf(value(container.inspect));
      const networks = Object.values(objectOf(objectOf(inspect['NetworkSettings'])['Networks']));
      const joined = networks.some((one) => textOf(objectOf(one)['NetworkID']) === id && id !== '');
      return joined ? [memberOf(inspect)] : [];
    });
    return file('docker-network', textOf(network['Name']) ?? id, { network, members });
  });
}

function memberOf(inspect: JsonObject): object {
  const config = objectOf(inspect['Config']);
  return {
    name: textOf(inspect['Name'])?.slice(1),
    image: textOf(config['Image']),
    labels: objectOf(config['Labels']),
    exposed: Object.keys(objectOf(config['ExposedPorts'])),
    published: publishedOf(inspect).map(({ address, port }) => `${address}:${port}`),
  };
}

interface PublishedPort {
  readonly container: string;
  readonly address: string;
  readonly port: number;
}

function publishedOf(inspect: JsonObject): readonly PublishedPort[] {
  const container = textOf(inspect['Name'])?.slice(1) ?? '';
  const ports = objectOf(objectOf(inspect['NetworkSettings'])['Ports']);
  return Object.values(ports).flatMap((bindings) =>
    listOf(bindings).map((binding) => {
      const row = objectOf(binding);
      return {
        container,
        address: textOf(row['HostIp']) ?? '0.0.0.0',
        port: Number(textOf(row['HostPort']) ?? 0),
      };
    }),
  );
}

/** Every port that leads from an address of the host into a container. */
export function publishedPorts(state: DockerState): Look<readonly PublishedPort[]> {
  return mapLook(state.containerList, () =>
    state.containers.flatMap(({ inspect }) => publishedOf(objectOf(value(inspect)))),
  );
}

/** Registries that run in containers, by the environment they are set up with. */
export function registriesIn(state: DockerState): readonly object[] {
  return state.containers.flatMap(({ inspect }) => {
    const fields = objectOf(value(inspect));
    const config = objectOf(fields['Config']);
    const image = textOf(config['Image']) ?? '';
    if (!/(?:^|\/)(?:registry|distribution)(?::|@|$)/.test(image)) return [];
    const variables = new Map(
      textsOf(config['Env']).map((entry) => [
        entry.split('=')[0] ?? '',
        entry.slice(entry.indexOf('=') + 1),
      ]),
    );
    const auth = [...variables.keys()].find((name) =>
      /^REGISTRY_AUTH_(?:HTPASSWD|TOKEN|SILLY)_/.test(name),
    );
    const [port] = publishedOf(fields);
    // A settings file that is mounted over the image's own may say what the environment does not.
    const own = listOf(fields['Mounts']).some((mount) =>
      /registry\/config\.ya?ml$|registry$/.test(textOf(objectOf(mount)['Destination']) ?? ''),
    );
    const tls =
      variables.has('REGISTRY_HTTP_TLS_CERTIFICATE') ||
      variables.has('REGISTRY_HTTP_TLS_LETSENCRYPT_EMAIL');
    const signIn = variables.get('REGISTRY_AUTH') ?? auth?.split('_')[2]?.toLowerCase() ?? '';
    return [
      {
        name: textOf(fields['Name'])?.slice(1) ?? image,
        ...(tls || !own ? { tls } : {}),
        ...(signIn !== '' || !own ? { auth: signIn } : {}),
        address: port === undefined ? '' : `${port.address}:${port.port}`,
      },
    ];
  });
}

/** A registry outside containers, by the parsed settings file it was started with. */
export function registryOfSettings(path: string, settings: unknown): object {
  if (settings === undefined) return { name: path };
  const http = objectOf(objectOf(settings)['http']);
  const auth = Object.keys(objectOf(objectOf(settings)['auth']));
  return {
    name: path,
    tls:
      textOf(objectOf(http['tls'])['certificate']) !== undefined ||
      objectOf(http['tls'])['letsencrypt'] !== undefined,
    auth: auth[0] ?? '',
    address: textOf(http['addr']) ?? '',
  };
}

/** What the whole daemon hands down to its containers. */
export function inherited(state: DockerState, noNewPrivileges: boolean | undefined): JsonObject {
  const info = objectOf(value(state.info));
  return {
    SecurityOptions: textsOf(info['SecurityOptions']),
    CgroupVersion: textOf(info['CgroupVersion']) ?? String(numberOf(info['CgroupVersion']) ?? ''),
    ServerVersion: textOf(info['ServerVersion']) ?? '',
    ...(noNewPrivileges === undefined ? {} : { NoNewPrivileges: noNewPrivileges }),
  };
}

function file(family: string, name: string, document: object): SourceFile {
  return { path: `${family}/${name}`, text: JSON.stringify(document) };
}
