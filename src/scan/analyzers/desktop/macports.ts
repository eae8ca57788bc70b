import type { FileAnalyzer } from '../contract.ts';

/** `registry/portfiles/libtool-2.5.4_0/<digest>-<size>/Portfile`: name, version and revision of a port. */
const place =
  /\/var\/macports\/registry\/portfiles\/([^/]+)-([^/_-]+)_([^/_]+)\/(?![0-9]+-)[^/][^/-]*-[^/]+\/Portfile$/;

/** What MacPorts has installed; a Portfile is a program, so only its folder's name is read. */
export const macports: FileAnalyzer = {
  id: 'macports',
  version: 1,
  type: 'macports',
  finds: 'installed',
  files: ['**/var/macports/registry/portfiles/*-*_*/*-*/Portfile'],
  wants: (path) => path.endsWith('/Portfile') && place.test(`/${path}`),
  read: ({ path }) => {
    const [, name, version, revision] = place.exec(`/${path}`) ?? [];
    if (name === undefined || version === undefined || revision === undefined) return {};
    const qualifiers = revision === '0' ? {} : { qualifiers: { revision } };
    return { packages: [{ name, version, type: 'macports', ...qualifiers }] };
  },
};
