/** Values of the metrics of one vector, by metric. */
export type CvssMetrics = ReadonlyMap<string, string>;

/** Which metrics count: those of the fault itself, or also what the vector says about exploits and surroundings. */
export type CvssScope = 'base' | 'all';

/** One version of CVSS: its metrics and its formula. */
export interface CvssVersion {
  /** Metrics that must be there, with their values as one letter or word each: `AV: N A L P`. */
  readonly base: ReadonlyMap<string, readonly string[]>;
  /** Metrics that may be there. */
  readonly optional: ReadonlyMap<string, readonly string[]>;
  /** Score between 0.0 and 10.0, one decimal. The metrics have been checked against the tables. */
  readonly score: (metrics: CvssMetrics, scope: CvssScope) => number;
}

/** Reads a table of metrics, `AV N A L P; AC L H`. */
export function metricTable(text: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    text.split(';').map((row) => {
      const [metric = '', ...values] = row.trim().split(' ');
      return [metric, values] as const;
    }),
  );
}

/** A weight for each value of each metric, `AV N=0.85 A=0.62; …`, as one map from `AV:N`. */
export function weightTable(text: string): ReadonlyMap<string, number> {
  const rows = text.split(';').flatMap((row) => {
    const [metric = '', ...values] = row.trim().split(' ');
    return values.map((pair) => {
      const [value = '', weight] = pair.split('=');
      return [`${metric}:${value}`, Number(weight)] as const;
    });
  });
  return new Map(rows);
}

/** Metrics of `AV:N/AC:L/…`; undefined when one is unknown, twice there or missing. */
export function readMetrics(text: string, version: CvssVersion): CvssMetrics | undefined {
  const metrics = new Map<string, string>();
  for (const field of text.split('/')) {
    const at = field.indexOf(':');
    const metric = field.slice(0, at);
    const value = field.slice(at + 1);
    const values = version.base.get(metric) ?? version.optional.get(metric);
    if (values?.includes(value) !== true || metrics.has(metric)) return undefined;
    metrics.set(metric, value);
  }
  const complete = [...version.base.keys()].every((metric) => metrics.has(metric));
  return complete ? metrics : undefined;
}
