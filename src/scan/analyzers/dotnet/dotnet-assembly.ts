import { isAssembly, isPe, parsePe, versionTexts } from '../../../formats/pe.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { baseName } from '../paths.ts';

/** Versions as NuGet writes them, at the start of a text: `8.0.1`, `8.0.0-preview.2`, `1.2.3.4`. */
const nugetVersion = /^v?([0-9]{1,9}(?:\.[0-9]{1,9}){1,3}(?:-[0-9A-Za-z.-]{1,100})?)(?:[+ ,]|$)/;

function read(file: FileReader): AnalyzerResult {
  const texts = versionTexts(file.bytes, parsePe(file.bytes, `"${file.path}"`));
  // The product version is the package's; the file's has the number of the build behind it.
  const version =
    nugetVersion.exec(texts.get('ProductVersion') ?? '')?.[1] ??
    nugetVersion.exec(texts.get('FileVersion') ?? '')?.[1];
  // Of an assembly without a version nobody can say more than that it is there.
  if (version === undefined) return {};
  const name = baseName(file.path).replace(/\.(?:dll|exe)$/i, '');
  const company = texts.get('CompanyName') ?? '';
  return {
    packages: [
      {
        name,
        version,
        type: 'nuget',
        ...(company === '' ? {} : { maintainer: company }),
      },
    ],
  };
}

function wantsHead(head: Uint8Array, path: string): boolean {
  if (!isPe(head)) return false;
  try {
    return isAssembly(parsePe(head, `"${path}"`));
  } catch {
    // Programs of DOS, and of Windows with headers in odd places, are no assemblies.
    return false;
  }
}

/** Assemblies of .NET by the version that their resources tell; the name is the file's, as NuGet packages are named. */
export const dotnetAssembly: FileAnalyzer = {
  id: 'dotnet-assembly',
  version: 1,
  type: 'nuget',
  resultType: 'dotnet-core',
  finds: 'installed',
  files: ['dll', 'DLL', 'Dll', 'exe', 'EXE', 'Exe'].map((end) => `**/*.${end}`),
  wants: (path) => /\.(?:dll|exe)$/i.test(path),
  wantsHead,
  read,
};
