import type { Message, ReportError, ReportNote } from '../model/index.ts';
import { messageTables } from '../model/messages/index.ts';
import { reportMessages } from '../model/messages/report.ts';
import { format } from '../model/messages/table.ts';
import type { RenderOptions } from './contract.ts';

type Params = Readonly<Record<string, string | number>>;

/** The report's words in one language. */
export interface Words {
  /** A sentence of the report's own table. */
  readonly say: (id: string, params?: Params) => string;
  /** The sentence `id.one` or `id.many`, by number; `{count}` is the number. */
  readonly count: (id: string, count: number, params?: Params) => string;
  /** A message that travels with a finding, note or error: translated where it or a table is, else its English text. */
  readonly tell: (message: Message | ReportNote | ReportError) => string;
  /** A list in words. */
  readonly list: (items: readonly string[]) => string;
}

/** The words for a language. */
export function wordsFor(lang: RenderOptions['lang']): Words {
  const say: Words['say'] = (id, params = {}) => {
    const row = Object.hasOwn(reportMessages, id) ? reportMessages[id] : undefined;
    return row === undefined ? id : format(row[lang], params);
  };
  return {
    say,
    count: (id, count, params = {}) =>
      say(`${id}.${count === 1 ? 'one' : 'many'}`, { ...params, count }),
    tell: (message) => {
      if (lang === 'en') return message.text;
      if ('translations' in message && message.translations !== undefined) {
        return message.translations[lang];
      }
      if (!('id' in message)) return message.text;
      const table = messageTables.find((one) => Object.hasOwn(one, message.id));
      const template = table?.[message.id]?.[lang];
      return template === undefined ? message.text : format(template, message.params);
    },
    list: (items) => items.join(say('list.comma')),
  };
}
