/** The nouns that every room speaks. The public entry `plimsoll/model`. */
export * from './advisory.ts';
export type { FileMark, MarkedFile, MarkKind } from './content.ts';
export type { Distro, ExtendedSupport } from './distro.ts';
export { debianCodenames, ubuntuCodenames, ubuntuEcosystem } from './deb-distros.ts';
export * from './distros.ts';
export * from './ecosystems.ts';
export * from './error.ts';
export * from './finding.ts';
export * from './limits.ts';
export * from './location.ts';
export * from './package.ts';
export * from './report.ts';
export * from './severity.ts';
export * from './subject.ts';
export * from './verdict.ts';
