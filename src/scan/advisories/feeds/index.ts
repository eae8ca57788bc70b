import type { Feed } from '../contract.ts';
import { almaErrata } from './alma-errata.ts';
import { alpineSecdb } from './alpine-secdb.ts';
import { amazonUpdateinfo } from './amazon.ts';
import { azureOval } from './azure-oval.ts';
import { archTracker } from './arch-tracker.ts';
import { cve5 } from './cve5.ts';
import { debianLists } from './debian-lists.ts';
import { debianTracker } from './debian-tracker.ts';
import { distroInfo } from './distro-info.ts';
import { endOfLife } from './end-of-life.ts';
import { epss } from './epss.ts';
import { fedoraUpdateinfo } from './fedora.ts';
import { friendsOfPhp } from './friends-of-php.ts';
import { kev } from './kev.ts';
import { nodejsCore } from './nodejs-core.ts';
import { npmAdvisories } from './npm-advisories.ts';
import { nvdOverrides } from './nvd-overrides.ts';
import { nvd } from './nvd.ts';
import { oracleOval } from './oracle-oval.ts';
import { osvEcosystems } from './osv-ecosystems.ts';
import { osvFeed } from './osv.ts';
import { ubuntuNotices } from './ubuntu-notices.ts';
import { ubuntuTracker } from './ubuntu-tracker.ts';
import { retirejs } from './retirejs.ts';
import { wolfiAdvisories } from './wolfi-advisories.ts';
import { wolfiSecdbs } from './wolfi-secdb.ts';
import { photonCve } from './photon.ts';
import { redhatVex } from './redhat-vex.ts';
import { suseOval } from './suse-oval.ts';
import { rubyAdvisoryDb } from './ruby-advisory-db.ts';

/** Every feed; a new one is a new file and one line here. */
export const feeds: readonly Feed[] = [
  debianTracker,
  debianLists,
  ubuntuTracker,
  ubuntuNotices,
  alpineSecdb,
  wolfiAdvisories,
  archTracker,
  ...wolfiSecdbs,
  redhatVex,
  almaErrata,
  oracleOval,
  suseOval,
  azureOval,
  amazonUpdateinfo,
  fedoraUpdateinfo,
  photonCve,
  ...osvEcosystems.map(osvFeed),
  npmAdvisories,
  retirejs,
  nvd,
  nvdOverrides,
  nodejsCore,
  friendsOfPhp,
  rubyAdvisoryDb,
  kev,
  epss,
  cve5,
  endOfLife,
  distroInfo,
];

/** The feed of that id, or undefined. */
export function feedOf(id: string): Feed | undefined {
  return feeds.find((feed) => feed.id === id);
}
