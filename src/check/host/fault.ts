import { printable } from '../../model/index.ts';
import type { Aliases, Fault } from '../contract.ts';

/** What was seen on the host. */
export interface HostSeen {
  /** File or setting. */
  readonly path: string;
  readonly observed: string;
  readonly wanted: string;
  readonly command?: string;
  /** The item of the benchmark, where a rule answers several. */
  readonly item?: string;
}

/** The fault that one file or setting of the host is. */
export function hostFault(seen: HostSeen): Fault {
  const { path, command, item } = seen;
  const words = `${printable(path)}: ${printable(seen.observed.slice(0, 400))}, wanted ${seen.wanted}`;
  const aliases: Aliases | undefined = item === undefined ? undefined : { 'docker-bench': [item] };
  return {
    at: { file: { path: printable(path) } },
    params: { path: printable(path) },
    evidence: [item === undefined ? words : `${item} fail: ${words}`],
    ...(command === undefined ? {} : { command }),
    ...(aliases === undefined ? {} : { aliases }),
  };
}
