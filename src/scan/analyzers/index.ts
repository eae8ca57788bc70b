import { apk } from './apk.ts';
import type { FileAnalyzer, FileStat } from './contract.ts';
import { compileDispatcher } from './dispatch.ts';
import { dpkgFiles } from './dpkg-files.ts';
import { dpkg, opkg } from './dpkg.ts';
import { npmLock } from './npm-lock.ts';
import { os } from './os.ts';
import { packageJson } from './package-json.ts';
import { pdm } from './pdm.ts';
import { pipfile } from './pipfile.ts';
import { poetry } from './poetry.ts';
import { pylock } from './pylock.ts';
import { pythonArchive, pythonMetadata } from './python-metadata.ts';
import { pythonRequirements } from './python-requirements.ts';
import { rpm, rpmLog, rpmManifest } from './rpm.ts';
import { uv } from './uv.ts';

export { fileReader } from './file-reader.ts';

/** Every file analyzer; a new one is a new file and one line here. */
export const analyzers: readonly FileAnalyzer[] = [
  os,
  dpkg,
  dpkgFiles,
  opkg,
  apk,
  rpm,
  rpmLog,
  rpmManifest,
  npmLock,
  packageJson,
  pythonMetadata,
  pythonArchive,
  pythonRequirements,
  poetry,
  uv,
  pipfile,
  pylock,
  pdm,
];

/** The analyzers that want a file; called for every file of an image. */
export const wantedBy: (path: string, stat: FileStat) => readonly FileAnalyzer[] =
  compileDispatcher(analyzers);
