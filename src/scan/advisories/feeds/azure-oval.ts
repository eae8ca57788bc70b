import type { Feed, FeedPart } from '../contract.ts';
import { cveOf, parseOvalRpm } from './oval-rpm.ts';
import { wantsEcosystem } from './wanted.ts';

const id = 'azure-linux-oval';
const releases = [
  'azurelinux-3.0-oval.xml',
  'cbl-mariner-2.0-oval.xml',
  'cbl-mariner-1.0-oval.xml',
];

function ecosystemOf(file: string): string | undefined {
  const release = /(?:azure-?linux|mariner)[a-z-]{0,40}-(\d)(?:\.\d)?-oval/.exec(file)?.[1];
  return release === undefined ? undefined : `Azure Linux:${release}`;
}

/** Azure Linux and CBL-Mariner: one OVAL file for each release, by source package. */
export const azureOval: Feed = {
  id,
  title: 'Azure Linux vulnerability data (OVAL)',
  url: 'https://raw.githubusercontent.com/microsoft/AzureLinuxVulnerabilityData/main/',
  licence: 'MIT',
  ecosystems: ['Azure Linux'],
  parts: (wanted) =>
    releases.flatMap((file): FeedPart[] => {
      const ecosystem = ecosystemOf(file) ?? '';
      return wantsEcosystem(wanted, ecosystem)
        ? [{ name: file, url: file, ecosystems: [ecosystem] }]
        : [];
    }),
  mirror: ['{azure,mariner,azurelinux}/*-oval.xml', '*{azurelinux,azure-linux,mariner}*-oval.xml'],
  partOf: (path) => path.split('/').at(-1) ?? path,
  parse: (document) => {
    const otherwise = ecosystemOf(document.name);
    return parseOvalRpm(document, {
      source: id,
      id: cveOf,
      ecosystems: () => [],
      ...(otherwise === undefined ? {} : { otherwise }),
    });
  },
};
