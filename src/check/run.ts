import { errorWords, LimitError, limits, printable } from '../model/index.ts';
import type { ReportNote, Text } from '../model/index.ts';
import { proveExamples, ruleOf } from './user-rules/as-rule.ts';
import type { UserRule } from './user-rules/contract.ts';
import type {
  Answer,
  CheckFamily,
  CheckRule,
  JudgedFault,
  OptionValue,
  RuleFacts,
  RuleResult,
  RunInput,
  RunnableFamily,
  RunResult,
  Unread,
  View,
} from './contract.ts';
import { filled, problemText } from './words.ts';
import { append } from '../model/append.ts';

/** Hides a family's view type, so that families of all kinds stand in one list. */
export function runnable<V extends View>(family: CheckFamily<V>): RunnableFamily {
  const { id, examplePath, rules, scripts } = family;
  const run = (input: RunInput): RunResult => runFamily(family, input);
  return { id, examplePath, rules, run, ...(scripts === undefined ? {} : { scripts }) };
}

function runFamily<V extends View>(family: CheckFamily<V>, input: RunInput): RunResult {
  const opened = family.open(input.files, input.around);
  const { views, unread = [], ignores = [], decisions = [], notes } = opened;
  const own = (input.userRules ?? []).map((rule) => ruleOf(rule, family));
  for (const rule of own) proveExamples(rule, family);
  const parts: RunResult[] = [...family.rules.filter((rule) => input.wants(rule)), ...own].map(
    (rule) => runRule(family.id, rule, { views, input }),
  );
  return {
    faults: parts.flatMap(({ faults }) => faults),
    results: parts.flatMap(({ results }) => results),
    unread: [...unread, ...parts.flatMap((part) => part.unread)],
    ignores,
    decisions,
    notes: [...(notes ?? []), ...(input.userRules ?? []).flatMap(unjudgedIn)],
    subjects: views.length,
  };
}

/** What a user's rule holds and nothing here judges, once for each. */
function unjudgedIn({ id, unjudged = [] }: UserRule): readonly ReportNote[] {
  return unjudged.map((part) => ({
    id: 'check.rule-unjudged',
    params: { rule: id, part },
    text: `Of the rule ${id} the part ${printable(part)} judges nothing here and was left out`,
  }));
}

/** One rule over every view. A rule that throws is our defect: told, and never a pass. */
function runRule<V extends View>(
  type: string,
  rule: CheckRule<V>,
  { views, input }: { readonly views: readonly V[]; readonly input: RunInput },
): RunResult {
  const options = input.options?.[rule.id] ?? {};
  const run = new RuleRun(type, rule, { options, wants: input.wants });
  for (const view of views) {
    run.begin(view.subject);
    try {
      rule.check(view, run);
    } catch (error) {
      run.broke(error);
    }
    run.end();
    if (run.overflowed) break;
  }
  return run.result(views.length);
}

