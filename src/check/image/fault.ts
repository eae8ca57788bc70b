import { printable } from '../../model/index.ts';
import type { MarkedFile, Text } from '../../model/index.ts';
import { withoutSecrets } from '../../secrets/index.ts';
import type { Fault } from '../contract.ts';
import type { Said } from '../words.ts';
import { andMore, asText, filled, seenWords } from '../words.ts';
import { shownInstruction } from './history.ts';
import type { HistoryEntry, ImageView } from './view.ts';

/** What was seen in an image. */
export interface ImageSeen {
  readonly observed: Said;
  readonly wanted: Said;
  readonly command?: string;
}

const mostShown = 300;
const of: Text = { en: '{place}: {seen}', 'zh-CN': '{place}：{seen}' };

/** The fault that a field of the configuration is. */
export function configFault(view: ImageView, pointer: string, seen: ImageSeen): Fault {
  const field = pointer.slice(1).replaceAll('/', '.');
  return {
    at: { field: { pointer } },
    params: { image: view.subject },
    evidence: [
      filled(of, { place: field, seen: seenWords(seen.observed, seen.wanted, mostShown) }),
    ],
    ...(seen.command === undefined ? {} : { command: seen.command }),
  };
}

/** The fault that an instruction of the history is. */
export function historyFault(view: ImageView, entry: HistoryEntry, seen: ImageSeen): Fault {
  const createdBy = instructionWords(entry.createdBy);
  const observed =
    typeof seen.observed === 'string' ? withoutSecrets(seen.observed) : seen.observed;
  return {
    at: { history: { index: entry.index, createdBy } },
    params: { image: view.subject },
    evidence: [
      filled(of, {
        place: { en: `history ${entry.index}`, 'zh-CN': `构建历史 ${entry.index}` },
        seen: seenWords(observed, seen.wanted, mostShown),
      }),
    ],
    ...(seen.command === undefined ? {} : { command: seen.command }),
  };
}

/** Files told in the evidence, and places that a finding carries. */
const mostTold = 16;
const mostPlaces = 100;

/** The fault that marked files are: the first as place, the others beside it. */
export function marksFault(
  view: ImageView,
  marks: readonly MarkedFile[],
  how: { readonly wanted: Said; readonly tell?: (mark: MarkedFile) => Said },
): Fault {
  const [first, ...others] = marks;
  const told = marks.slice(0, mostTold).map((mark) => asText(how.tell?.(mark) ?? mark.path));
  const rest = marks.length - told.length;
  return {
    at: first?.at ?? {},
    also: others.slice(0, mostPlaces).map(({ at }) => at),
    params: { image: view.subject, count: marks.length, names: namesOf(marks) },
    evidence: [
      ...told,
      ...(rest > 0 ? [andMore(rest)] : []),
      filled({ en: 'wanted {wanted}', 'zh-CN': '应为 {wanted}' }, { wanted: how.wanted }),
    ],
  };
}

/** What the marks name, a few of them. */
function namesOf(marks: readonly MarkedFile[]): string {
  const names = [...new Set(marks.map(({ what, path }) => what ?? path))];
  const rest = names.length - 5;
  return names.slice(0, 5).join(', ') + (rest > 0 ? ` +${rest}` : '');
}

/** What made a layer, as its author wrote it: without the shell, and without values of build arguments. */
export function instructionWords(createdBy: string): string {
  const text = shownInstruction(createdBy)
    .replace(/(?<!\s)\s+# buildkit$/, '')
    .replaceAll(/\s+/g, ' ');
  const shell = text.replace(/^\/bin\/sh -c #\(nop\) */, '');
  const head = /^(?:RUN )?\|(\d{1,3}) /.exec(shell);
  const bare =
    head === null ? shell : shell.slice(head[0].length).split(' ').slice(Number(head[1])).join(' ');
  const run = bare.replace(/^(?:RUN )?\/bin\/(?:ba|a|da)?sh -c /, 'RUN ').trim();
  const shown = head === null || run.startsWith('RUN ') ? run : `RUN ${run}`;
  return printable(shown.length > 100 ? `${shown.slice(0, 99)}…` : shown);
}
