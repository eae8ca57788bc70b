import { join } from 'node:path';

import type { Clock } from '../io/clock.ts';
import type { Folders } from '../io/folders.ts';
import { splitReference } from '../image/reference-path.ts';
import { createHttpClient } from '../io/http.ts';
import { isFile } from '../io/text-file.ts';
import { distroOf } from '../model/index.ts';
import type { OperatingSystem } from '../model/index.ts';
import { ecosystemsAsked } from '../scan/match/targets.ts';
import { updateDatabase } from '../scan/advisories/update.ts';
import type { UpdateProgress, UpdateSummary } from '../scan/advisories/update.ts';
import { databaseFolder } from './clean.ts';
import { chooseFeeds } from './build-database.ts';
import { openImage } from './open-image.ts';
import { scanSubject } from './scan.ts';
import { memoryDatabase } from '../scan/advisories/memory.ts';

export type { FeedUpdate, UpdateProgress, UpdateSummary } from '../scan/advisories/update.ts';

/** What to refresh. */
export interface UpdateRequest {
  readonly folders: Folders;
  /** Path of the database. */
  readonly out: string;
  /** Ids of feeds; empty for all. */
  readonly feeds: readonly string[];
  /** Images whose feeds are wanted; empty for all feeds. */
  readonly images: readonly string[];
  /** Another address or a folder that holds all feeds under their upstream names. */
  readonly from: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: (progress: UpdateProgress) => void;
}

/** Refreshes the feeds wanted and builds the database anew when anything changed. */
export async function refreshDatabase(request: UpdateRequest): Promise<UpdateSummary> {
  const { folders, out, clock, signal, progress, environment, from } = request;
  const wanted = request.images.length === 0 ? undefined : await ecosystemsOf(request);
  const chosen = chooseFeeds(request.feeds);
  const http = createHttpClient({ environment });
  try {
    return await updateDatabase({
      store: join(databaseFolder(folders), 'feeds'),
      request: http.request,
      out,
      clock,
      signal,
      progress,
      ...(request.feeds.length === 0 ? {} : { only: request.feeds }),
      ...(wanted === undefined ? {} : { wanted }),
      ...(from === undefined
        ? {}
        : { locations: Object.fromEntries(chosen.map(({ id }) => [id, from])) }),
    });
  } finally {
    http.close();
  }
}

/** The ecosystems that the packages of the images belong to, as advisories name them. */
async function ecosystemsOf(request: UpdateRequest): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const reference of request.images) {
    const named = isImageFile(reference) ? { input: reference } : { reference };
    const image = await openImage({ ...named, signal: request.signal });
    try {
      const subject = { kind: 'image', name: reference, image: image.subject } as const;
      const report = await scanSubject(
        { subject, profile: 'installed', image },
        {
          database: memoryDatabase({ advisories: [] }),
          clock: request.clock,
          signal: request.signal,
        },
      );
      for (const name of ecosystemsOfSystem(report.os)) found.add(name);
      for (const pkg of report.packages) {
        for (const name of ecosystemsAsked(pkg)) found.add(name);
      }
    } finally {
      await image.close();
    }
  }
  return [...found];
}

/** Where a system's own advisories are, and those of the distribution that it rebuilds. */
function ecosystemsOfSystem(os: OperatingSystem | undefined): readonly string[] {
  const distro = os === undefined ? undefined : distroOf(os.id);
  if (os === undefined || distro === undefined) return [];
  return [distro.advisories(os), distro.disclosures?.(os)].filter((name) => name !== undefined);
}

/** A report of `--input FILE` names the file, and its advice to run `--for FILE` has to hold. */
function isImageFile(reference: string): boolean {
  const path = splitReference(reference)?.path;
  return path !== undefined && (isFile(path) || isFile(join(path, 'oci-layout')));
}
