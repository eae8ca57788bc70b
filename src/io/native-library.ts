import { realpathSync } from 'node:fs';
import type * as Ffi from 'node:ffi';

/** A loaded library, or why there is none. */
export type NativeLibrary =
  | {
      readonly ffi: typeof Ffi;
      readonly library: Ffi.DynamicLibrary;
      /** The file behind the name, with the version that most systems write into it. */
      readonly path: string;
    }
  | { readonly reason: string };

/**
 * Where a Linux system keeps its libraries, by architecture of Node. Only root writes there, unlike
 * the places of LD_LIBRARY_PATH, one empty part of which is the working folder.
 */
const systemFolders: Readonly<Partial<Record<NodeJS.Architecture, readonly string[]>>> = {
  x64: ['/usr/lib/x86_64-linux-gnu', '/usr/lib64', '/usr/lib'],
  arm64: ['/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib'],
};

/**
 * Loads a library of the system by its soname through `node:ffi`, which Node has from 26 on and may
 * still change. Never throws. Nothing of what is loaded may see a file name of a scanned subject.
 */
export function openNativeLibrary(soname: string): NativeLibrary {
  const folders = process.platform === 'linux' ? systemFolders[process.arch] : undefined;
  if (folders === undefined) {
    return { reason: `libraries are not looked for on ${process.platform} ${process.arch}` };
  }
  try {
    const ffi = withoutWarning(
      () => process.getBuiltinModule('node:ffi') as typeof Ffi | undefined,
    );
    if (ffi === undefined) return { reason: `Node ${process.version} has no node:ffi` };
    const path = folders.map((folder) => realPath(`${folder}/${soname}`)).find((one) => one !== '');
    if (path === undefined) return { reason: `${soname} is in none of ${folders.join(', ')}` };
    return { ffi, library: new ffi.DynamicLibrary(path), path };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return '';
  }
}

/** Node warns of an experiment once, when the module is first loaded; whoever asked for it knows. */
function withoutWarning<T>(load: () => T): T {
  const emit: unknown = Reflect.get(process, 'emitWarning');
  process.emitWarning = () => undefined;
  try {
    return load();
  } finally {
    Reflect.set(process, 'emitWarning', emit);
  }
}
