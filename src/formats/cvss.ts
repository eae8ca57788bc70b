import type { Severity, SeverityStatement } from '../model/index.ts';

/** Version and base score of a vector. */
export type CvssScore = Pick<NonNullable<SeverityStatement['cvss']>, 'version' | 'score'>;

/**
 * Base score of a CVSS vector of version 2.0, 3.0 or 3.1; undefined when a base metric is missing
 * or the version is another one. Formulas: CVSS v2 guide §3.2.1, v3.1 specification §7.1 and
 * appendix A (rounding).
 */
export function cvssBase(vector: string): CvssScore | undefined {
  const fields = vector
    .trim()
    .replace(/^\(|\)$/g, '')
    .split('/');
  const version = fields[0]?.startsWith('CVSS:') === true ? fields.shift()?.slice(5) : '2.0';
  const metrics = new Map(fields.map((field) => splitAt(field)));
  const score = version === '2.0' ? scoreV2(metrics) : scoreV3(metrics);
  if (score === undefined) return undefined;
  return version === '2.0' || version === '3.0' || version === '3.1'
    ? { version, score }
    : undefined;
}

/** The qualitative word of a score; CVSS v2 has no `critical` (NVD's bands). */
export function severityOfScore({ version, score }: CvssScore): Severity {
  if (version === '2.0') return score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low';
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'unknown';
}

type Metrics = ReadonlyMap<string, string>;

/** Weight of a metric's value, in a table `AV:N=0.85,A=0.62`. */
const v2: ReadonlyMap<string, number> = weights(
  'AV L=0.395 A=0.646 N=1;AC H=0.35 M=0.61 L=0.71;Au M=0.45 S=0.56 N=0.704;' +
    'C N=0 P=0.275 C=0.66;I N=0 P=0.275 C=0.66;A N=0 P=0.275 C=0.66',
);
const v3: ReadonlyMap<string, number> = weights(
  'AV N=0.85 A=0.62 L=0.55 P=0.2;AC L=0.77 H=0.44;PR N=0.85 L=0.62 H=0.27;UI N=0.85 R=0.62;' +
    'S U=0 C=1;C H=0.56 L=0.22 N=0;I H=0.56 L=0.22 N=0;A H=0.56 L=0.22 N=0',
);

function weights(table: string): ReadonlyMap<string, number> {
  const rows = table.split(';').flatMap((row) => {
    const [metric, ...values] = row.split(' ');
    return values.map((value) => {
      const [letter, weight] = value.split('=');
      return [`${metric}:${letter}`, Number(weight)] as const;
    });
  });
  return new Map(rows);
}

function splitAt(field: string): [string, string] {
  const at = field.indexOf(':');
  return at === -1 ? [field, ''] : [field.slice(0, at), field.slice(at + 1)];
}

/** Weights of the named metrics in order, or undefined when one is missing or has no such value. */
function read(
  table: ReadonlyMap<string, number>,
  metrics: Metrics,
  names: readonly string[],
): number[] | undefined {
  const found = names.map((name) => table.get(`${name}:${metrics.get(name) ?? ''}`));
  return found.every((weight) => weight !== undefined) ? found : undefined;
}

function scoreV2(metrics: Metrics): number | undefined {
  const found = read(v2, metrics, ['AV', 'AC', 'Au', 'C', 'I', 'A']);
  if (found === undefined) return undefined;
  const [av = 0, ac = 0, au = 0, c = 0, i = 0, a = 0] = found;
  const impact = 10.41 * (1 - (1 - c) * (1 - i) * (1 - a));
  const exploitability = 20 * av * ac * au;
  const score = (0.6 * impact + 0.4 * exploitability - 1.5) * (impact === 0 ? 0 : 1.176);
  return Math.round(score * 10) / 10;
}

function scoreV3(metrics: Metrics): number | undefined {
  const found = read(v3, metrics, ['AV', 'AC', 'PR', 'UI', 'S', 'C', 'I', 'A']);
  if (found === undefined) return undefined;
  const [av = 0, ac = 0, pr = 0, ui = 0, scope = 0, c = 0, i = 0, a = 0] = found;
  const changed = scope === 1;
  const base = 1 - (1 - c) * (1 - i) * (1 - a);
  const impact = changed ? 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15 : 6.42 * base;
  if (impact <= 0) return 0;
  // Privileges weigh more when the scope changes: 0.68 and 0.5 instead of 0.62 and 0.27.
  const privileges = changed && pr < 0.85 ? (pr === 0.62 ? 0.68 : 0.5) : pr;
  const exploitability = 8.22 * av * ac * privileges * ui;
  return roundUp(Math.min((changed ? 1.08 : 1) * (impact + exploitability), 10));
}

/** Smallest number with one decimal that is not below `value`, without binary fractions getting in the way (v3.1 appendix A). */
function roundUp(value: number): number {
  const whole = Math.round(value * 100_000);
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10;
}
