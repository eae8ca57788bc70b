import { listOf, objectOf, textOf, textsOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import type { Look } from '../../io/look.ts';
import { mapParallel } from './engine.ts';
import type { EngineReader } from './engine.ts';

/** What a daemon says, as it says it; the documents of the families are cut from this. */
export interface DockerState {
  readonly info: Look<unknown>;
  readonly version: Look<unknown>;
  readonly networks: Look<unknown>;
  readonly containerList: Look<unknown>;
  readonly imageList: Look<unknown>;
  readonly secrets: Look<unknown>;
  readonly containers: readonly ContainerState[];
  /** By image id: `docker image inspect`, and the history, oldest entry first. */
  readonly images: ReadonlyMap<string, ImageState>;
}

/** One container with everything that is asked of it. */
export interface ContainerState {
  readonly id: string;
  readonly inspect: Look<unknown>;
  readonly processes: Look<unknown> | undefined;
  readonly changes: Look<unknown> | undefined;
  readonly execs: Look<unknown> | undefined;
}

/** One image with everything that is asked of it. */
export interface ImageState {
  readonly inspect: Look<unknown>;
  readonly history: Look<unknown>;
}

/** How much is asked. */
export interface CollectOptions {
  /** Compare each container with its image (`docker diff`): the dearest question. */
  readonly changes: boolean;
}

/** Questions that a daemon is asked at the same time. */
const width = 8;

/** Asks a daemon for all that the rules judge. A container that ends meanwhile is left out, an error is kept. */
export async function collectDocker(
  engine: EngineReader,
  options: CollectOptions,
): Promise<DockerState> {
  const info = await engine.ask('/info');
  // One refusal is enough: a daemon that does not answer is not asked six more times.
  if (!('value' in info)) {
    const none = {
      version: info,
      networks: info,
      containerList: info,
      imageList: info,
      secrets: info,
    };
    return { info, ...none, containers: [], images: new Map() };
  }
  const swarm = textOf(objectOf(objectOf(info.value)['Swarm'])['LocalNodeState']) === 'active';
  const [version, networks, containerList, imageList, secrets] = await Promise.all([
    engine.ask('/version'),
    engine.ask('/networks'),
    engine.ask('/containers/json?all=1'),
    engine.ask('/images/json'),
    swarm ? engine.ask('/secrets') : Promise.resolve<Look<unknown>>({ absent: true }),
  ]);
  const rows = 'value' in containerList ? listOf(containerList.value).map(objectOf) : [];
  const asked = await mapParallel(rows, width, (row) => containerState(engine, row, options));
  const containers = asked.filter(({ inspect }) => !('absent' in inspect));
  const ids = [
    ...new Set(containers.map(({ inspect }) => imageIdOf(inspect)).filter((id) => id !== '')),
  ];
  const images = await mapParallel(
    ids,
    width,
    async (id) => [id, await imageState(engine, id)] as const,
  );
  return {
    info,
    version,
    networks,
    containerList,
    imageList,
    secrets,
    containers,
    images: new Map(images),
  };
}

function imageIdOf(inspect: Look<unknown>): string {
  return 'value' in inspect ? (textOf(objectOf(inspect.value)['Image']) ?? '') : '';
}

async function containerState(
  engine: EngineReader,
  row: JsonObject,
  options: CollectOptions,
): Promise<ContainerState> {
  const id = textOf(row['Id']) ?? '';
  const at = `/containers/${encodeURIComponent(id)}`;
  const running = textOf(row['State']) === 'running';
  const inspect = await engine.ask(`${at}/json`);
  const fields = objectOf('value' in inspect ? inspect.value : undefined);
  const readonly = objectOf(fields['HostConfig'])['ReadonlyRootfs'] === true;
  const [processes, changes] = await Promise.all([
    running ? engine.ask(`${at}/top`) : undefined,
    options.changes && !readonly ? engine.ask(`${at}/changes`) : undefined,
  ]);
  const execIds = textsOf(fields['ExecIDs']).slice(0, 20);
  const execs = await mapParallel(execIds, width, (exec) =>
    engine.ask(`/exec/${encodeURIComponent(exec)}/json`),
  );
  return {
    id,
    inspect,
    processes: processes === undefined ? undefined : mapLook(processes, processRows),
    // A daemon answers `null` where nothing changed.
    changes: changes === undefined ? undefined : mapLook(changes, (value) => value ?? []),
    execs: execsOf(execs),
  };
}

function execsOf(answers: readonly Look<unknown>[]): Look<unknown> {
  const refused = answers.find((answer) => 'unread' in answer);
  if (refused !== undefined) return refused;
  return { value: answers.flatMap((answer) => ('value' in answer ? [answer.value] : [])) };
}

/** `docker top` is a table of `ps`; columns are found by their titles. */
function processRows(json: unknown): unknown {
  const titles = textsOf(objectOf(json)['Titles']);
  const column = (...names: readonly string[]): number =>
    titles.findIndex((title) => names.includes(title));
  const [user, pid, command] = [column('UID', 'USER'), column('PID'), column('CMD', 'COMMAND')];
  return listOf(objectOf(json)['Processes']).map((row) => {
    const cells = listOf(row).map(String);
    return { user: cells[user] ?? '', pid: Number(cells[pid]) || 0, command: cells[command] ?? '' };
  });
}

async function imageState(engine: EngineReader, id: string): Promise<ImageState> {
  const at = `/images/${encodeURIComponent(id)}`;
  const [inspect, history] = await Promise.all([
    engine.ask(`${at}/json`),
    engine.ask(`${at}/history`),
  ]);
  // The daemon tells the newest entry first; configurations have it last.
  return { inspect, history: mapLook(history, (value) => listOf(value).toReversed()) };
}

/** Changes the value of a look and leaves absence and refusal as they are. */
export function mapLook<T, R>(look: Look<T>, change: (value: T) => R): Look<R> {
  return 'value' in look ? { value: change(look.value) } : look;
}
