/** The library: everything a program needs to scan and to judge. */
export * from './model/index.ts';
export { scan } from './tasks/library.ts';
export type { ScanSettings, ScanTarget } from './tasks/library.ts';
export { check } from './tasks/check.ts';
export type { CheckSettings, CheckTarget } from './tasks/check.ts';
export { match } from './tasks/match.ts';
export type { MatchOptions, MatchSettings, PackageInput } from './tasks/match.ts';
export type { Scanner } from './tasks/scanners.ts';
export { compareVersions, satisfies } from './versions/index.ts';
