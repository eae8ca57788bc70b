import { celValue } from '../../formats/cel.ts';
import { errorWords } from '../../model/index.ts';
import type { Location, Text } from '../../model/index.ts';
import type { Answer, CheckFamily, CheckRule, View } from '../contract.ts';
import { CheckError } from '../errors.ts';
import type { Condition, UserRule } from './contract.ts';

type Variables = Readonly<Record<string, unknown>>;

/**
 * A user's rule as a rule of the family it is for. An expression without a value (a field that is
 * not there, a question only a cluster can answer) is a could-not-read, never a pass.
 * @throws {CheckError} CHECK_RULE_INVALID when the family gives no data to expressions.
 */
export function ruleOf<V extends View>(rule: UserRule, family: CheckFamily<V>): CheckRule<V> {
  const { facts, place } = family;
  if (facts === undefined || place === undefined) {
    throw new CheckError(
      'CHECK_RULE_INVALID',
      `Cannot use the rule "${rule.id}" of ${rule.source}: "${family.id}" has no data for expressions, wanted another kind`,
    );
  }
  const { id, severity, title, why, advice, references, bad, good } = rule;
  return {
    id,
    aliases: {},
    severity,
    title,
    why,
    advice,
    references,
    bad,
    good,
    check: (view, answer) => {
      try {
        ask(rule, { facts: facts(view), place: (path) => place(view, path) }, answer);
      } catch (error) {
        answer.couldNotRead(errorWords(error));
      }
    },
  };
}

/**
 * Runs the examples of a user's rule.
 * @throws {CheckError} CHECK_RULE_INVALID when one is not what it says.
 */
export function proveExamples<V extends View>(rule: CheckRule<V>, family: CheckFamily<V>): void {
  for (const [kind, examples] of [
    ['bad', rule.bad],
    ['good', rule.good],
  ] as const) {
    examples.forEach((example, at) => {
      const text = typeof example === 'string' ? example : '';
      let fails = 0;
      const answer: Answer = {
        fail: () => void (fails += 1),
        notApplicable: () => {},
        needsHuman: () => {},
        couldNotRead: () => {},
        passed: () => {},
        option: () => false,
      };
      const files = [{ path: family.examplePath, text }];
      const { views } = family.open(files, { read: () => undefined, list: () => [] });
      for (const view of views) rule.check(view, answer);
      if (fails > 0 === (kind === 'bad')) return;
      throw new CheckError(
        'CHECK_RULE_INVALID',
        `Cannot use the rule "${rule.id}": its ${kind} example ${at + 1} ${fails > 0 ? 'breaks' : 'does not break'} it, wanted the opposite`,
      );
    });
  }
}

interface Asked {
  readonly facts: Variables;
  readonly place: (path: readonly (string | number)[]) => Location;
}

function ask(rule: UserRule, { facts, place }: Asked, answer: Answer): void {
  if (!concerns(rule.resources, facts)) {
    answer.notApplicable({ en: 'the rule is about other kinds', 'zh-CN': '该规则针对其他类型' });
    return;
  }
  const data = Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [key, celValue(value)]),
  );
  const known: Variables = { ...data, variables: new Map() };
  if (!rule.matches.every((match) => match(known) === true)) {
    answer.notApplicable({ en: 'its match conditions do not hold', 'zh-CN': '不满足其匹配条件' });
    return;
  }
  for (const params of rule.params ?? [undefined]) {
    if (params?.value !== undefined)
      judge(rule, { data: { ...data, params: params.value }, place }, answer);
    else if (params === undefined) judge(rule, { data, place }, answer);
    else
      answer.couldNotRead({
        en: `the parameters of the binding "${params.binding}" are not in the file`,
        'zh-CN': `绑定“${params.binding}”的参数不在文件中`,
      });
  }
}

/** Asks every condition, once for each item. */
function judge(
  rule: UserRule,
  { data, place }: { readonly data: Variables; readonly place: Asked['place'] },
  answer: Answer,
): void {
  const variables = new Map<string, unknown>();
  for (const { name, value } of rule.variables) variables.set(name, value({ ...data, variables }));
  const scope = { ...data, variables };
  const items = rule.each === undefined ? [undefined] : listFrom(rule.each(scope), rule.id);
  for (const item of items) {
    const inside = item === undefined ? scope : { ...scope, item };
    for (const condition of rule.conditions) {
      if (condition.holds(inside) === true) continue;
      const at = pointed(place(rule.at), item);
      answer.fail({ at, message: messageOf(condition, rule, inside) });
    }
  }
}

/** Whether the object is of a kind that is meant: `Pod`, or as the API names resources, `pods`. */
function concerns(resources: readonly string[], facts: Variables): boolean {
  if (resources.length === 0) return true;
  const object = facts['object'];
  const kind =
    typeof object === 'object' && object !== null && 'kind' in object ? String(object.kind) : '';
  const names = new Set([kind, plural(kind)].map((name) => name.toLowerCase()));
  return resources.some((resource) => names.has(resource.toLowerCase()));
}

function plural(kind: string): string {
  if (/(?:s|x|ch|sh)$/.test(kind)) return `${kind}es`;
  return /[^aeiou]y$/.test(kind) ? `${kind.slice(0, -1)}ies` : `${kind}s`;
}

function listFrom(value: unknown, id: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`"each" of ${id} gives no list`);
}

/** Items that know their line are pointed at. */
function pointed(at: Location, item: unknown): Location {
  const line = item instanceof Map ? item.get('line') : undefined;
  if (typeof line !== 'bigint' || at.file === undefined) return at;
  return { ...at, file: { ...at.file, startLine: Number(line), endLine: Number(line) } };
}

function messageOf(
  { message, messageExpression }: Condition,
  rule: UserRule,
  scope: Variables,
): Text {
  try {
    const told = messageExpression?.(scope);
    if (typeof told === 'string' && told !== '') return verbatim(told);
  } catch {
    // As the API server does: a message without a value gives way to the fixed one.
  }
  return message ?? rule.title;
}

/** A text whose braces are no placeholders. */
function verbatim(text: string): Text {
  const plain = text.slice(0, 1000).replaceAll('{', '(').replaceAll('}', ')');
  return { en: plain, 'zh-CN': plain };
}
