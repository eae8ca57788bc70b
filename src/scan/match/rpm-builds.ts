/**
 * What the version of an RPM tells about how it was built, beyond its order. Builds of different
 * kinds are not held against one another: their numbers grow independently.
 */

/** `ksplice` and `fips` builds of Oracle: `2:1.1.1g-15.ksplice1.el8_3`, `10:3.6.16-4.0.1.el8_fips`. */
export function flavourOf(evr: string): 'ksplice' | 'fips' | undefined {
  if (/\.ksplice\d{0,4}(?:\.|$)/.test(evr)) return 'ksplice';
  return /_fips(?:[._]|$)/.test(evr) ? 'fips' : undefined;
}

/**
 * The minor release that Red Hat and its rebuilders made a build for after that release was out:
 * `7.76.1-23.el9_2.4` is `9.2`, `14.18.2-2.module+el8.4.0+13643` is `8.4`. Undefined for builds of
 * the main line, `7.76.1-26.el9`.
 */
export function minorOf(evr: string): string | undefined {
  const [, major, minor] = /\.el(\d{1,2})_(\d{1,2})(?:[._]|$)/.exec(evr) ?? [];
  if (major !== undefined) return `${major}.${minor}`;
  const [, module, stage] = /\.module[+_]el(\d{1,2})\.(\d{1,2})\./.exec(evr) ?? [];
  return module === undefined ? undefined : `${module}.${stage}`;
}
