import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Folders the program keeps things in. */
export interface Folders {
  /** May be deleted at any time: analysed layers, downloaded documents. */
  readonly cache: string;
  /** The advisory database and what it is built from. */
  readonly data: string;
  /** Configuration files, first wins. */
  readonly configuration: readonly string[];
}

/** The folders for this user: XDG base directories (an empty variable counts as absent), or /var for root. `override` is `--cache-dir` and holds both. */
export function standardFolders(
  environment: Readonly<Record<string, string | undefined>>,
  override?: string,
): Folders {
  const home = homeFolder(environment);
  const configuration = [
    'plimsoll.yaml',
    join(environment['XDG_CONFIG_HOME'] || join(home, '.config'), 'plimsoll', 'config.yaml'),
    '/etc/plimsoll/config.yaml',
  ];
  if (override !== undefined) return { cache: override, data: override, configuration };
  const root = isRoot();
  const cache = environment['XDG_CACHE_HOME'] || (root ? '/var/cache' : join(home, '.cache'));
  const data = environment['XDG_DATA_HOME'] || (root ? '/var/lib' : join(home, '.local', 'share'));
  return { cache: join(cache, 'plimsoll'), data: join(data, 'plimsoll'), configuration };
}

/** The user's home folder: `HOME`, or what the system says. */
export function homeFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const home = environment['HOME'];
  return home === undefined || home === '' ? homedir() : home;
}

/** Whether the process runs as root. */
export function isRoot(): boolean {
  try {
    return userInfo().uid === 0;
  } catch {
    return false; // a container user without a passwd entry is not root
  }
}
