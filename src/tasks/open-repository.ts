import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ImageError } from '../image/errors.ts';
import { refuseOffline } from '../image/offline.ts';
import { kindOf } from '../io/files.ts';
import { cloneTree, shownRepository } from '../io/git.ts';
import type { Environment } from '../io/http-agents.ts';
import { imageNote } from '../image/notes.ts';
import { openFolder } from './open-folder.ts';
import type { ScanSubject } from './scan.ts';

/** Which repository, and which state of it. */
export interface RepositoryRequest {
  /** A folder, an address, or `host/path` of a repository served over https. */
  readonly reference: string;
  /** A branch or tag. */
  readonly name?: string | undefined;
  readonly commit?: string | undefined;
  /** True refuses whatever is not a folder. */
  readonly offline?: boolean;
  readonly environment: Environment;
  readonly signal?: AbortSignal;
}

/**
 * Opens a git repository as a source tree. A folder is taken as it lies there; anything else is
 * fetched by the system's git into a temporary folder that goes with `close`.
 * @throws {ImageError} REPOSITORY_REFERENCE for what is no folder and no address. @throws {IoError} GIT_FAILED
 */
export async function openRepository(
  request: RepositoryRequest,
): Promise<ScanSubject & { readonly close: () => Promise<void> }> {
  const { reference, name, commit, environment, signal } = request;
  if (kindOf(reference) !== undefined && name === undefined && commit === undefined) {
    return { ...openFolder(reference, 'lockfile'), close: async () => {} };
  }
  const url = addressOf(reference);
  if (!url.startsWith('file:')) refuseOffline(request.offline, `fetch "${shownRepository(url)}"`);
  for (const [what, value] of [
    ['branch or tag', name],
    ['commit', commit],
  ] as const) {
    const good =
      what === 'commit' ? /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/ : /^[A-Za-z0-9_][\w./+@-]{0,254}$/;
    if (value !== undefined && !good.test(value)) throw badReference(value, `a ${what}`);
  }
  const tree = await cloneTree({
    url,
    environment,
    signal,
    ...(name === undefined ? {} : { name }),
    ...(commit === undefined ? {} : { commit }),
  });
  try {
    const subject = openFolder(tree.path, 'lockfile');
    const notes = [imageNote('image.repository', { commit: tree.commit })];
    if (kindOf(join(tree.path, '.gitmodules')) === 'file') {
      notes.push(imageNote('image.repositorySubmodules'));
    }
    return {
      ...subject,
      subject: { kind: 'filesystem', name: shownRepository(url) },
      image: { ...subject.image, notes: [...subject.image.notes, ...notes] },
      close: () => Promise.resolve(tree.remove()),
    };
  } catch (error) {
    tree.remove();
    throw error;
  }
}

/** Addresses that git is given: it takes more, and some of that runs commands (`ext::`). */
function addressOf(reference: string): string {
  if (/^(?:https?|ssh|git):\/\/[^\s-]\S*$/i.test(reference)) return reference;
  if (kindOf(reference) === 'directory') return pathToFileURL(resolve(reference)).href;
  if (/^[\w.-]+@[\w.-]+:[\w./~+-]+$/.test(reference) && !reference.startsWith('-'))
    return reference;
  if (/^[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+(?::\d+)?\/[\w./~+-]+$/i.test(reference)) {
    return `https://${reference}`;
  }
  throw badReference(reference, 'a folder, or an address with https, http, ssh or git');
}

function badReference(value: string, wanted: string): ImageError {
  return new ImageError('REPOSITORY_REFERENCE', {
    en: `Cannot open the repository "${shownRepository(value)}": found neither a folder nor an address, wanted ${wanted}`,
    'zh-CN': `无法打开仓库“${shownRepository(value)}”：它既不是目录也不是地址，应为目录，或 https、http、ssh、git 地址`,
  });
}
