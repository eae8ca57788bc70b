/** Ecosystem of advisories that name products instead of packages; their names are `vendor:product`. */
export const cpeEcosystem = 'CPE';

/** Names longer than this are no package names (npm stops at 214, Maven coordinates stay below 300). */
export const longestName = 1024;

/**
 * A package name as advisories and packages are joined by: PyPI by PEP 503 (runs of `-_.` are one
 * `-`, lower case), NuGet, Packagist and GitHub
 * without case (none knows any), Swift by the address of the repository, everything else as it is.
 */
export function packageName(ecosystem: string, name: string): string {
  const family = ecosystem.split(':', 1)[0];
  if (family === 'PyPI') return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
  if (family === 'NuGet' || family === 'Packagist') return name.toLowerCase();
  // The marketplace writes `publisher.name` and knows no case either, some records `publisher/name`.
  if (family === 'VSCode') return name.toLowerCase().replace('/', '.');
  // The address of a repository, which some records write with its scheme; hosts know no case.
  if (family === 'SwiftURL') {
    return name
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .replace(/\.git$/, '');
  }
  if (family === 'GitHub Actions') return name.toLowerCase();
  return name;
}
