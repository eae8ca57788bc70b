import type { CheckResult, Finding, ReportError } from '../model/index.ts';
import { format } from '../model/messages/table.ts';
import { spelled } from './aliases.ts';
import { inOne } from './words.ts';
import type { JudgedFault, RuleResult, Unread } from './contract.ts';

/** The finding that a fault is. */
export function findingOf({ type, rule, subject, fault }: JudgedFault): Finding {
  const params = fault.params ?? {};
  const english = inOne(params, 'en');
  const template = fault.message ?? rule.message ?? rule.title;
  const { at, also = [], edits = [], review, noEdit, command, evidence = [] } = fault;
  return {
    rule: rule.id,
    kind: 'misconfiguration',
    severity: fault.severity ?? rule.severity,
    verdict: 'affected',
    message: {
      id: `check.${rule.id}`,
      params: english,
      text: format(template.en, english),
      translations: { 'zh-CN': format(template['zh-CN'], inOne(params, 'zh-CN')) },
    },
    aliases: spelled(fault.aliases ?? rule.aliases),
    locations: [at, ...also],
    evidence: evidence.map(({ en }) => en),
    misconfiguration: {
      subject,
      type,
      title: rule.title,
      why: rule.why,
      advice: rule.advice,
      references: rule.references,
      ...(edits.length === 0 ? {} : { edits }),
      ...(edits.length > 0 && review === true && { review }),
      ...(edits.length === 0 && noEdit !== undefined && { noEdit }),
    },
    ...(command === undefined
      ? {}
      : { fix: { state: 'fixed', versions: [], instruction: command } }),
  };
}

/** The row of `Report.checks` that a rule's answer is. */
export function checkResultOf(row: RuleResult): CheckResult {
  const { rule, result, subject, subjects, evidence } = row;
  const who = subjects === undefined ? subject : `${subjects} 个对象`;
  return {
    rule: rule.id,
    result,
    subject,
    evidence: evidence.map(({ en }) => en),
    translations: {
      'zh-CN': { subject: who, evidence: evidence.map((text) => text['zh-CN']) },
    },
  };
}

/** The error of a report that a part which was not read is. */
export function errorOf({ code, text, translations, location }: Unread): ReportError {
  return {
    code,
    text,
    ...(translations === undefined ? {} : { translations }),
    ...(location === undefined ? {} : { location }),
  };
}
