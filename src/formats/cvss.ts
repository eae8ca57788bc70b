import type { Severity, SeverityStatement } from '../model/index.ts';
import { cvssV2 } from './cvss-v2.ts';
import { cvssV30, cvssV31 } from './cvss-v3.ts';
import { cvssV4 } from './cvss-v4.ts';
import { readMetrics } from './cvss-vector.ts';
import type { CvssScope, CvssVersion } from './cvss-vector.ts';

/** Version and score (0.0 to 10.0, one decimal) of a vector. */
export type CvssScore = Pick<NonNullable<SeverityStatement['cvss']>, 'version' | 'score'>;

/** The longest possible vector, version 4.0 with every metric, has 219 characters. */
const maxVectorLength = 512;

const versions: ReadonlyMap<CvssScore['version'], CvssVersion> = new Map([
  ['2.0', cvssV2],
  ['3.0', cvssV30],
  ['3.1', cvssV31],
  ['4.0', cvssV4],
]);

/**
 * Base score of a CVSS vector: what the fault itself is worth. Version 2 vectors have no prefix
 * and may stand in parentheses. Undefined when the text is no complete vector of versions 2.0,
 * 3.0, 3.1 or 4.0.
 */
export function cvssBase(vector: string): CvssScore | undefined {
  return scoreOf(vector, 'base');
}

/** Score with every metric that the vector has, threat and environment included. Undefined as for `cvssBase`. */
export function cvssOverall(vector: string): CvssScore | undefined {
  return scoreOf(vector, 'all');
}

function scoreOf(vector: string, scope: CvssScope): CvssScore | undefined {
  if (vector.length > maxVectorLength) return undefined;
  const text = vector.trim();
  const prefix = /^CVSS:([0-9.]+)\//.exec(text);
  const version = versionNamed(prefix?.[1] ?? '2.0');
  const formula = version === undefined ? undefined : versions.get(version);
  if (version === undefined || formula === undefined) return undefined;
  const bare =
    prefix === null ? text.replace(/^\(([^()]*)\)$/, '$1') : text.slice(prefix[0].length);
  const metrics = readMetrics(bare.endsWith('/') ? bare.slice(0, -1) : bare, formula);
  return metrics === undefined ? undefined : { version, score: formula.score(metrics, scope) };
}

function versionNamed(name: string): CvssScore['version'] | undefined {
  return [...versions.keys()].find((version) => version === name);
}

/**
 * The word of a score: bands of v3.1 section 5 and v4.0 section 6; NVD's bands for version 2,
 * which has no `critical`. A score of 0 from version 3 on says "none", for which we have `unknown`.
 */
export function severityOfScore({ version, score }: CvssScore): Severity {
  if (score >= 9 && version !== '2.0') return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 || version === '2.0' ? 'low' : 'unknown';
}
