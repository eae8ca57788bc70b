import { errorText, printable } from '../model/index.ts';
import type { Opened, SourceFile, Unread, View } from './contract.ts';

/**
 * Views of files that hold JSON: one object, or a list of them as `docker inspect` prints it. A
 * stranger may have written the text; what is no such object is told, never left out.
 */
export function openJsonViews<V extends View>(
  files: readonly SourceFile[],
  what: string,
  read: (json: unknown, path: string, text: string) => V | undefined,
): Opened<V> {
  const views: V[] = [];
  const unread: Unread[] = [];
  for (const { path, text } of files) {
    try {
      const json: unknown = JSON.parse(text);
      for (const one of Array.isArray(json) ? (json as readonly unknown[]) : [json]) {
        const view = read(one, path, text);
        if (view === undefined) unread.push(refusal(path, `found no ${what}`, what));
        else views.push(view);
      }
    } catch (error) {
      unread.push(refusal(path, errorText(error), what));
    }
  }
  return { views, unread };
}

function refusal(path: string, found: string, what: string): Unread {
  const text = `Cannot read "${printable(path)}": ${found}, wanted ${what} as JSON`;
  return { subject: path, code: 'CHECK_DOCUMENT', text, location: { file: { path } } };
}
