import { purlOf } from '../../../formats/purl.ts';
import type { FoundPackage } from '../contract.ts';

const longest = 1024;

/**
 * A package from a Conan reference, `name/version[@user/channel][#revision][:package_id][%time]`;
 * undefined when it names none. https://docs.conan.io/2/reference. A version in brackets is a range.
 */
export function packageOfReference(reference: string): FoundPackage | undefined {
  if (reference.length > longest) return undefined;
  const [, name = '', version = '', , user = '', channel = ''] =
    /^\s*([\w.+-]+)\/(\[[^\]]*\]|[^\s@#:%]+)(@(?:([^\s/@#:%]*)\/([^\s@#:%]*))?)?/.exec(reference) ??
    [];
  if (name === '' || version === '') return undefined;
  const ranged = version.startsWith('[');
  const exact = ranged ? '' : version;
  // `_/_` is how Conan 1 writes "neither".
  const own = (text: string): string => (text === '_' ? '' : text);
  const qualifiers = { user: own(user), channel: own(channel) };
  return {
    name,
    version: exact,
    type: 'conan',
    ...(ranged ? { requirement: version.slice(1, -1) } : {}),
    ...(qualifiers.user === '' && qualifiers.channel === ''
      ? {}
      : { purl: purlOf({ type: 'conan', name, version: exact, qualifiers }) }),
  };
}
