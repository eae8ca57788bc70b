import { objectOf, textOf, textsOf } from '../../formats/json-values.ts';
import { readYaml } from '../../formats/yaml.ts';
import type { DockerEndpoint } from '../../image/docker-endpoint.ts';
import type { HttpClient } from '../../io/http.ts';
import type { Look } from '../../io/look.ts';
import { lookAtPath, lookIntoFolder } from '../../io/look.ts';
import { errorCode } from '../../model/index.ts';
import type { SourceFile } from '../contract.ts';
import { settingOf } from '../daemon/settings.ts';
import { daemonView } from '../daemon/view.ts';
import { auditPaths, benchmarkFiles } from './benchmark-files.ts';
import { collectDocker } from './collect-docker.ts';
import type { DockerState } from './collect-docker.ts';
import {
  auditRuleLines,
  daemonProcess,
  dockerUserLines,
  groupMembers,
  isLocal,
  listeners,
  mountTable,
  ownerNames,
  registryConfigs,
  sysctlValues,
} from './collect-machine.ts';
import {
  containerDocuments,
  daemonDocument,
  imageDocuments,
  inherited,
  networkDocuments,
  publishedPorts,
  registriesIn,
  registryOfSettings,
  unreadContainers,
} from './documents.ts';
import { engineReader } from './engine.ts';

/** How a machine is looked at. */
export interface HostQuestion {
  readonly endpoint: DockerEndpoint;
  readonly http: Pick<HttpClient, 'request'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly now: number;
  /** Compare containers with their images. */
  readonly changes: boolean;
  /** What the files of images show, by image id. */
  readonly content?: (ids: readonly string[]) => Promise<ReadonlyMap<string, Look<unknown>>>;
  readonly signal?: AbortSignal | undefined;
}

/** What was collected: a list of texts for each family, and what could not be asked. */
export interface CollectedHost {
  readonly documents: ReadonlyMap<string, readonly SourceFile[]>;
  /** Codes of the questions that failed, with the question. */
  readonly problems: readonly { readonly what: string; readonly code: string }[];
  readonly name: string;
  readonly version: string;
  readonly containers: number;
  readonly images: number;
  /** Names of the containers of each image, by the subject of the image. */
  readonly users: ReadonlyMap<string, readonly string[]>;
}

const settings: readonly string[] = [
  'kernel.randomize_va_space',
  'kernel.kptr_restrict',
  'kernel.dmesg_restrict',
  'kernel.unprivileged_bpf_disabled',
  'kernel.yama.ptrace_scope',
  'fs.protected_symlinks',
  'fs.protected_hardlinks',
  'net.ipv4.conf.all.route_localnet',
];

/** Asks the daemon and looks at the machine; nothing is judged here. */
export async function collectHost(question: HostQuestion): Promise<CollectedHost> {
  const { endpoint, http, signal, home } = question;
  const state = await collectDocker(engineReader(endpoint, http, signal), question);
  const info = objectOf('value' in state.info ? state.info.value : undefined);
  const options = textsOf(info['SecurityOptions']);
  const rootless = options.some((option) => option.split(',').includes('name=rootless'));
  const local = isLocal(endpoint);
  const process = local ? daemonProcess(endpoint, rootless, home) : undefined;
  const swarm = textOf(objectOf(info['Swarm'])['LocalNodeState']) === 'active';
  const daemon = daemonDocument(state, process, local && swarm ? listeners() : undefined);
  const content =
    (await question.content?.([...state.images.keys()])) ?? new Map<string, Look<unknown>>();
  const trust = question.environment['DOCKER_CONTENT_TRUST'];
  const contentTrust: Look<string> =
    trust === undefined || trust === '' ? { absent: true } : { value: trust };
  const root = textOf(info['DockerRootDir']) ?? '/var/lib/docker';
  const documents = new Map<string, readonly SourceFile[]>([
    ['container', containerDocuments(state, inherited(state, noNewPrivileges(daemon)))],
    ['daemon', 'value' in state.info || process !== undefined ? [daemon] : []],
    ['docker-network', networkDocuments(state)],
    ['image-config', imageDocuments(state, { now: question.now, contentTrust, content })],
    ['host', local ? [await hostDocument(state, daemon, { rootless, root, signal })] : []],
  ]);
  return {
    documents,
    problems: problemsOf(state),
    name: textOf(info['Name']) ?? endpoint.name,
    version: textOf(info['ServerVersion']) ?? '',
    containers: state.containers.length,
    images:
      'value' in state.imageList && Array.isArray(state.imageList.value)
        ? state.imageList.value.length
        : 0,
    users: usersOf(state),
  };
}

/** The default of the daemon, where its command line or file says so: the API of older ones does not. */
function noNewPrivileges(daemon: SourceFile): boolean | undefined {
  const view = daemonView(JSON.parse(daemon.text), daemon.path);
  const setting = view === undefined ? undefined : settingOf(view, 'no-new-privileges');
  return setting?.state === 'known' ? setting.value === true : undefined;
}

