import type { MarkedFile, MarkKind } from '../../model/index.ts';
import type { Answer } from '../contract.ts';
import { marksFault } from './fault.ts';
import type { ImageView } from './view.ts';
import type { Said } from '../words.ts';

/** The marked files of one kind, where somebody looked; otherwise the answer says why there are none. */
export function marksOf(
  view: ImageView,
  answer: Answer,
  kind: MarkKind,
): readonly MarkedFile[] | undefined {
  if (view.content === undefined) {
    answer.notApplicable({
      en: 'the files of the image were not looked at (plimsoll image, or plimsoll host --image-files)',
      'zh-CN': '未查看镜像中的文件（请用 plimsoll image 或 plimsoll host --image-files）',
    });
    return undefined;
  }
  if (view.content.state !== 'value') {
    const code = view.content.state === 'unread' ? view.content.code : undefined;
    answer.couldNotRead({ en: `files: ${code ?? 'none'}`, 'zh-CN': `文件：${code ?? '无'}` });
    return undefined;
  }
  return view.content.value.filter((one) => one.kind === kind);
}

/** One fault for all marked files of a kind. */
export function judgeMarks(
  view: ImageView,
  answer: Answer,
  how: {
    readonly kind: MarkKind;
    readonly wanted: Said;
    /** How one file is told; the path when absent. */
    readonly tell?: (mark: MarkedFile) => string;
  },
): void {
  const marks = marksOf(view, answer, how.kind) ?? [];
  if (marks.length > 0) answer.fail(marksFault(view, marks, how));
}
