import { metricTable } from './cvss-vector.ts';
import type { CvssMetrics, CvssScope, CvssVersion } from './cvss-vector.ts';

/**
 * CVSS v4.0: https://www.first.org/cvss/v4.0/specification-document section 8. A vector falls into
 * a class (macro vector) of five digits and one that hangs on the third; every class has a score
 * that experts gave it, and a vector lies between its class and the next lower ones.
 */
export const cvssV4: CvssVersion = {
  base: metricTable(
    'AV N A L P; AC L H; AT N P; PR N L H; UI N P A; VC H L N; VI H L N; VA H L N;' +
      'SC H L N; SI H L N; SA H L N',
  ),
  optional: metricTable(
    'E X A P U; CR X H M L; IR X H M L; AR X H M L; MAV X N A L P; MAC X L H; MAT X N P;' +
      'MPR X N L H; MUI X N P A; MVC X H L N; MVI X H L N; MVA X H L N; MSC X H L N;' +
      'MSI X S H L N; MSA X S H L N; S X N P; AU X N Y; R X A U I; V X D C; RE X L M H;' +
      'U X Clear Green Amber Red',
  ),
  score,
};

/** Digits of a class: EQ1 to EQ5 and EQ6. */
interface Class {
  readonly eq1: number;
  readonly eq2: number;
  readonly eq3: number;
  readonly eq4: number;
  readonly eq5: number;
  readonly eq6: number;
}

/** Scores of the classes: by EQ1, EQ2, EQ3, EQ6, then nine numbers for EQ4 and EQ5 (00, 01, 02, 10 …). */
const classScores: ReadonlyMap<string, readonly number[]> = new Map([
  ['0000', [10, 9.8, 9.5, 10, 9.3, 9.1, 9.3, 8.9, 8.1]],
  ['0001', [9.9, 9.5, 9.2, 9.6, 8.7, 8.1, 9, 8, 6.8]],
  ['0010', [9.8, 9.5, 9, 9.3, 8.9, 8.1, 8.8, 7.8, 6.9]],
  ['0011', [9.5, 9.2, 8.4, 9.2, 8.1, 6.5, 8, 7, 4.8]],
  ['0021', [9.2, 8.2, 7.2, 7.9, 6.9, 5, 6.9, 5.5, 2.7]],
  ['0100', [9.9, 9.5, 9.2, 9.5, 9, 8.4, 9.2, 8.2, 7.2]],
  ['0101', [9.7, 9.2, 8.5, 9.1, 8.3, 7.1, 8.1, 7.1, 5.3]],
  ['0110', [9.5, 9.2, 8.5, 9.2, 8, 7, 8.4, 7.1, 5]],
  ['0111', [9.3, 8.5, 7.3, 8.2, 7.2, 5.9, 7, 5.2, 3]],
  ['0121', [8.6, 7.5, 5.2, 7.1, 5.2, 2.9, 6.3, 2.9, 1.7]],
  ['1000', [9.8, 9.4, 9.1, 9.4, 8.6, 7.7, 8.7, 7.4, 6.3]],
  ['1001', [9.5, 8.7, 8.1, 8.9, 7.4, 6.4, 7.5, 6.3, 4.9]],
  ['1010', [9.4, 8.8, 7.6, 8.6, 7.4, 5.9, 7.2, 5.7, 5.2]],
  ['1011', [8.9, 7.7, 6.7, 7.6, 5.8, 5, 5.7, 5.2, 2.5]],
  ['1021', [8.3, 7, 5.4, 6.5, 5.8, 2.6, 5.3, 2.1, 1.3]],
  ['1100', [9.5, 8.8, 7.6, 9, 7.5, 6.1, 7.7, 6.8, 5.2]],
  ['1101', [9, 7.6, 7, 7.7, 6.2, 5.3, 6.6, 5.9, 3]],
  ['1110', [8.9, 7.6, 6.2, 7.4, 5.7, 4.7, 6.1, 5.7, 2.4]],
  ['1111', [7.8, 6.7, 5.8, 5.9, 5.7, 2.3, 5.2, 2.9, 1.6]],
  ['1121', [7.1, 5.9, 3, 5.8, 2.6, 1.5, 2.3, 1.3, 0.6]],
  ['2000', [9.3, 8.6, 7.5, 8.6, 7.4, 5.6, 7, 5.2, 4]],
  ['2001', [8.7, 7.2, 5.8, 7.4, 6.1, 3.4, 5.4, 4, 2.2]],
  ['2010', [8.5, 7.4, 6.2, 7.2, 5.5, 4.6, 5.3, 3.4, 1.9]],
  ['2011', [7.5, 5.5, 5.1, 5.7, 4.1, 1.9, 3.6, 1.9, 0.8]],
  ['2021', [6.4, 5.1, 2, 4.7, 2.1, 1.1, 2.4, 0.9, 0.4]],
  ['2100', [8.8, 7.3, 6, 7.3, 5.9, 4.1, 5.4, 4.5, 2]],
  ['2101', [7.5, 5.3, 5, 5.5, 4, 2, 4.3, 2.2, 1.1]],
  ['2110', [7.5, 5.8, 4, 6.1, 4.8, 2, 4.6, 1.7, 0.8]],
  ['2111', [5.5, 4.5, 2.1, 5.1, 1.8, 0.9, 1.8, 0.7, 0.2]],
  ['2121', [5.3, 2.4, 1.4, 2.4, 1.2, 0.5, 1, 0.3, 0.1]],
]);

