import { metricTable, weightTable } from './cvss-vector.ts';
import type { CvssMetrics, CvssScope, CvssVersion } from './cvss-vector.ts';

const weights = weightTable(
  'AV N=0.85 A=0.62 L=0.55 P=0.2; AC L=0.77 H=0.44; PR N=0.85 L=0.62 H=0.27; UI N=0.85 R=0.62;' +
    'C H=0.56 L=0.22 N=0; I H=0.56 L=0.22 N=0; A H=0.56 L=0.22 N=0;' +
    'E X=1 H=1 F=0.97 P=0.94 U=0.91; RL X=1 U=1 W=0.97 T=0.96 O=0.95; RC X=1 C=1 R=0.96 U=0.92;' +
    'CR X=1 L=0.5 M=1 H=1.5; IR X=1 L=0.5 M=1 H=1.5; AR X=1 L=0.5 M=1 H=1.5',
);
/** Privileges weigh more when the scope changes. */
const changedPrivileges: ReadonlyMap<string, number> = new Map([
  ['N', 0.85],
  ['L', 0.68],
  ['H', 0.5],
]);

const base = metricTable('AV N A L P; AC L H; PR N L H; UI N R; S U C; C H L N; I H L N; A H L N');
const optional = metricTable(
  'E X H F P U; RL X U W T O; RC X C R U; CR X L M H; IR X L M H; AR X L M H; MAV X N A L P;' +
    'MAC X L H; MPR X N L H; MUI X N R; MS X U C; MC X H L N; MI X H L N; MA X H L N',
);

/** CVSS v3.0: https://www.first.org/cvss/v3.0/specification-document section 8. */
export const cvssV30: CvssVersion = {
  base,
  optional,
  score: (metrics, scope) => score(metrics, scope, (loss) => 3.25 * (loss - 0.02) ** 15),
};

/** CVSS v3.1: the same but for the impact with environmental metrics (section 7.3). */
export const cvssV31: CvssVersion = {
  base,
  optional,
  score: (metrics, scope) => score(metrics, scope, (loss) => 3.25 * (loss * 0.9731 - 0.02) ** 13),
};

function score(
  metrics: CvssMetrics,
  scope: CvssScope,
  environmentalTail: (loss: number) => number,
): number {
  const environmental = scope === 'all' && [...metrics].some(isEnvironmental);
  const value = (metric: string): string => {
    const modified = environmental ? (metrics.get(`M${metric}`) ?? 'X') : 'X';
    return modified === 'X' ? (metrics.get(metric) ?? 'X') : modified;
  };
  const weight = (metric: string): number => weights.get(`${metric}:${value(metric)}`) ?? 0;
  const demand = (metric: string): number => (environmental ? weight(metric) : 1);
  const changed = value('S') === 'C';
  const loss =
    1 -
    (1 - weight('C') * demand('CR')) *
      (1 - weight('I') * demand('IR')) *
      (1 - weight('A') * demand('AR'));
  const bounded = environmental ? Math.min(loss, 0.915) : loss;
  const tail = environmental ? environmentalTail(bounded) : 3.25 * (bounded - 0.02) ** 15;
  const impact = changed ? 7.52 * (bounded - 0.029) - tail : 6.42 * bounded;
  if (impact <= 0) return 0;
  const privileges = changed ? (changedPrivileges.get(value('PR')) ?? 0) : weight('PR');
  const exploitability = 8.22 * weight('AV') * weight('AC') * privileges * weight('UI');
  const fault = roundUp(Math.min((changed ? 1.08 : 1) * (impact + exploitability), 10));
  return scope === 'base' ? fault : roundUp(fault * weight('E') * weight('RL') * weight('RC'));
}

/** True for a metric of the environmental group that says something; `X` leaves the score to the others. */
function isEnvironmental([metric, value]: readonly [string, string]): boolean {
  const demand = metric === 'CR' || metric === 'IR' || metric === 'AR';
  return value !== 'X' && (demand || metric.startsWith('M'));
}

/** Smallest number with one decimal that is not below `value`; whole numbers keep binary fractions out (v3.1 appendix A). */
function roundUp(value: number): number {
  const whole = Math.round(value * 100_000);
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10;
}
