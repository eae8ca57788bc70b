import type { Package } from '../../model/index.ts';

/**
 * Packages that are built from the kernel's source but carry only its headers: the source-package
 * rule gives them every fault of the kernel, and none of that code is in them.
 */
const headers: readonly RegExp[] = [
  /^linux-libc-dev(-[a-z0-9]+-cross)?$/,
  /^linux-headers(-.+)?$/s,
  /^linux-[a-z0-9.+-]+-headers(-.+)?$/s,
  /^kernel-headers$/,
  /^kernel-(.+-)?devel$/,
];

/** True for a package of kernel headers whose advisories are those of the kernel itself. */
export function isKernelHeaders(pkg: Package): boolean {
  const source = pkg.source?.name ?? pkg.name;
  if (!/^(linux|kernel)(-|$)/.test(source)) return false;
  return headers.some((pattern) => pattern.test(pkg.name));
}