function problemsOf(state: DockerState): CollectedHost['problems'] {
  const asked: readonly [string, Look<unknown>][] = [
    ['docker info', state.info],
    ['docker version', state.version],
    ['docker network ls', state.networks],
    ['docker ps -a', state.containerList],
    ['docker image ls', state.imageList],
    ...unreadContainers(state).map(({ id, inspect }): [string, Look<unknown>] => [
      `docker inspect ${id.slice(0, 12)}`,
      inspect,
    ]),
    ...[...state.images].map(([id, { inspect }]): [string, Look<unknown>] => [
      `docker image inspect ${id.slice(0, 19)}`,
      inspect,
    ]),
  ];
  // When the daemon does not answer at all, one sentence says it.
  const first = 'unread' in state.info ? asked.slice(0, 1) : asked;
  return first.flatMap(([what, look]) => ('unread' in look ? [{ what, code: look.unread }] : []));
}

function usersOf(state: DockerState): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const { inspect } of state.containers) {
    const fields = objectOf('value' in inspect ? inspect.value : undefined);
    const id = textOf(fields['Image']) ?? '';
    const image = state.images.get(id);
    const tags = textsOf(
      objectOf(image !== undefined && 'value' in image.inspect ? image.inspect.value : undefined)[
        'RepoTags'
      ],
    );
    const subject = tags[0] ?? id.slice(0, 19);
    users.set(subject, [...(users.get(subject) ?? []), textOf(fields['Name'])?.slice(1) ?? '']);
  }
  return users;
}

/** Files that rules ask for: those of the benchmark and those that the daemon's settings name. */
async function hostDocument(
  state: DockerState,
  daemon: SourceFile,
  how: {
    readonly rootless: boolean;
    readonly root: string;
    readonly signal: AbortSignal | undefined;
  },
): Promise<SourceFile> {
  const owner = ownerNames();
  const wanted = [
    ...benchmarkFiles.flatMap(({ paths }) => paths),
    ...auditPaths.flatMap(({ paths }) => paths),
  ];
  const files = new Map<string, Look<object>>();
  for (const path of wanted) {
    if (path.endsWith('/*'))
      for (const inner of filesBelow(path.slice(0, -2))) files.set(inner, owner(inner));
    else if (path.startsWith('/')) files.set(path, owner(path));
  }
  for (const [name, path] of tlsFiles(daemon)) files.set(`${name}:${path}`, owner(path));
  // One socket under two names is one file.
  if (files.has('/run/docker.sock')) files.delete('/var/run/docker.sock');
  const [audit, dockerUser] = await Promise.all([
    auditRuleLines(how.signal),
    dockerUserLines(how.signal),
  ]);
  const info = objectOf('value' in state.info ? state.info.value : undefined);
  const document = {
    rootless: how.rootless,
    dockerRoot: how.root,
    files: Object.fromEntries(files),
    mounts: mountTable(),
    groups: groupMembers(),
    ...audit,
    dockerUser,
    firewallBackend: textOf(objectOf(info['FirewallBackend'])['Driver']),
    published: publishedPorts(state),
    authorizationPlugins: textsOf(objectOf(info['Plugins'])['Authorization']),
    sysctls: sysctlValues(settings),
    registries: [
      ...registriesIn(state),
      ...registryConfigs().map(({ path, text }) => registryOfSettings(path, parsedYaml(text))),
    ],
  };
  return { path: 'host/host', text: JSON.stringify(document) };
}

function parsedYaml(look: Look<string>): unknown {
  try {
    return 'value' in look ? readYaml(look.value, 'settings of the registry').value : undefined;
  } catch (error) {
    if (errorCode(error) === 'INTERNAL') throw error;
    return undefined; // told by the rule: its settings could not be read
  }
}

/** Files of a folder and of its folders: `certs.d` has one for each registry. */
function filesBelow(folder: string): readonly string[] {
  const names = lookIntoFolder(folder);
  return ('value' in names ? names.value : []).flatMap((name) => {
    const path = `${folder}/${name}`;
    const inner = lookIntoFolder(path);
    return 'value' in inner ? inner.value.map((one) => `${path}/${one}`) : [path];
  });
}

function tlsFiles(daemon: SourceFile): readonly (readonly [string, string])[] {
  const fields = objectOf(JSON.parse(daemon.text));
  const file = objectOf(objectOf(fields['file'])['value']);
  const words = textsOf(objectOf(fields['commandLine'])['value']);
  return ['tlscacert', 'tlscert', 'tlskey'].flatMap((name) => {
    const at = words.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
    const given =
      words[at]?.includes('=') === true ? words[at]?.slice(name.length + 3) : words[at + 1];
    const path = at === -1 ? textOf(file[name]) : given;
    return path === undefined || !('value' in lookAtPath(path)) ? [] : [[name, path] as const];
  });
}
