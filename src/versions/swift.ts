import { ordered } from './range.ts';
import type { VersionScheme } from './scheme.ts';
import { compareSemver, readSemver } from './semver-order.ts';
import type { SemVer } from './semver-order.ts';

/** Swift packages: versions are Git tags that are Semantic Versions, with or without `v`. */
export const swift: VersionScheme<SemVer> = {
  scheme: 'swift',
  reference: 'Semantic Versioning 2.0.0; Swift Package Manager, Version',
  parse: readSemver,
  compare: compareSemver,
  ...ordered(readSemver, compareSemver),
};
