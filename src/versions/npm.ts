import { satisfiesWith } from './range.ts';
import type { VersionScheme } from './scheme.ts';
import { compareSemver, readSemver } from './semver-order.ts';
import type { SemVer } from './semver-order.ts';
import { readSemverRange } from './semver-range.ts';

/** npm packages. A comma is GitHub's advisory syntax, so it brings the advisory reading. */
export const npm: VersionScheme<SemVer> = {
  scheme: 'npm',
  reference: 'node-semver 7; GitHub advisory ranges',
  parse: readSemver,
  compare: compareSemver,
  range: (text) => readSemverRange(text, 'advisory', '='),
  satisfies: satisfiesWith(readSemver, (text) =>
    readSemverRange(text, text.includes(',') ? 'advisory' : 'native', '='),
  ),
};
