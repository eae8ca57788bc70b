import type { LayerRef } from '../../image/contract.ts';
import type { LayerFacts } from '../../image/layer-facts.ts';
import { walkLayer } from '../../image/walk.ts';
import type { Look } from '../../io/look.ts';
import { errorCode } from '../../model/index.ts';
import { isSecretFile } from '../../secrets/index.ts';
import type { ImageContent } from './view.ts';

/** What one path of an image is of interest for. */
interface Marked {
  readonly setuid: boolean;
  readonly ssh: boolean;
  readonly miner: boolean;
}

/** Text of the files of accounts, by path; a later layer replaces them. */
const accountFiles: ReadonlySet<string> = new Set(['etc/passwd', 'etc/group', 'etc/shadow']);

/** Bytes of a file of accounts; larger ones are nobody's. */
const mostAccounts = 4 * 1024 * 1024;

/**
 * What the files of an image show: setuid programs, accounts, SSH servers, credentials, miners.
 * Layers are walked bottom first, and what a later one hides is gone; credentials stay, because
 * whoever may pull the image may read every layer.
 */
export async function imageContent(
  layers: readonly LayerRef[],
  signal?: AbortSignal,
): Promise<Look<ImageContent>> {
  const marked = new Map<string, Marked>();
  const accounts = new Map<string, string>();
  const secrets = new Set<string>();
  try {
    for (const layer of layers) {
      const here = new Map<string, Marked | undefined>();
      const facts = await walkLayer(
        layer,
        {
          wants: (path, { mode, size }) => {
            here.set(path, markOf(path, mode));
            if (size > 0 && isSecretFile(path) && !isOrdinary(path)) secrets.add(path);
            return accountFiles.has(path) && size > 0 && size <= mostAccounts;
          },
          file: (path, _stat, bytes) => {
            accounts.set(path, Buffer.from(bytes).toString('utf8'));
          },
        },
        signal === undefined ? {} : { signal },
      );
      const [problem] = facts.problems;
      if (problem !== undefined) return { unread: problem.code };
      hide(marked, facts, here);
      for (const [path, mark] of here) if (mark !== undefined) marked.set(path, mark);
    }
  } catch (error) {
    if (signal?.aborted === true) throw error;
    return { unread: errorCode(error) };
  }
  return { value: contentOf(marked, accounts, secrets) };
}

function markOf(path: string, mode: number): Marked | undefined {
  const setuid = (mode & 0o6000) !== 0;
  const ssh = sshFiles.test(path);
  const miner = miners.test(path);
  return setuid || ssh || miner ? { setuid, ssh, miner } : undefined;
}

const sshFiles =
  /^(?:usr\/)?(?:local\/)?s?bin\/(?:sshd|dropbear)$|^etc\/ssh\/(?:sshd_config|ssh_host_\w{1,20}_key)$|^etc\/dropbear\/dropbear_\w{1,20}_host_key$/;
const miners = /(?:^|\/)(?:xmrig(?:-notls)?|minerd|cpuminer|kinsing|kdevtmpfsi|nbminer|ethminer)$/;

/** Files that systems have as a matter of course: accounts, and public certificates with the names of keys. */
function isOrdinary(path: string): boolean {
  return /^etc\/g?shadow-?$|^(?:etc|usr)\/(?:share\/)?(?:ssl|ca-certificates|pki)\/|\/(?:certifi|site-packages|dist-packages)\//.test(
    path,
  );
}

/** What this layer takes away or replaces of those below. */
function hide(
  marked: Map<string, Marked>,
  { whiteouts, opaque }: LayerFacts,
  here: ReadonlyMap<string, Marked | undefined>,
): void {
  for (const path of marked.keys()) {
    const below = (folder: string): boolean => path.startsWith(`${folder}/`);
    const gone =
      here.has(path) || whiteouts.some((one) => one === path || below(one)) || opaque.some(below);
    if (gone) marked.delete(path);
  }
}

function contentOf(
  marked: ReadonlyMap<string, Marked>,
  accounts: ReadonlyMap<string, string>,
  secrets: ReadonlySet<string>,
): ImageContent {
  const paths = (wanted: keyof Marked): readonly string[] =>
    [...marked]
      .filter(([, mark]) => mark[wanted])
      .map(([path]) => path)
      .sort();
  const rows = (file: string): readonly (readonly string[])[] =>
    (accounts.get(file) ?? '')
      .split('\n')
      .filter((line) => line.includes(':') && !line.startsWith('#'))
      .map((line) => line.split(':'));
  return {
    setuid: paths('setuid'),
    emptyPasswords: emptyPasswords(rows('etc/passwd'), rows('etc/shadow')),
    duplicates: [
      ...duplicates('user', rows('etc/passwd')),
      ...duplicates('group', rows('etc/group')),
    ],
    sshServer: paths('ssh'),
    secretFiles: [...secrets].sort(),
    miners: paths('miner'),
  };
}

type Rows = readonly (readonly string[])[];

/** An empty second field lets anybody in; `x` in passwd leaves the word to shadow. */
function emptyPasswords(passwd: Rows, shadow: Rows): readonly string[] {
  const open = (rows: Rows): readonly string[] =>
    rows.filter(([, password]) => password === '').map(([name = '']) => name);
  return [...new Set([...open(passwd), ...open(shadow)])].filter((name) => name !== '');
}

/** Names and numbers that stand in several rows. */
function duplicates(kind: string, rows: Rows): readonly string[] {
  const found: string[] = [];
  const names = Map.groupBy(rows, ([name = '']) => name);
  const ids = Map.groupBy(
    rows.filter(([, , id = '']) => id !== ''),
    ([, , id = '']) => id,
  );
  for (const [name, same] of names)
    if (same.length > 1) found.push(`${kind} ${name} stands ${same.length} times`);
  for (const [id, same] of ids) {
    const different = new Set(same.map(([name = '']) => name));
    if (different.size > 1) found.push(`${kind} id ${id}: ${[...different].join(', ')}`);
  }
  return found;
}
