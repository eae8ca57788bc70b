import type { AnalyzerResult, Join } from '../contract.ts';
import { neighbourJoin, withDirect, withoutPackages } from '../neighbours.ts';
import type { Neighbours } from '../neighbours.ts';

/** The lockfile does not say what the project asked for itself; the composer.json beside it does. */
function completeLock(result: AnalyzerResult, { beside }: Neighbours): AnalyzerResult {
  const manifest = beside('composer-json');
  return manifest === undefined ? result : withDirect(result, manifest);
}

/** With a lockfile beside it a manifest only says what is direct; without one it is all there is. */
function completeManifest(result: AnalyzerResult, { beside }: Neighbours): AnalyzerResult {
  return beside('composer-lock') === undefined ? result : withoutPackages(result);
}

/** composer.lock and composer.json of one folder. */
export const composerJoin: Join = neighbourJoin(
  'composer',
  new Map([
    ['composer-lock', completeLock],
    ['composer-json', completeManifest],
  ]),
);
