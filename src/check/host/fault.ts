import { printable } from '../../model/index.ts';
import type { Aliases, Fault } from '../contract.ts';
import type { Said } from '../words.ts';
import { filled, seenWords } from '../words.ts';

/** What was seen on the host. */
export interface HostSeen {
  /** File or setting. */
  readonly path: string;
  readonly observed: Said;
  readonly wanted: Said;
  readonly command?: string;
  /** The item of the benchmark, where a rule answers several. */
  readonly item?: string;
}

/** The fault that one file or setting of the host is. */
export function hostFault(seen: HostSeen): Fault {
  const { path, command, item } = seen;
  const of = { en: '{path}: {seen}', 'zh-CN': '{path}：{seen}' };
  const seenThere = seenWords(seen.observed, seen.wanted);
  const words = filled(of, { path: printable(path), seen: seenThere });
  const failed = { en: '{item} fail: {words}', 'zh-CN': '{item} 未通过：{words}' };
  const aliases: Aliases | undefined = item === undefined ? undefined : { 'docker-bench': [item] };
  return {
    at: { file: { path: printable(path) } },
    params: { path: printable(path) },
    evidence: [item === undefined ? words : filled(failed, { item, words })],
    ...(command === undefined ? {} : { command }),
    ...(aliases === undefined ? {} : { aliases }),
  };
}
