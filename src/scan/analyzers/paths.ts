const slash = 0x2f;

/** Whether the last part of a path is `name`. */
export function hasBaseName(path: string, name: string): boolean {
  const before = path.length - name.length - 1;
  return path.endsWith(name) && (before === -1 || path.charCodeAt(before) === slash);
}

/** Whether a folder called `folder` is above the file, anywhere. */
export function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`) || path.includes(`/${folder}/`);
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
