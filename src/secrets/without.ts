import { errorCode } from '../model/index.ts';
import type { SecretFinder } from './find.ts';

/** Shown in place of a text in which nobody can look for credentials. */
const hidden = '***';

/** Makes a function that replaces every credential in a text by what may be shown of it. */
export function secretRemover(find: SecretFinder): (text: string) => string {
  return (text) => {
    try {
      const parts: string[] = [];
      let at = 0;
      for (const { range, redacted } of find(text)) {
        parts.push(text.slice(at, range[0]), redacted);
        at = range[1];
      }
      return at === 0 ? text : parts.join('') + text.slice(at);
    } catch (error) {
      if (errorCode(error).startsWith('LIMIT_')) return hidden;
      throw error;
    }
  };
}
