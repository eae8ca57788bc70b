import { ordered } from './range.ts';
import type { VersionScheme } from './scheme.ts';
import { compareSemver, readSemver } from './semver-order.ts';
import type { SemVer } from './semver-order.ts';

/** Releases of Go itself: `go1.21rc2`, `1.22.3`; advisories write bounds such as `9.6.0b1` too. */
const toolchain = /^(?:go)?([0-9]+(?:\.[0-9]+){0,2})(alpha|beta|rc|a|b)([0-9]+)$/;

/** Reads a module version (`v1.2.3`, pseudo-versions, `+incompatible`) or a release of Go. */
function parse(text: string): SemVer | undefined {
  const version = readSemver(text.startsWith('go') ? text.slice(2) : text);
  if (version !== undefined || text.length > 64) return version;
  const release = toolchain.exec(text);
  return release === null ? undefined : readSemver(`${release[1]}-${release[2]}.${release[3]}`);
}

/** Go modules, the standard library and the toolchain. Build metadata (`+incompatible`) is no part of the order. */
export const go: VersionScheme<SemVer> = {
  scheme: 'go',
  aliases: ['golang'],
  reference: 'Go modules reference, versions; golang.org/x/mod/semver; go.dev/doc/toolchain',
  parse,
  compare: compareSemver,
  ...ordered(parse, compareSemver),
};
