import type { Feed, FeedPart } from '../contract.ts';
import { cveOf, parseOvalRpm } from './oval-rpm.ts';
import { wantsEcosystem } from './wanted.ts';

const id = 'suse-oval';

/** Files with the ecosystems that they answer for; those of a whole release hold all its service packs. */
const files: readonly { readonly name: string; readonly ecosystems: RegExp }[] = [
  ...['11', '12', '15', '16'].map((release) => ({
    name: `suse.linux.enterprise.${release}-affected`,
    ecosystems: new RegExp(`^SUSE:Linux Enterprise (?!Micro)\\D*${release}\\b`),
  })),
  {
    name: 'suse.linux.enterprise.micro.5-affected',
    ecosystems: /^SUSE:Linux Enterprise Micro 5\b/,
  },
  { name: 'suse.linux.micro.6-affected', ecosystems: /^SUSE:Linux Micro 6\b/ },
  ...['15.3', '15.4', '15.5', '15.6', '16.0'].map((release) => ({
    name: `opensuse.leap.${release}-affected`,
    ecosystems: new RegExp(`^openSUSE:Leap ${release.replace('.', '\\.')}$`),
  })),
  { name: 'opensuse.tumbleweed', ecosystems: /^openSUSE:Tumbleweed$/ },
];

/**
 * SUSE Linux Enterprise and openSUSE: OVAL by CVE, with what is fixed, open and not affected;
 * https://www.suse.com/support/security/oval/.
 */
export const suseOval: Feed = {
  id,
  title: 'SUSE security data (OVAL)',
  url: 'https://ftp.suse.com/pub/projects/security/oval/',
  licence: 'CC-BY-4.0',
  ecosystems: ['SUSE', 'openSUSE'],
  parts: (wanted) =>
    files
      .filter(({ ecosystems }) => {
        const family = String(ecosystems).includes('openSUSE') ? 'openSUSE' : 'SUSE';
        return wantsEcosystem(wanted, family) || (wanted ?? []).some((one) => ecosystems.test(one));
      })
      .map(({ name }): FeedPart => ({
        name: `${name}.xml.gz`,
        url: `${name}.xml.gz`,
        ecosystems: [name.startsWith('open') ? 'openSUSE' : 'SUSE'],
      })),
  mirror: [
    '{suse,suse/oval}/{suse,opensuse}*-affected.xml.gz',
    '{suse,suse/oval}/opensuse*.xml.gz',
    '{suse,opensuse}*-affected.xml.gz',
  ],
  partOf: (path) => path.split('/').at(-1) ?? path,
  parse: (document) =>
    parseOvalRpm(document, { source: id, id: cveOf, ecosystems: suseEcosystems }),
};

/**
 * `SUSE Linux Enterprise Server 15 SP3-LTSS` -> `SUSE:Linux Enterprise Server 15 SP3`: what the long
 * support of a release fixes is open in the release itself. SUSE's other products give none.
 */
export function suseEcosystems(platform: string): readonly string[] {
  const name = platform.replace(/-(?:LTSS|ESPOS)(?:-[\w-]{1,20})?( Extended Security)?$/, '');
  const [, open] = /^openSUSE ((?:Leap|Leap Micro) [\d.]{1,8}|Tumbleweed)$/.exec(name) ?? [];
  if (open !== undefined) return [`openSUSE:${open}`];
  const [, rest] =
    /^SUSE (Linux (?:Enterprise )?(?:Server|Desktop|Micro|High Performance Computing)(?: for SAP Applications)? [\d.]{1,6}(?: SP\d)?)$/.exec(
      name,
    ) ?? [];
  return rest === undefined ? [] : [`SUSE:${rest}`];
}
