import type { Fault } from '../contract.ts';
import { shellWord } from '../../formats/shell-quoting.ts';
import type { Said } from '../words.ts';
import { seenWords } from '../words.ts';
import type { DaemonView } from './view.ts';

/** What was seen of a daemon. */
export interface DaemonSeen {
  /** Key of the setting or of the API's answer. */
  readonly name: string;
  readonly observed: Said;
  readonly wanted: Said;
  readonly command?: string;
}

/** The fault that one setting or state of a daemon is. */
export function daemonFault(view: DaemonView, seen: DaemonSeen): Fault {
  return {
    at: { file: { path: view.filePath }, field: { pointer: `/${seen.name}` } },
    params: { name: seen.name },
    evidence: [seenWords(seen.observed, seen.wanted)],
    ...(seen.command === undefined ? {} : { command: seen.command }),
  };
}

/** The command that changes a setting where it is set: the unit's command line, or `daemon.json`. */
export function configure(
  view: DaemonView,
  name: string,
  how: { readonly json: string; readonly byCommandLine: boolean },
): string {
  if (how.byCommandLine)
    return `systemctl edit --full docker  # in ExecStart: ${name} to ${how.json}`;
  const path = shellWord(view.filePath);
  if (view.file?.state !== 'value')
    return `echo '{"${name}": ${how.json}}' > ${path} && systemctl restart docker`;
  return `jq '."${name}" = ${how.json}' ${path} > ${path}.new && mv ${path}.new ${path} && systemctl restart docker`;
}
