import { listOf, mapRows, numberOf, objectOf, textOf, textsOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import type { View } from '../contract.ts';
import { factOf } from '../fact.ts';
import type { Fact } from '../fact.ts';

/** A docker daemon: what it says of itself, how it was started, what its files say. */
export interface DaemonView extends View {
  /** True when only a `daemon.json` was given: what it leaves out is then the default. */
  readonly fileOnly: boolean;
  /** Answers of the API: `/info`, `/version`, the network `bridge`. Undefined: nobody asked. */
  readonly info: Fact<JsonObject> | undefined;
  readonly version: Fact<JsonObject> | undefined;
  readonly bridge: Fact<JsonObject> | undefined;
  /** Words of the process that runs. Undefined when the daemon is on another machine. */
  readonly commandLine: Fact<readonly string[]> | undefined;
  readonly filePath: string;
  /** `daemon.json`; absent is what most daemons have. */
  readonly file: Fact<JsonObject> | undefined;
  /** Words of `ExecStart` after all drop-ins, and of `ListenStream`; what the next start will use. */
  readonly unit: Fact<readonly string[]> | undefined;
  readonly sockets: readonly string[];
  /** Addresses of the machine on which something listens: `0.0.0.0:2377`. */
  readonly listeners: Fact<readonly string[]> | undefined;
  readonly containers: Fact<readonly ContainerSummary[]> | undefined;
  readonly images: Fact<readonly ImageSummary[]> | undefined;
  readonly secrets: Fact<number> | undefined;
  /** The text of a `daemon.json` that was given alone. */
  readonly text?: string;
}

/** What rules about the whole daemon need of a container. */
export interface ContainerSummary {
  readonly name: string;
  readonly running: boolean;
  readonly imageId: string;
  readonly volumes: readonly { readonly name: string; readonly writable: boolean }[];
}

/** What rules about the whole daemon need of an image. */
export interface ImageSummary {
  readonly id: string;
  readonly tags: readonly string[];
  readonly size: number;
}

const parts: readonly string[] = [
  'info',
  'version',
  'commandLine',
  'file',
  'unit',
  'containers',
  'images',
  'listeners',
];

/**
 * Reads a daemon from JSON that a stranger may have written: its parts as the collectors gather
 * them, or the text of a `daemon.json` alone. Undefined when it is no object.
 */
export function daemonView(json: unknown, path: string, text?: string): DaemonView | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const fields = objectOf(json);
  const fileOnly = !parts.some((part) => isFact(fields[part]));
  const outer: JsonObject = fileOnly ? { file: { value: fields } } : fields;
  const object = (value: unknown): JsonObject | undefined =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? objectOf(value)
      : undefined;
  const words = (value: unknown): readonly string[] | undefined =>
    Array.isArray(value) ? listOf(value).filter((word) => typeof word === 'string') : undefined;
  return {
    subject: fileOnly ? path : 'docker daemon',
    fileOnly,
    info: factOf(outer['info'], object),
    version: factOf(outer['version'], object),
    bridge: factOf(outer['bridge'], object),
    commandLine: factOf(outer['commandLine'], words),
    filePath: fileOnly ? path : (textOf(outer['filePath']) ?? '/etc/docker/daemon.json'),
    file: factOf(outer['file'], object),
    unit: factOf(outer['unit'], words),
    sockets: textsOf(outer['sockets']),
    listeners: factOf(outer['listeners'], words),
    containers: factOf(outer['containers'], containersOf),
    images: factOf(outer['images'], imagesOf),
    secrets: factOf(outer['secrets'], numberOf),
    ...(fileOnly && text !== undefined && { text }),
  };
}

/** Keys of `daemon.json` never hold such an object, so parts cannot be taken for settings. */
function isFact(value: unknown): boolean {
  const fields = objectOf(value);
  return 'value' in fields || 'absent' in fields || 'unread' in fields;
}

/** Answers of `/containers/json?all=1`, each row as it came. */
function containersOf(json: unknown): readonly ContainerSummary[] | undefined {
  return mapRows(json, (row) => ({
    name: (textsOf(row['Names'])[0] ?? textOf(row['Id'])?.slice(0, 12) ?? '').replace(/^\//, ''),
    running: textOf(row['State']) === 'running',
    imageId: textOf(row['ImageID']) ?? '',
    volumes: listOf(row['Mounts'])
      .map(objectOf)
      .filter((mount) => mount['Type'] === 'volume')
      .map((mount) => ({ name: textOf(mount['Name']) ?? '', writable: mount['RW'] !== false })),
  }));
}

/** Answers of `/images/json`. */
function imagesOf(json: unknown): readonly ImageSummary[] | undefined {
  return mapRows(json, (row) => {
    const tags = textsOf(row['RepoTags']).filter((tag) => tag !== '<none>:<none>');
    return { id: textOf(row['Id']) ?? '', tags, size: numberOf(row['Size']) ?? 0 };
  });
}
