import type { Fault } from '../contract.ts';
import type { Said } from '../words.ts';
import { filled, seenWords } from '../words.ts';
import type { NetworkView } from './view.ts';

/** What was seen on a network. */
export interface NetworkSeen {
  readonly pointer: string;
  readonly observed: Said;
  readonly wanted: Said;
  readonly command?: string;
}

/** The fault that a setting of a network, or who is on it, is. */
export function networkFault(view: NetworkView, seen: NetworkSeen): Fault {
  const from = { en: '{seen} (from {source})', 'zh-CN': '{seen}（来自 {source}）' };
  const source = `docker network inspect ${view.subject}`;
  return {
    at: { field: { pointer: `/networks/${view.subject}${seen.pointer}` } },
    params: { network: view.subject },
    evidence: [filled(from, { seen: seenWords(seen.observed, seen.wanted), source })],
    ...(seen.command === undefined ? {} : { command: seen.command }),
  };
}
