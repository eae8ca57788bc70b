import { lines } from '../../../formats/text.ts';
import type { FileAnalyzer } from '../contract.ts';

const infoFolder = 'var/lib/dpkg/info/';
const statusFolder = 'var/lib/dpkg/status.d/';

/** `libc6:amd64.list` -> `libc6`, `amd64`. */
function ownerOf(path: string): { package: string; arch?: string } {
  const base = path.slice(path.lastIndexOf('/') + 1, path.lastIndexOf('.'));
  const [name = base, arch] = base.split(':');
  return arch === undefined ? { package: name } : { package: name, arch };
}

/** Paths of a `.list` file: one absolute path a line, folders included. */
function listed(text: string): string[] {
  const paths: string[] = [];
  for (const { text: line } of lines(text)) {
    if (line.startsWith('/') && line !== '/.') paths.push(line.slice(1));
  }
  return paths;
}

/** Paths of an `.md5sums` file: 32 hexadecimal digits, two spaces, a path relative to the root. */
function summed(text: string): string[] {
  const paths: string[] = [];
  for (const { text: line } of lines(text)) {
    if (line.length > 34 && line.charCodeAt(32) === 0x20) {
      const path = line.slice(34);
      paths.push(path.startsWith('./') ? path.slice(2) : path);
    }
  }
  return paths;
}

/**
 * Which files came with which Debian package: `info/*.list`, and the checksum lists that distroless
 * images keep instead. `info/*.md5sums` repeats what `.list` says and is left unread.
 */
export const dpkgFiles: FileAnalyzer = {
  id: 'dpkg-files',
  version: 1,
  type: 'deb',
  finds: 'installed',
  files: [`${infoFolder}*.list`, `${statusFolder}*.md5sums`],
  wants: (path) =>
    (path.endsWith('.list') && path.startsWith(infoFolder)) ||
    (path.endsWith('.md5sums') && path.startsWith(statusFolder)),
  read: (file) => {
    const paths = file.path.endsWith('.list') ? listed(file.text()) : summed(file.text());
    return { owned: [{ ...ownerOf(file.path), paths }] };
  },
};