/** Collects the answers of one rule. Passes and inapplicable views are counted, the rest is kept. */
class RuleRun implements Answer {
  readonly #type: string;
  readonly #rule: RuleFacts;
  readonly #options: Readonly<Record<string, OptionValue>>;
  readonly #wants: RunInput['wants'];
  readonly #faults: JudgedFault[] = [];
  readonly #results: RuleResult[] = [];
  readonly #unread: Unread[] = [];
  readonly #passes: { count: number; first: string; evidence: Text[] } = {
    count: 0,
    first: '',
    evidence: [],
  };
  readonly #absences: { count: number; first: string; reasons: Map<string, Text> } = {
    count: 0,
    first: '',
    reasons: new Map(),
  };
  /** Set when a fault was not kept; what is left is not asked, and the report is partial. */
  overflowed = false;
  #subject = '';
  #state: RuleResult['result'] = 'pass';
  #evidence: Text[] = [];

  constructor(
    type: string,
    rule: RuleFacts,
    asked: { readonly options: Readonly<Record<string, OptionValue>>; wants: RunInput['wants'] },
  ) {
    this.#type = type;
    this.#rule = rule;
    this.#options = asked.options;
    this.#wants = asked.wants;
  }

  begin(subject: string): void {
    this.#subject = subject;
    this.#state = 'pass';
    this.#evidence = [];
  }

  readonly fail: Answer['fail'] = (fault) => {
    const { level } = fault;
    if (level !== undefined && !this.#wants({ ...this.#rule, level })) return;
    this.#state = 'fail';
    if (this.#faults.length >= limits.rule_faults.value) {
      this.overflowed = true;
      throw new LimitError('rule_faults', `the faults of ${this.#rule.id}`);
    }
    append(this.#evidence, fault.evidence ?? []);
    this.#faults.push({ type: this.#type, rule: this.#rule, subject: this.#subject, fault });
  };

  readonly notApplicable: Answer['notApplicable'] = (reason) => {
    this.#become('not-applicable', reason);
  };

  readonly needsHuman: Answer['needsHuman'] = (how) => {
    this.#become('needs-human', how);
  };

  readonly couldNotRead: Answer['couldNotRead'] = (reason) => {
    this.#become('could-not-read', reason);
  };

  readonly passed: Answer['passed'] = (evidence) => {
    if (this.#state === 'pass') this.#evidence.push(evidence);
  };

  readonly option: Answer['option'] = (name) => {
    const value = this.#options[name] ?? this.#rule.options?.[name];
    if (value === undefined) throw new Error(`${this.#rule.id} has no option "${name}"`);
    return value;
  };

  /** A fault outweighs everything, a gap outweighs what a rule said before it. */
  #become(state: Exclude<RuleResult['result'], 'pass' | 'fail'>, evidence: Text): void {
    if (this.#state === 'fail') return;
    this.#state = state;
    this.#evidence.push(evidence);
  }

  broke(error: unknown): void {
    const text = filled(
      {
        en: 'Cannot judge "{subject}" by {rule}: {why}, wanted an answer',
        'zh-CN': '无法按 {rule} 检查“{subject}”：{why}',
      },
      { subject: this.#subject, rule: this.#rule.id, why: errorWords(error) },
    );
    this.#unread.push({ subject: this.#subject, code: 'CHECK_RULE_FAILED', ...problemText(text) });
    if (this.#state !== 'fail') this.#state = 'could-not-read';
    this.#evidence.push(text);
  }

  end(): void {
    const state = this.#state;
    if (state === 'pass') {
      if (this.#passes.count === 0) this.#passes.first = this.#subject;
      this.#passes.count += 1;
      if (this.#passes.evidence.length < 3) append(this.#passes.evidence, this.#evidence);
    } else if (state === 'not-applicable') {
      if (this.#absences.count === 0) this.#absences.first = this.#subject;
      this.#absences.count += 1;
      if (this.#absences.reasons.size < 3)
        for (const reason of this.#evidence) this.#absences.reasons.set(reason.en, reason);
    } else {
      const row = { rule: this.#rule, result: state, subject: this.#subject };
      this.#results.push({ ...row, evidence: this.#evidence });
    }
  }

  result(subjects: number): RunResult {
    const results = [...this.#results];
    const { count, first, evidence } = this.#passes;
    if (count > 0) results.push(this.#counted('pass', { count, first, evidence }));
    const absent = this.#absences;
    if (absent.count > 0 && results.length === 0) {
      results.push(
        this.#counted('not-applicable', { ...absent, evidence: [...absent.reasons.values()] }),
      );
    }
    return { faults: this.#faults, results, unread: this.#unread, ignores: [], subjects };
  }

  #counted(
    result: 'pass' | 'not-applicable',
    { count, first, evidence }: { count: number; first: string; evidence: readonly Text[] },
  ): RuleResult {
    if (count === 1) return { rule: this.#rule, result, subject: first, evidence };
    const told = {
      en: '{count} subjects, first: {first}',
      'zh-CN': '{count} 个对象，首个：{first}',
    };
    const more = filled(told, { count, first });
    const subject = `${count} subjects`;
    return { rule: this.#rule, result, subject, subjects: count, evidence: [more, ...evidence] };
  }
}
