import type { Feed } from '../contract.ts';
import { parseOvalRpm, referenceId } from './oval-rpm.ts';

const id = 'oracle-oval';
const name = 'com.oracle.elsa-all.xml.bz2';

/**
 * Oracle Linux errata (ELSA) of all releases; https://linux.oracle.com/security/. Builds of other
 * flavours (Ksplice, FIPS) are told by their version, see `match/flavours.ts`.
 */
export const oracleOval: Feed = {
  id,
  title: 'Oracle Linux errata (OVAL)',
  url: 'https://linux.oracle.com/security/oval/',
  licence: 'none stated',
  ecosystems: ['Oracle Linux'],
  parts: () => [{ name, url: name, ecosystems: ['Oracle Linux'] }],
  mirror: [`{oracle,oracle/linux}/${name}`, name],
  partOf: () => name,
  parse: (document) =>
    parseOvalRpm(document, {
      source: id,
      id: (definition) => referenceId(definition, /\bELSA-\d{4}-\d{3,6}\b/),
      ecosystems: (platform) => {
        const [, release] = /^Oracle Linux (\d{1,2})\b/.exec(platform) ?? [];
        return release === undefined ? [] : [`Oracle Linux:${release}`];
      },
    }),
};
