import type { RunResult } from '../check/contract.ts';
import { whyUnread } from '../check/fact.ts';
import { collectHost } from '../check/host/collect.ts';
import type { CollectedHost } from '../check/host/collect.ts';
import { isLocal } from '../check/host/collect-machine.ts';
import { foldPrivileged, joinLayers } from '../check/host/join.ts';
import { families } from '../check/index.ts';
import type { OpenImage } from '../image/contract.ts';
import { makeDockerSource } from '../image/docker.ts';
import { dockerEndpoint } from '../image/docker-endpoint.ts';
import { refuseOffline } from '../image/offline.ts';
import { homeFolder } from '../io/folders.ts';
import { request } from '../io/http.ts';
import { isSuperuser } from '../io/look.ts';
import type { Look } from '../io/look.ts';
import { errorCode } from '../model/index.ts';
import type { Report, ReportError, ReportNote } from '../model/index.ts';
import { reportOf, wantedStandards } from './check-files.ts';
import { filled, problemText } from '../check/words.ts';

/** How a machine is judged. */
export interface HostOptions {
  readonly standards?: readonly string[];
  /** Ids of rules that are asked too whatever the standards say. */
  readonly include?: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  /** Compare running containers with their images. */
  readonly changes: boolean;
  /** Walk the layers of the images that containers use. */
  readonly imageFiles?: boolean;
  /** True asks no daemon on another machine. */
  readonly offline?: boolean;
  readonly signal?: AbortSignal;
}

/** A report on a machine, and how much was looked at. */
export interface HostReport {
  readonly report: Report;
  readonly host: Pick<CollectedHost, 'name' | 'version' | 'containers' | 'images'>;
}

/**
 * Judges the docker daemon, its containers, networks and images, and the machine around them. What
 * could not be asked makes the report partial; a daemon that does not answer is one error, and the
 * machine is judged all the same.
 * @throws {ImageError} DAEMON_ADDRESS for an address that is none
 */
export async function checkHost(options: HostOptions): Promise<HostReport> {
  const wanted = await wantedStandards(options);
  const endpoint = dockerEndpoint(options.environment);
  const far = endpoint.socketPath === undefined && !isLocal(endpoint);
  refuseOffline(far && options.offline === true, `ask the docker daemon at "${endpoint.name}"`);
  const collected = await collectHost({
    endpoint,
    http: { request },
    environment: options.environment,
    home: homeFolder(options.environment),
    now: options.now.getTime(),
    changes: options.changes,
    ...(options.imageFiles === true ? { content: contentOf(options) } : {}),
    signal: options.signal,
  });
  const runs = new Map<string, RunResult>();
  for (const row of families) {
    const files = collected.documents.get(row.id) ?? [];
    if (files.length === 0) continue;
    const family = await row.load();
    const around = { read: () => undefined, list: () => [] };
    const wants = (rule: Parameters<(typeof wanted)[number]['has']>[0]): boolean =>
      wanted.some(({ has }) => has(rule));
    runs.set(row.id, family.run({ files, around, wants }));
  }
  const report = reportOf(
    joined(runs, collected),
    { kind: 'host', name: collected.name },
    options.now,
  );
  const errors = [...problems(collected, endpoint.name), ...remaining(report.errors, collected)];
  return {
    report: {
      ...report,
      status: errors.length === 0 ? 'complete' : 'partial',
      scanners: options.imageFiles === true ? ['misconfig', 'secret'] : ['misconfig'],
      errors,
      notes: [...report.notes, ...rightsNote()],
    },
    host: collected,
  };
}

/** What the files of an image show. The code that reads layers is loaded only for this. */
async function contentIn(
  image: OpenImage,
  signal: AbortSignal | undefined,
): Promise<Look<unknown>> {
  try {
    const { inventoryOf } = await import('./look-inside.ts');
    const how = signal === undefined ? {} : { signal };
    const looked = { layers: image.layers, profile: 'installed' } as const;
    const { inventory } = await inventoryOf(looked, how, undefined);
    const [problem] = inventory.errors;
    return problem === undefined ? { value: inventory.marked } : { unread: problem.code };
  } finally {
    await image.close();
  }
}

/** Opens each image that a container uses and looks at its files. */
function contentOf(options: HostOptions) {
  const source = makeDockerSource({ http: { request }, environment: () => options.environment });
  const { signal } = options;
  return async (ids: readonly string[]): Promise<ReadonlyMap<string, Look<unknown>>> => {
    const found = new Map<string, Look<unknown>>();
    for (const id of ids) {
      try {
        const image = await source.open(id, signal === undefined ? {} : { signal });
        if (image === undefined) continue;
        found.set(id, await contentIn(image, signal));
      } catch (error) {
        if (signal?.aborted === true) throw error;
        found.set(id, { unread: errorCode(error) });
      }
    }
    return found;
  };
}

function joined(
  runs: ReadonlyMap<string, RunResult>,
  { users }: CollectedHost,
): readonly RunResult[] {
  const image = runs.get('image-config');
  const container = runs.get('container');
  if (image === undefined || container === undefined) return [...runs.values()];
  const rest = [...runs].filter(([id]) => id !== 'image-config' && id !== 'container');
  return [...joinLayers(image, foldPrivileged(container), users), ...rest.map(([, run]) => run)];
}

function problems(collected: CollectedHost, endpoint: string): readonly ReportError[] {
  const text = {
    en: 'Cannot ask the docker daemon at "{endpoint}" for "{what}": {why}, wanted an answer',
    'zh-CN': '无法向“{endpoint}”处的 Docker 守护进程查询 "{what}"：{why}',
  };
  return collected.problems.map(({ what, code }) => ({
    code: 'CHECK_NO_ANSWER',
    ...problemText(filled(text, { endpoint, what, why: whyUnread(code) })),
  }));
}

/** When the daemon itself did not answer, each question that it left open is not an error more. */
function remaining(
  errors: readonly ReportError[],
  { problems: asked, version }: CollectedHost,
): readonly ReportError[] {
  const [first] = asked;
  if (first === undefined || version !== '') return errors;
  return errors.filter(
    ({ text }) =>
      !text.startsWith('Cannot judge "docker daemon"') && !text.endsWith(whyUnread(first.code).en),
  );
}

/** Whoever is not root cannot see it all: said once, whatever the rules say of it. */
function rightsNote(): readonly ReportNote[] {
  if (isSuperuser()) return [];
  const text =
    'Not run as root: files, audit rules and the firewall of the machine may be out of sight';
  return [{ id: 'check.host-rights', params: {}, text }];
}
