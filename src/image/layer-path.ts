/** Parts that normalising has to look at: empty, `.` and `..`. */
const odd = /(?:^|\/)\.{0,2}(?:\/|$)/;

/**
 * The path of an archive member inside the image: no leading slash or `./`, no empty, `.` or `..`
 * parts; empty for the root. Undefined when it climbs out of the root: a hostile archive's try to
 * reach the host, which must not become a path inside.
 */
export function normalisePath(path: string): string | undefined {
  let start = 0;
  // Nearly every archive writes either "./usr/bin" or "usr/bin".
  if (path.startsWith('./')) start = 2;
  else if (path.startsWith('/')) start = 1;
  let end = path.length;
  if (end > start && path.endsWith('/')) end -= 1;
  const plain = start === 0 && end === path.length ? path : path.slice(start, end);
  if (plain === '' || !odd.test(plain)) return plain;
  const parts: string[] = [];
  for (const part of plain.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** The folder of a path; empty for what lies in the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