/** Values of each metric from the most severe to the least: the distance of two values is the difference of places. */
const ladders: ReadonlyMap<string, string> = new Map([
  ['AV', 'NALP'],
  ['AC', 'LH'],
  ['AT', 'NP'],
  ['PR', 'NLH'],
  ['UI', 'NPA'],
  ['VC', 'HLN'],
  ['VI', 'HLN'],
  ['VA', 'HLN'],
  ['SC', 'SHLN'],
  ['SI', 'SHLN'],
  ['SA', 'SHLN'],
  ['CR', 'HML'],
  ['IR', 'HML'],
  ['AR', 'HML'],
]);

/** One digit of a class: how many steps deep it is, and its most severe members, values in the order of `metrics`. */
interface Depth {
  readonly metrics: readonly string[];
  readonly steps: number;
  readonly highest: readonly string[];
}

const eq1Metrics = ['AV', 'PR', 'UI'];
const eq2Metrics = ['AC', 'AT'];
const eq36Metrics = ['VC', 'VI', 'VA', 'CR', 'IR', 'AR'];
const eq4Metrics = ['SC', 'SI', 'SA'];

const eq1Depths: readonly Depth[] = [
  { metrics: eq1Metrics, steps: 1, highest: ['NNN'] },
  { metrics: eq1Metrics, steps: 4, highest: ['ANN', 'NLN', 'NNP'] },
  { metrics: eq1Metrics, steps: 5, highest: ['PNN', 'ALP'] },
];
const eq2Depths: readonly Depth[] = [
  { metrics: eq2Metrics, steps: 1, highest: ['LN'] },
  { metrics: eq2Metrics, steps: 2, highest: ['HN', 'LP'] },
];
const eq36Depths: ReadonlyMap<string, Depth> = new Map([
  ['00', { metrics: eq36Metrics, steps: 7, highest: ['HHHHHH'] }],
  ['01', { metrics: eq36Metrics, steps: 6, highest: ['HHLMMH', 'HHHMMM'] }],
  ['10', { metrics: eq36Metrics, steps: 8, highest: ['LHHHHH', 'HLHHHH'] }],
  [
    '11',
    {
      metrics: eq36Metrics,
      steps: 8,
      highest: ['LHLHMH', 'LHHHMM', 'HLHMHM', 'HLLMHH', 'LLHHHM'],
    },
  ],
  ['21', { metrics: eq36Metrics, steps: 10, highest: ['LLLHHH'] }],
]);
const eq4Depths: readonly Depth[] = [
  { metrics: eq4Metrics, steps: 6, highest: ['HSS'] },
  { metrics: eq4Metrics, steps: 5, highest: ['HHH'] },
  { metrics: eq4Metrics, steps: 4, highest: ['LLL'] },
];

type Value = (metric: string) => string;

function score(metrics: CvssMetrics, scope: CvssScope): number {
  const value = valueReader(metrics, scope);
  const impacts = ['VC', 'VI', 'VA', 'SC', 'SI', 'SA'];
  if (impacts.every((metric) => value(metric) === 'N')) return 0;
  const found = classOf(value);
  const top = scoreOf(found) ?? 0;
  const drops = dropsOf(found, top, value);
  const mean = drops.length === 0 ? 0 : drops.reduce((sum, drop) => sum + drop, 0) / drops.length;
  return Math.round((Math.min(10, Math.max(0, top - mean)) + 1e-6) * 10) / 10;
}

