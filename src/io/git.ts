import { join } from 'node:path';

import { printable } from '../model/index.ts';
import { removeTree } from './artifact.ts';
import { IoError } from './errors.ts';
import type { Environment } from './http-agents.ts';
import { runProgram } from './run-program.ts';
import { temporaryFolder } from './spool.ts';

/** A repository to fetch, and which state of it. */
export interface CloneRequest {
  readonly url: string;
  /** A branch or tag; undefined takes the repository's own default. */
  readonly name?: string;
  /** A whole commit id; wins over `name`. */
  readonly commit?: string;
  readonly environment: Environment;
  readonly signal?: AbortSignal | undefined;
}

/** Files of one state of a repository, without its history. */
export interface ClonedTree {
  readonly path: string;
  readonly commit: string;
  readonly remove: () => void;
}

/**
 * Settings for every call: a repository, and whoever serves it, is a stranger. No hook, filter,
 * template or setting of the user or the system takes part, nothing asks for a password, and only
 * these protocols are spoken (git-config(1) protocol.allow; `ext::` runs commands).
 */
const settings: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'init.templateDir=',
  'init.defaultBranch=main',
  'advice.detachedHead=false',
  'protocol.allow=never',
  'protocol.https.allow=always',
  'protocol.http.allow=always',
  'protocol.ssh.allow=always',
  'protocol.git.allow=always',
  'protocol.file.allow=always',
  'transfer.fsckObjects=true',
  'submodule.recurse=false',
].flatMap((setting) => ['-c', setting]);

const longest = 15 * 60_000;

/**
 * Fetches one state of a repository with the system's git into a temporary folder.
 * @throws {IoError} GIT_FAILED with git's own words, IO_PROGRAM_FAILED when there is no git.
 */
export async function cloneTree(request: CloneRequest): Promise<ClonedTree> {
  const { url, name, commit } = request;
  const folder = temporaryFolder(request.environment);
  const git = (...given: readonly string[]): Promise<string> => runGit(request, folder.path, given);
  try {
    await git('init', '--quiet', '.');
    // A commit, branch or tag by its name; never an option, for nothing begins with a dash here.
    await git('fetch', '--quiet', '--depth=1', '--no-tags', '--', url, commit ?? name ?? 'HEAD');
    await git('checkout', '--quiet', '--detach', 'FETCH_HEAD');
    const found = (await git('rev-parse', 'HEAD')).trim();
    removeTree(join(folder.path, '.git'));
    return { path: folder.path, commit: found, remove: folder.remove };
  } catch (error) {
    folder.remove();
    throw error;
  }
}

async function runGit(
  { url, environment, signal }: CloneRequest,
  folder: string,
  given: readonly string[],
): Promise<string> {
  const { exitCode, output, errors } = await runProgram({
    program: 'git',
    arguments: ['-C', folder, ...settings, ...given],
    input: '',
    timeout: longest,
    maxBytes: 65_536,
    keepErrors: true,
    environment: {
      ...environment,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_ATTR_NOSYSTEM: '1',
      GIT_TERMINAL_PROMPT: '0',
      GIT_ASKPASS: '/bin/false',
      GIT_LFS_SKIP_SMUDGE: '1',
      GIT_DIR: join(folder, '.git'),
      GIT_WORK_TREE: folder,
      LC_ALL: 'C',
    },
    signal,
  });
  if (exitCode === 0) return output;
  const shown = shownRepository(url);
  const words = errors.replaceAll(url, shown).trim().replaceAll(/\s+/g, ' ').slice(0, 300);
  throw new IoError(
    'GIT_FAILED',
    `Cannot fetch "${shown}" with git: ${printable(words) || `exit code ${exitCode}`}, expected a repository that can be read`,
  );
}

/** The address without what may be a password in it. */
export function shownRepository(url: string): string {
  return printable(url.replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1').slice(0, 300));
}
