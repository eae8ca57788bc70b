import { printable } from '../../model/index.ts';
import type { Fault } from '../contract.ts';
import type { NetworkView } from './view.ts';

/** What was seen on a network. */
export interface NetworkSeen {
  readonly pointer: string;
  readonly observed: string;
  readonly wanted: string;
  readonly command?: string;
}

/** The fault that a setting of a network, or who is on it, is. */
export function networkFault(view: NetworkView, seen: NetworkSeen): Fault {
  const observed = printable(seen.observed.slice(0, 400));
  return {
    at: { field: { pointer: `/networks/${view.subject}${seen.pointer}` } },
    params: { network: view.subject },
    evidence: [`${observed}, wanted ${seen.wanted} (from docker network inspect ${view.subject})`],
    ...(seen.command === undefined ? {} : { command: seen.command }),
  };
}