/** Value of a metric with its modified form and its default: an exploit exists, everything matters. */
function valueReader(metrics: CvssMetrics, scope: CvssScope): Value {
  return (metric) => {
    const modified = scope === 'all' ? (metrics.get(`M${metric}`) ?? 'X') : 'X';
    if (modified !== 'X') return modified;
    const given = scope === 'all' || cvssV4.base.has(metric) ? metrics.get(metric) : undefined;
    if (given !== undefined && given !== 'X') return given;
    return metric === 'E' ? 'A' : 'H';
  };
}

function classOf(value: Value): Class {
  const is = (metric: string, wanted: string): boolean => value(metric) === wanted;
  const open = [is('AV', 'N'), is('PR', 'N'), is('UI', 'N')];
  const eq1 = open.every(Boolean) ? 0 : open.some(Boolean) && !is('AV', 'P') ? 1 : 2;
  const eq2 = is('AC', 'L') && is('AT', 'N') ? 0 : 1;
  const high = is('VC', 'H') || is('VI', 'H') || is('VA', 'H');
  const eq3 = is('VC', 'H') && is('VI', 'H') ? 0 : high ? 1 : 2;
  const safety = is('SI', 'S') || is('SA', 'S');
  const eq4 = safety ? 0 : is('SC', 'H') || is('SI', 'H') || is('SA', 'H') ? 1 : 2;
  const eq5 = is('E', 'A') ? 0 : is('E', 'P') ? 1 : 2;
  const demanded = ['C', 'I', 'A'].some((part) => is(`${part}R`, 'H') && is(`V${part}`, 'H'));
  return { eq1, eq2, eq3, eq4, eq5, eq6: demanded ? 0 : 1 };
}

function scoreOf({ eq1, eq2, eq3, eq4, eq5, eq6 }: Class): number | undefined {
  return classScores.get(`${eq1}${eq2}${eq3}${eq6}`)?.[eq4 <= 2 && eq5 <= 2 ? eq4 * 3 + eq5 : -1];
}

/** For every direction in which there is a lower class: the share of the way down that the vector has gone. */
function dropsOf(found: Class, top: number, value: Value): readonly number[] {
  const { eq1, eq2, eq3, eq4, eq5, eq6 } = found;
  const directions: readonly (readonly [lower: number | undefined, depth: Depth | undefined])[] = [
    [scoreOf({ ...found, eq1: eq1 + 1 }), eq1Depths[eq1]],
    [scoreOf({ ...found, eq2: eq2 + 1 }), eq2Depths[eq2]],
    [lowerImpact(found), eq36Depths.get(`${eq3}${eq6}`)],
    [scoreOf({ ...found, eq4: eq4 + 1 }), eq4Depths[eq4]],
    [scoreOf({ ...found, eq5: eq5 + 1 }), undefined],
  ];
  const drops: number[] = [];
  for (const [lower, depth] of directions) {
    if (lower === undefined) continue;
    const share = depth === undefined ? 0 : distance(depth, value) / depth.steps;
    drops.push((top - lower) * share);
  }
  return drops;
}

/** EQ3 and EQ6 fall together; from 00 both ways lead down, and the higher one counts. */
function lowerImpact(found: Class): number | undefined {
  const { eq3, eq6 } = found;
  const byEq3 = scoreOf({ ...found, eq3: eq3 + 1 });
  const byEq6 = eq6 === 0 ? scoreOf({ ...found, eq6: 1 }) : undefined;
  if (eq3 === 0 && eq6 === 0) return Math.max(byEq3 ?? 0, byEq6 ?? 0);
  return eq6 === 0 ? byEq6 : byEq3;
}

/** Steps between the vector and the first most severe member that is nowhere below it. */
function distance({ metrics, highest }: Depth, value: Value): number {
  for (const member of highest) {
    const steps = metrics.map((metric, index) => {
      const ladder = ladders.get(metric) ?? '';
      return ladder.indexOf(value(metric)) - ladder.indexOf(member.charAt(index));
    });
    if (steps.every((step) => step >= 0)) return steps.reduce((sum, step) => sum + step, 0);
  }
  return 0;
}
