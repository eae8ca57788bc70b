import { posix } from 'node:path';
import { itemsOf, member, membersOf } from './part.ts';
import type { Mapping } from './part.ts';
import type { ReadFile } from './load.ts';

/** Names under which compose finds a project by itself, the first that is there wins. */
const mainNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
/** Files that compose lays over it by itself, the first that is there. */
const overrideNames = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
];

/** Files that make up one project. */
export interface FileSet {
  readonly paths: readonly string[];
  /** The file that lies over a base which is judged by itself. */
  readonly over: string | undefined;
}

/**
 * Which of the given files make a project together: the usual name with its override; a file
 * `compose.NAME.yaml` lies over `compose.yaml`, unless each of its services says itself what it runs;
 * all else stands alone.
 */
export function fileSets(
  paths: readonly string[],
  there: ReadFile,
  standsAlone: (path: string) => boolean,
): readonly FileSet[] {
  const sets = new Map<string, FileSet>();
  const add = (set: FileSet): void => {
    sets.set(set.paths.join('\0'), set);
  };
  const given = new Set(paths);
  const exists = (path: string): boolean => given.has(path) || there(path) !== undefined;
  for (const path of paths) {
    const folder = posix.dirname(path);
    const name = posix.basename(path);
    const sibling = (other: string): string => posix.join(folder, other);
    const main = mainNames.map(sibling).find(exists);
    const override = overrideNames.map(sibling).find(exists);
    const isOverride = overrideNames.includes(name);
    if (main !== undefined && (path === main || path === override)) {
      add({ paths: override === undefined ? [main] : [main, override], over: undefined });
      continue;
    }
    const base = isOverride ? main : baseOf(name).map(sibling).find(exists);
    if (base === undefined || (!isOverride && standsAlone(path)))
      add({ paths: [path], over: undefined });
    else add({ paths: [base, path], over: path });
  }
  return [...sets.values()];
}

/** Names of the file that `compose.prod.yaml` or `docker-compose-prod.yml` may lie over. */
function baseOf(name: string): readonly string[] {
  const [, stem] = /^((?:docker-)?compose)[._-].+\.ya?ml$/i.exec(name) ?? [];
  return stem === undefined ? [] : [`${stem}.yaml`, `${stem}.yml`, ...mainNames];
}

/** Whether each service of a file says itself what it runs. */
export function saysWhatItRuns(root: Mapping): boolean {
  const services = membersOf(member(root, 'services'));
  return services.every(([, service]) =>
    ['image', 'build', 'extends', 'provider'].some(
      (key) => itemsOf(member(service, key)).length > 0,
    ),
  );
}
