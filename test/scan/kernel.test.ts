import { test } from 'node:test';
import { dotnetAssembly } from '../../src/scan/analyzers/dotnet/dotnet-assembly.ts';
import { kernelModule, linuxKernel } from '../../src/scan/analyzers/os/kernel.ts';
import { requiredPathRows } from '../kit/lockfiles.ts';
import { needsShared } from '../kit/outside.ts';
import { runSuite } from '../kit/suite.ts';

test(
  'suite required paths of kernels and assemblies',
  needsShared('cases/scan/lockfiles'),
  async () => {
    const formats = new Map([
      ['os/kernel/vmlinuz', [linuxKernel]],
      ['os/kernel/module', [kernelModule]],
      ['language/dotnet/dotnetpe', [dotnetAssembly]],
    ]);
    await runSuite('required-paths-kernel', requiredPathRows(formats));
  },
);
