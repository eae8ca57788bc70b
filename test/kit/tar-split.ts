import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { TarEntry } from './oci.ts';
import { buildTar } from './oci.ts';

/**
 * The recipe that a daemon keeps of a plain archive made by `buildTar`: JSON lines, contents of
 * files left out.
 */
export function tarSplitOf(tar: Uint8Array): Buffer {
  const bytes = Buffer.from(tar);
  const lines: string[] = [];
  let position = 0;
  const segment = (start: number, end: number): void => {
    const payload = bytes.subarray(start, end).toString('base64');
    lines.push(JSON.stringify({ type: 2, payload, position: position++ }));
  };
  let from = 0;
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0;) {
    const size = Number.parseInt(bytes.toString('latin1', at + 124, at + 135), 8);
    const type = bytes.toString('latin1', at + 156, at + 157);
    const body = at + 512;
    const end = body + Math.ceil(size / 512) * 512;
    if (type === '0' && size > 0) {
      segment(from, body);
      const name = bytes.toString('utf8', at, bytes.indexOf(0, at));
      lines.push(
        JSON.stringify({ type: 1, name, size, payload: 'AAAAAAAAAAA=', position: position++ }),
      );
      from = body + size;
    }
    at = end;
  }
  segment(from, bytes.length);
  return gzipSync(`${lines.join('\n')}\n`);
}

/** Writes a layer as a daemon stores it: the recipe, and a folder with the contents. */
export async function writeStoredLayer(
  folder: string,
  recipe: string,
  entries: readonly TarEntry[],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await mkdir(dirname(recipe), { recursive: true });
  await writeFile(recipe, tarSplitOf(buildTar(entries)));
  for (const entry of entries) {
    const path = join(folder, entry.path);
    if (entry.path.includes('.wh.') || entry.hardlink !== undefined) continue;
    if (entry.path.endsWith('/')) await mkdir(path, { recursive: true });
    else {
      await mkdir(dirname(path), { recursive: true });
      if (entry.symlink === undefined) await writeFile(path, entry.content ?? '');
      else await symlink(entry.symlink, path);
    }
  }
}
