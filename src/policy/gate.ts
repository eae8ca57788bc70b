import { atLeast } from '../model/index.ts';
import type { Coverage, Finding, Report, Severity } from '../model/index.ts';

/** What stops a pipeline; each is a flag of the command line. */
export interface GateOptions {
  /** `--fail-on SEVERITY`: a finding at least this severe fails. */
  readonly failOn?: Severity | undefined;
  /** `--exit-code N`: the code of a failure, and alone a gate on any finding. */
  readonly exitCode?: number | undefined;
  /** `--fail-on-unknown`: what could not be answered fails too. */
  readonly failOnUnknown?: boolean | undefined;
}

/** Pass, fail or unknown, and what decided. */
export interface Decision {
  readonly result: 'pass' | 'fail' | 'unknown';
  /** The flag that decided; absent when there is no gate. */
  readonly rule?: string;
  /** Findings or coverage rows that decided, as far as there are any. */
  readonly because: readonly string[];
}

/** What the gate looks at: findings that count, after filters and ignore files. */
export type Judgeable = Pick<Report, 'findings' | 'coverage' | 'status'>;

/**
 * Decides whether findings stop a pipeline. A finding that could not be judged, and an ecosystem
 * without a fresh feed, make it `unknown` when nothing fails outright.
 */
export function decide(report: Judgeable, options: GateOptions): Decision {
  const failing = failures(report.findings, options);
  if (failing.length > 0) {
    const rule = options.failOn === undefined ? '--exit-code' : '--fail-on';
    return { result: 'fail', rule, because: failing.map((finding) => finding.rule) };
  }
  const unknown = unknowns(report, options.failOn);
  if (unknown.length === 0) return { result: 'pass', because: [] };
  return {
    result: 'unknown',
    ...(options.failOnUnknown === true && { rule: '--fail-on-unknown' }),
    because: unknown,
  };
}

/**
 * Exit code of a scan: 0 nothing over the gate, 1 (or `--exit-code`) findings over it, 3 the work
 * failed or is partial, 4 unknown where the user does not allow it. Findings go before gaps: they
 * are there whatever else could not be read.
 */
export function exitCodeOf(report: Judgeable, options: GateOptions): number {
  const decision = decide(report, options);
  if (report.status === 'failed') return 3;
  if (decision.result === 'fail') return options.exitCode ?? 1;
  if (report.status === 'partial') return 3;
  return decision.result === 'unknown' && options.failOnUnknown === true ? 4 : 0;
}

function failures(findings: readonly Finding[], options: GateOptions): readonly Finding[] {
  const { failOn, exitCode } = options;
  if (failOn !== undefined) {
    return findings.filter(
      ({ verdict, severity }) => verdict === 'affected' && atLeast(severity, failOn),
    );
  }
  return exitCode !== undefined && exitCode !== 0 ? findings : [];
}

/** Questions without an answer: verdicts, ratings below the sight of `--fail-on`, ecosystems without a feed. */
function unknowns(report: Judgeable, failOn: Severity | undefined): readonly string[] {
  const rules = report.findings
    .filter(
      ({ verdict, severity }) =>
        verdict === 'unknown' || (failOn !== undefined && severity === 'unknown'),
    )
    .map(({ rule }) => rule);
  return [...rules, ...report.coverage.filter(isGap).map(({ ecosystem }) => ecosystem)];
}

function isGap({ state }: Coverage): boolean {
  return state !== 'covered';
}
