import type { Feed } from '../contract.ts';
import { alpineSecdb } from './alpine-secdb.ts';
import { cve5 } from './cve5.ts';
import { debianLists } from './debian-lists.ts';
import { debianTracker } from './debian-tracker.ts';
import { distroInfo } from './distro-info.ts';
import { endOfLife } from './end-of-life.ts';
import { epss } from './epss.ts';
import { kev } from './kev.ts';
import { nvdOverrides } from './nvd-overrides.ts';
import { nvd } from './nvd.ts';
import { osvEcosystems } from './osv-ecosystems.ts';
import { osvFeed } from './osv.ts';
import { wolfiSecdbs } from './wolfi-secdb.ts';

/** Every feed; a new one is a new file and one line here. */
export const feeds: readonly Feed[] = [
  debianTracker,
  debianLists,
  alpineSecdb,
  ...wolfiSecdbs,
  ...osvEcosystems.map(osvFeed),
  nvd,
  nvdOverrides,
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
