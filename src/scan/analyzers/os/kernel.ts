import { isElf } from '../../../formats/elf.ts';
import { kernelRelease, moduleInfo } from '../../../formats/linux-kernel.ts';
import type { AnalyzerResult, FileAnalyzer, FoundPackage } from '../contract.ts';

function kernel(release: string): FoundPackage {
  // NVD knows upstream's releases; what distributions put behind them is their own.
  const upstream = /^[0-9.]*[0-9]/.exec(release)?.[0] ?? release;
  return {
    name: 'linux-kernel',
    version: release,
    type: 'generic',
    cpes: [`cpe:2.3:o:linux:linux_kernel:${upstream}:*:*:*:*:*:*:*`],
  };
}

/** Kernels that lie in an image, by the release in their boot header. */
export const linuxKernel: FileAnalyzer = {
  id: 'linux-kernel',
  version: 1,
  type: 'generic',
  resultType: 'binary',
  finds: 'installed',
  files: ['boot/**vmlinuz-*', 'lib/modules/*/vmlinuz', 'usr/lib/modules/*/vmlinuz'],
  wants: (path) =>
    /^boot\/(?:.*\/)?vmlinuz-[^/]+$/.test(path) ||
    /^(?:usr\/)?lib\/modules\/[^/]+\/vmlinuz$/.test(path),
  yieldsToOwner: true,
  read: ({ bytes }): AnalyzerResult => {
    const release = kernelRelease(bytes);
    return release === undefined ? {} : { packages: [kernel(release)] };
  },
};

/**
 * Kernel modules that did not come with a kernel (drivers of vendors, DKMS). Modules of the kernel's
 * own source are part of it and have no version of their own.
 */
export const kernelModule: FileAnalyzer = {
  id: 'kernel-module',
  version: 1,
  type: 'generic',
  resultType: 'binary',
  finds: 'installed',
  files: ['**/*.ko'],
  wants: (path) => path.endsWith('.ko') && !path.endsWith('/.ko'),
  wantsHead: isElf,
  yieldsToOwner: true,
  read: ({ path, bytes }): AnalyzerResult => {
    const facts = moduleInfo(bytes, `"${path}"`);
    const name = facts?.get('name');
    if (facts === undefined || name === undefined || facts.get('intree') === 'Y') return {};
    const licence = facts.get('license');
    const maintainer = facts.get('author');
    return {
      packages: [
        {
          name,
          version: facts.get('version') ?? '',
          type: 'generic',
          ...(licence === undefined ? {} : { licenses: [licence] }),
          ...(maintainer === undefined ? {} : { maintainer }),
        },
      ],
    };
  },
};
