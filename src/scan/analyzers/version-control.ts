import { purlOf } from '../../formats/purl.ts';
import type { FoundPackage } from './contract.ts';

/** Where the content of a package is from. */
interface Origin {
  readonly url: string;
  /** Empty when the lockfile does not say. */
  readonly commit: string;
  /** Only where the lockfile tells one beside the commit. */
  readonly version?: string;
}

/**
 * A package that a lockfile takes from a repository instead of a registry: the commit is known, a
 * version mostly is not, so advisories cannot be compared with it; its package URL says where it is from.
 */
export function fromRepository(
  type: string,
  name: string,
  { url, commit, version = '' }: Origin,
): FoundPackage {
  const at = commit === '' ? '' : `@${commit}`;
  return {
    name,
    version,
    type,
    purl: purlOf({ type, name, version, qualifiers: { vcs_url: `git+${url}${at}` } }),
    ...(commit === '' ? {} : { qualifiers: { commit } }),
  };
}
