import type { Answer } from '../contract.ts';
import { filesFault } from './fault.ts';
import type { ImageContent, ImageView } from './view.ts';

/** Judges one list of files of an image, where somebody looked at its files. */
export function judgeFiles(
  view: ImageView,
  answer: Answer,
  how: { readonly of: (content: ImageContent) => readonly string[]; readonly wanted: string },
): void {
  if (view.content === undefined) {
    return answer.notApplicable(
      'the files of the image were not looked at (plimsoll host --image-files)',
    );
  }
  if (view.content.state !== 'value') {
    return answer.couldNotRead(
      `files: ${view.content.state === 'unread' ? view.content.code : 'none'}`,
    );
  }
  const paths = how.of(view.content.value);
  if (paths.length > 0) answer.fail(filesFault(view, paths, how.wanted));
}
