import { checkResultOf, findingOf } from '../check/findings.ts';
import { imageFamily } from '../check/image/family.ts';
import { contentRules } from '../check/image/rules/index.ts';
import { runnable } from '../check/run.ts';
import { standardOf } from '../check/standards.ts';
import type { CheckResult, Finding, ReportError } from '../model/index.ts';

/** What is asked of an image beside its packages. */
export interface ImageQuestion {
  /** The image as the rules read it: JSON text. */
  readonly document: string;
  readonly scanners: readonly string[];
  /** False for an unpacked system, which has no configuration: only its files are judged. */
  readonly configured: boolean;
}

/** What the rules say of an image. Plain data, because it is remembered. */
export interface ImageJudgement {
  readonly findings: readonly Finding[];
  readonly checks: readonly CheckResult[];
  readonly errors: readonly ReportError[];
}

/**
 * Judges an image by the rules on its configuration, history and files. Credentials are the scanner
 * `secret`, everything else is `misconfig`. It is imported when needed, so that the rules are loaded
 * only when an image is judged that nobody judged before.
 */
export function judgeImage({ document, scanners, configured }: ImageQuestion): ImageJudgement {
  const standard = standardOf('default');
  const run = runnable(imageFamily).run({
    files: [{ path: 'image', text: document }],
    around: { read: () => undefined, list: () => [] },
    wants: (rule) =>
      standard.has(rule) &&
      scanners.includes(rule.family === 'secrets' ? 'secret' : 'misconfig') &&
      (configured || contentRules.some(({ id }) => id === rule.id)),
  });
  const faults = run.faults.map(findingOf);
  return {
    findings: faults.filter(isOwn).map(asSecret),
    checks: run.results.map(checkResultOf),
    errors: run.unread.map(({ code, text }) => ({ code, text })),
  };
}

/** What the scanner of vulnerabilities tells one by one is not told again as a sum. */
function isOwn({ rule }: Finding): boolean {
  return rule !== 'IMG-VULN-SCAN';
}

/** A credential is a finding of its own kind, and goes by the id of what it is as well. */
function asSecret(finding: Finding): Finding {
  if (finding.misconfiguration === undefined || !finding.rule.startsWith('IMG-SECRET-'))
    return finding;
  const kind = finding.message.params['kind'];
  const aliases = typeof kind === 'string' ? [kind, ...finding.aliases] : finding.aliases;
  return { ...finding, kind: 'secret', aliases };
}
