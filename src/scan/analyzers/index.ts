import { apk } from './apk.ts';
import type { FileAnalyzer, FileStat } from './contract.ts';
import { compileDispatcher } from './dispatch.ts';
import { dpkgFiles } from './dpkg-files.ts';
import { dpkg, opkg } from './dpkg.ts';
import { os } from './os.ts';

export { fileReader } from './file-reader.ts';

/** Every file analyzer; a new one is a new file and one line here. */
export const analyzers: readonly FileAnalyzer[] = [os, dpkg, dpkgFiles, opkg, apk];

/** The analyzers that want a file; called for every file of an image. */
export const wantedBy: (path: string, stat: FileStat) => readonly FileAnalyzer[] =
  compileDispatcher(analyzers);
