import { metricTable, weightTable } from './cvss-vector.ts';
import type { CvssMetrics, CvssScope, CvssVersion } from './cvss-vector.ts';

const weights = weightTable(
  'AV L=0.395 A=0.646 N=1; AC H=0.35 M=0.61 L=0.71; Au M=0.45 S=0.56 N=0.704;' +
    'C N=0 P=0.275 C=0.66; I N=0 P=0.275 C=0.66; A N=0 P=0.275 C=0.66;' +
    'E U=0.85 POC=0.9 F=0.95 H=1 ND=1; RL OF=0.87 TF=0.9 W=0.95 U=1 ND=1;' +
    'RC UC=0.9 UR=0.95 C=1 ND=1; CDP N=0 L=0.1 LM=0.3 MH=0.4 H=0.5 ND=0;' +
    'TD N=0 L=0.25 M=0.75 H=1 ND=1; CR L=0.5 M=1 H=1.51 ND=1;' +
    'IR L=0.5 M=1 H=1.51 ND=1; AR L=0.5 M=1 H=1.51 ND=1',
);

const environment = ['CDP', 'TD', 'CR', 'IR', 'AR'];

/** CVSS v2: https://www.first.org/cvss/v2/guide section 3.2. */
export const cvssV2: CvssVersion = {
  base: metricTable('AV L A N; AC H M L; Au M S N; C N P C; I N P C; A N P C'),
  optional: metricTable(
    'E U POC F H ND; RL OF TF W U ND; RC UC UR C ND; CDP N L LM MH H ND; TD N L M H ND;' +
      'CR L M H ND; IR L M H ND; AR L M H ND',
  ),
  score,
};

function score(metrics: CvssMetrics, scope: CvssScope): number {
  const environmental =
    scope === 'all' && environment.some((metric) => (metrics.get(metric) ?? 'ND') !== 'ND');
  const weight = (metric: string): number =>
    weights.get(`${metric}:${metrics.get(metric) ?? 'ND'}`) ?? 0;
  const demand = (metric: string): number => (environmental ? weight(metric) : 1);
  const loss =
    1 -
    (1 - weight('C') * demand('CR')) *
      (1 - weight('I') * demand('IR')) *
      (1 - weight('A') * demand('AR'));
  // Only the adjusted impact is bounded: the plain one of C:C/I:C/A:C is 10.0008.
  const impact = environmental ? Math.min(10, 10.41 * loss) : 10.41 * loss;
  const exploitability = 20 * weight('AV') * weight('AC') * weight('Au');
  const factor = impact === 0 ? 0 : 1.176;
  const base = round((0.6 * impact + 0.4 * exploitability - 1.5) * factor);
  if (scope === 'base') return base;
  const temporal = round(base * weight('E') * weight('RL') * weight('RC'));
  return Math.max(0, round((temporal + (10 - temporal) * weight('CDP')) * weight('TD')));
}

function round(value: number): number {
  return Math.round(value * 10 + 1e-9) / 10;
}
