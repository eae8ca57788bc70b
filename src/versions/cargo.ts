import { satisfiesWith } from './range.ts';
import type { VersionScheme } from './scheme.ts';
import { compareSemver, readSemver } from './semver-order.ts';
import type { SemVer } from './semver-order.ts';
import { readSemverRange } from './semver-range.ts';

/** Rust crates: a bare version in a requirement means `^`, commas are Cargo's own. */
export const cargo: VersionScheme<SemVer> = {
  scheme: 'cargo',
  reference: 'Semantic Versioning 2.0.0; Cargo book, specifying dependencies',
  parse: readSemver,
  compare: compareSemver,
  range: (text) => readSemverRange(text, 'advisory', '^'),
  satisfies: satisfiesWith(readSemver, (text) => readSemverRange(text, 'native', '^')),
};
