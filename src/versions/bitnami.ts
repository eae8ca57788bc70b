import { compareGeneric, parseGeneric } from './generic.ts';
import type { GenericVersion } from './generic.ts';
import { ordered } from './range.ts';
import { maxVersionLength } from './scheme.ts';
import type { VersionScheme } from './scheme.ts';

/** Drops the revision of the packaging, `-4` of 1.2.3-4: the advisories know upstream versions only. */
function parse(text: string): GenericVersion | undefined {
  if (text.length > maxVersionLength) return undefined;
  return parseGeneric(text.replace(/-[0-9]+\s*$/, ''));
}

/** Components of Bitnami images. */
export const bitnami: VersionScheme<GenericVersion> = {
  scheme: 'bitnami',
  reference: 'bitnami/vulndb; Semantic Versioning 2.0.0 with a revision',
  parse,
  compare: compareGeneric,
  ...ordered(parse, compareGeneric),
};
