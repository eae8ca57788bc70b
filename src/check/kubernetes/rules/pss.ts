import { asIs } from '../../words.ts';
import type { Answer } from '../../contract.ts';
import type { PodSecurityLevel } from '../pod-security/contract.ts';
import { minorOf, podSecurityViolations } from '../pod-security/standard.ts';
import { failAt } from '../judge.ts';
import type { KubernetesView } from '../view.ts';

/** Judges an object's pod by a whole level of the Pod Security Standards, one fault a field. */
export function judgeLevel(level: PodSecurityLevel, view: KubernetesView, answer: Answer): void {
  const { pod } = view;
  if (pod === undefined) {
    answer.notApplicable({ en: 'no pod', 'zh-CN': '没有 Pod' });
    return;
  }
  const version = String(answer.option('version'));
  const minor = minorOf(version);
  if (minor === undefined) {
    answer.couldNotRead({
      en: `"${version}" is no version of the standards, wanted v1.N or latest`,
      'zh-CN': `“${version}”不是该标准的版本，应为 v1.N 或 latest`,
    });
    return;
  }
  for (const { check, text, ...rest } of podSecurityViolations(pod, level, minor)) {
    failAt(view, answer, {
      ...rest,
      params: { check: check.id, text },
      evidence: [asIs(`${check.id}: ${text} (${level}, v1.${minor})`)],
      aliases: { psa: [check.id, `level-${level}`], kyverno: [`podsecurity-subrule-${level}`] },
    });
  }
}
