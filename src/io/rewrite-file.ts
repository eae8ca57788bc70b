import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorText, limits } from '../model/index.ts';
import { IoError } from './errors.ts';
import { readTextFile } from './text-file.ts';

/**
 * Replaces the text of a file, whole or not at all and with the same permissions, provided it still
 * is what it was.
 * @throws {IoError} IO_WRITE_FAILED when it has changed meanwhile or cannot be written.
 */
export function rewriteTextFile(path: string, before: string, after: string): void {
  const now = readTextFile(path, limits.text_bytes.value);
  if (now !== before) {
    throw new IoError('IO_WRITE_FAILED', {
      en: `Cannot change "${path}": its text is another than the one that was judged, run again`,
      'zh-CN': `无法修改“${path}”：其内容在检查后已变化，请重新运行`,
    });
  }
  const target = realpathSync(path);
  const temporary = join(dirname(target), `.${basename(target)}.plimsoll-new`);
  try {
    const { mode } = statSync(target);
    writeFileSync(temporary, after, { flag: 'wx', mode });
    chmodSync(temporary, mode & 0o7777);
    renameSync(temporary, target);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw new IoError('IO_WRITE_FAILED', `Cannot change "${path}": ${errorText(cause)}`, { cause });
  }
}
