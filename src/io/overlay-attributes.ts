import { spawnSync } from 'node:child_process';

/** Folders asked of one tar process, so that its answer stays below some 60 MB. */
const atOnce = 20_000;

/**
 * The extended attributes `*.overlay.*` of folders, as a pax archive without content, or undefined
 * when this machine's tar cannot tell. Node has no call for extended attributes; GNU tar, which
 * every Debian and Red Hat system has, writes them into headers. `folders` are relative to `root`.
 */
export function readOverlayAttributes(
  root: string,
  folders: readonly string[],
): Buffer | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; at < folders.length; at += atOnce) {
    // "./" keeps names that begin with a dash from being options.
    const names = folders.slice(at, at + atOnce).map((folder) => `./${folder}\0`);
    const done = spawnSync(
      'tar',
      [
        '--create',
        '--file=-',
        '--format=posix',
        '--xattrs',
        '--xattrs-include=*.overlay.*',
        '--pax-option=delete=atime,delete=ctime,delete=mtime',
        '--no-recursion',
        '--null',
        `--directory=${root}`,
        '--files-from=-',
      ],
      {
        input: names.join(''),
        maxBuffer: 2 ** 28,
        timeout: 120_000,
        stdio: ['pipe', 'pipe', 'ignore'],
        env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
      },
    );
    if (done.status !== 0) return undefined;
    parts.push(done.stdout);
  }
  return Buffer.concat(parts);
}
