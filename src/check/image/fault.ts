import { printable } from '../../model/index.ts';
import type { Fault } from '../contract.ts';
import type { HistoryEntry, ImageView } from './view.ts';

/** What was seen in an image. */
export interface ImageSeen {
  readonly observed: string;
  readonly wanted: string;
  readonly command?: string;
}

/** The fault that a field of the configuration is. */
export function configFault(view: ImageView, pointer: string, seen: ImageSeen): Fault {
  const observed = printable(seen.observed.slice(0, 300));
  return {
    at: { field: { pointer } },
    params: { image: view.subject },
    evidence: [`${pointer.slice(1).replaceAll('/', '.')}: ${observed}, wanted ${seen.wanted}`],
    ...(seen.command === undefined ? {} : { command: seen.command }),
  };
}

/** The fault that an instruction of the history is. */
export function historyFault(view: ImageView, entry: HistoryEntry, seen: ImageSeen): Fault {
  const createdBy = printable(entry.createdBy.slice(0, 300));
  return {
    at: { history: { index: entry.index, createdBy } },
    params: { image: view.subject },
    evidence: [
      `history ${entry.index}: ${printable(seen.observed.slice(0, 300))}, wanted ${seen.wanted}`,
    ],
    ...(seen.command === undefined ? {} : { command: seen.command }),
  };
}

/** The fault that files of an image are: the first as place, a few in the evidence. */
export function filesFault(view: ImageView, paths: readonly string[], wanted: string): Fault {
  const [first = ''] = paths;
  const some = paths.slice(0, 8).map((path) => printable(path));
  const more = paths.length > 8 ? [`and ${paths.length - 8} more`] : [];
  return {
    at: { file: { path: printable(first) } },
    params: { image: view.subject, count: paths.length },
    evidence: [...some, ...more, `wanted ${wanted}`],
  };
}
