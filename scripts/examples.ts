import { isDeepStrictEqual } from 'node:util';
import type { CheckFamily, RuleFacts } from '../src/check/contract.ts';

/** `bad: [` of a rule, as the formatter writes it; what follows its end has to be `good: [`. */
const bad = /^( *)bad: \[/gm;

/**
 * The text of a rule's file with its examples left out: `bad` and `good` become empty lists. They are
 * tests and documentation, which run from the sources; the program never
 * reads them. Lists that are not a pair are another thing and stay; `refuseExamples` finds what was
 * a rule's all the same.
 */
export function withoutExamples(text: string): string {
  let kept = '';
  let at = 0;
  for (const found of text.matchAll(bad)) {
    if (found.index < at) continue;
    const [whole, indent = ''] = found;
    const start = found.index + whole.length - 1;
    const between = endOfList(text, start);
    const next = /^,(?:\s|\/\/.*)*?good: (?=\[)/.exec(text.slice(between));
    if (next === null) continue;
    const end = endOfList(text, between + next[0].length);
    kept += `${text.slice(at, found.index)}${indent}bad: [],\n${indent}good: []`;
    at = end;
  }
  return kept + text.slice(at);
}

/** Where the list that begins at `start` ends: brackets are counted outside of texts and comments. */
function endOfList(text: string, start: number): number {
  const open: string[] = [];
  for (let at = start; at < text.length; at += 1) {
    const one = text[at] ?? '';
    const template = open.at(-1) === '`';
    if (one === '\\' && template) at += 1;
    else if (template && one === '`') open.pop();
    else if (template && text.startsWith('${', at)) {
      open.push('${');
      at += 1;
    } else if (template) continue;
    else if (one === "'" || one === '"') at = endOfText(text, at);
    else if (text.startsWith('//', at)) at = text.indexOf('\n', at);
    else if (text.startsWith('/*', at)) at = text.indexOf('*/', at) + 1;
    else if ('[({`'.includes(one)) open.push(one);
    else if ('])}'.includes(one)) open.pop();
    if (open.length === 0) return at + 1;
  }
  throw new Error(
    `Cannot leave out examples: a list that begins "${text.slice(start, start + 40)}" does not end`,
  );
}

function endOfText(text: string, start: number): number {
  const quote = text[start] ?? '';
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) return at;
  }
  throw new Error(
    `Cannot leave out examples: a text that begins "${text.slice(start, start + 40)}" does not end`,
  );
}

/** Everything that the built program may know of a rule. */
function factsOf(rule: RuleFacts): object {
  return JSON.parse(JSON.stringify({ ...rule, bad: [], good: [] })) as object;
}

/**
 * Fails unless a built family is the one of the sources without its examples: the same rules in the
 * same order with the same facts, and not one example.
 */
export function refuseExamples(source: CheckFamily<never>, built: CheckFamily<never>): void {
  const wrong = (id: string, what: string): Error =>
    new Error(`Cannot leave out the examples of "${id}": ${what}`);
  if (built.rules.length !== source.rules.length)
    throw wrong(source.id, `${built.rules.length} of ${source.rules.length} rules are left`);
  for (const [at, rule] of source.rules.entries()) {
    const made = built.rules[at];
    if (made === undefined || !isDeepStrictEqual(factsOf(made), factsOf(rule)))
      throw wrong(rule.id, 'the rule is not the same any more');
    if (made.bad.length + made.good.length > 0)
      throw wrong(rule.id, 'its file is of another shape');
    if (typeof made.check !== 'function') throw wrong(rule.id, 'its code is not there');
  }
}
