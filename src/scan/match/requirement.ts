/**
 * Lowest version that a requirement allows (`>=3.0,<4` gives `3.0`), or undefined when it names no
 * lower bound. Of alternatives (`||`) the first stands. Exclusive bounds give the bound itself: the
 * version is used to look for faults, and erring towards more of them is what is asked for.
 */
export function minimumOf(requirement: string): string | undefined {
  const alternative = requirement.slice(0, 1000).split('||', 1)[0] ?? '';
  for (const clause of alternative.split(',')) {
    const match = /^\s*(?:(?:===|==|>=|~=|~>|\^|~|>|=)\s*)?v?(\d[^\s,;]*)/.exec(clause);
    const version = match?.[1];
    if (version === undefined) continue;
    return version.endsWith('.*') ? `${version.slice(0, -2)}.0` : version;
  }
  return undefined;
}
