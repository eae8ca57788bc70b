import type { Answer } from '../contract.ts';
import { hostFault } from './fault.ts';
import { filled } from '../words.ts';
import type { Said } from '../words.ts';
import type { Text } from '../../model/index.ts';

/** The state of one item of the benchmark, when a rule answers many. */
export interface ItemState {
  readonly item: string;
  readonly state: 'pass' | 'fail' | 'not-applicable' | 'could-not-read';
  readonly path: string;
  readonly observed: Said;
  readonly wanted: Said;
  readonly command?: string;
}

/**
 * Answers for many items in one: each has a line of evidence that begins with its id and state. The
 * worst state is the rule's.
 */
export function answerItems(answer: Answer, items: readonly ItemState[]): void {
  answerOthers(answer, items);
  for (const one of items) if (one.state === 'fail') answer.fail(hostFault(one));
}

const states: Readonly<Record<ItemState['state'], string>> = {
  pass: '通过',
  fail: '未通过',
  'not-applicable': '不适用',
  'could-not-read': '无法读取',
};

/** All but what fails. */
function answerOthers(answer: Answer, items: readonly ItemState[]): void {
  const of = (state: ItemState['state']): readonly ItemState[] =>
    items.filter((one) => one.state === state);
  const line = ({ item, state, path, observed }: ItemState): Text =>
    filled(
      { en: `{item} ${state}: {path} {observed}`, 'zh-CN': '{item} {state}：{path} {observed}' },
      { item, state: states[state], path, observed },
    );
  for (const one of of('pass')) answer.passed(line(one));
  for (const one of of('not-applicable')) answer.passed(line(one));
  if (items.length > 0 && of('not-applicable').length === items.length) {
    return answer.notApplicable({ en: 'none of the files is there', 'zh-CN': '这些文件都不存在' });
  }
  for (const one of of('could-not-read')) answer.couldNotRead(line(one));
}

/** The same, with one fault for all items that fail: for what one setting would end. */
export function answerTogether(answer: Answer, items: readonly ItemState[], command: string): void {
  const failed = items.filter(({ state }) => state === 'fail');
  answerOthers(answer, items);
  const [first, ...others] = failed.map((one) => ({ one, fault: hostFault(one) }));
  if (first === undefined) return;
  answer.fail({
    ...first.fault,
    also: others.map(({ fault }) => fault.at),
    params: {
      path: others.length === 0 ? first.one.path : `${first.one.path} (+${others.length})`,
    },
    evidence: [first, ...others].flatMap(({ fault }) => fault.evidence ?? []),
    aliases: { 'docker-bench': failed.map(({ item }) => item) },
    command,
  });
}
