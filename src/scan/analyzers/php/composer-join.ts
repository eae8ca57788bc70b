import { textsOf } from '../../../formats/json-values.ts';
import type { AnalyzerResult, Join } from '../contract.ts';
import { neighbourJoin } from '../neighbours.ts';
import type { Neighbours } from '../neighbours.ts';

/** The lockfile does not say what the project asked for itself; the composer.json beside it does. */
function completeLock(result: AnalyzerResult, { beside }: Neighbours): AnalyzerResult {
  const manifest = beside('composer-json');
  if (manifest === undefined) return result;
  const direct = new Set(textsOf(manifest['requires']));
  return {
    ...result,
    packages: (result.packages ?? []).map((found) => ({
      ...found,
      relationship: direct.has(found.name.toLowerCase()) ? 'direct' : 'indirect',
    })),
  };
}

/** With a lockfile beside it a manifest only says what is direct; without one it is all there is. */
function completeManifest(result: AnalyzerResult, { beside }: Neighbours): AnalyzerResult {
  if (beside('composer-lock') === undefined) return result;
  const { packages: _locked, ...rest } = result;
  return rest;
}

/** composer.lock and composer.json of one folder. */
export const composerJoin: Join = neighbourJoin(
  'composer',
  new Map([
    ['composer-lock', completeLock],
    ['composer-json', completeManifest],
  ]),
);
