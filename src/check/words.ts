import type { Text, Translations } from '../model/index.ts';
import { printable } from '../model/index.ts';
import { format } from '../model/messages/table.ts';

/** A value that is written alike in every language, or words in each of them. */
export type Said = string | Text;

/** What the placeholders of a sentence stand for; words come in the language of the sentence. */
export type SaidParams = Readonly<Record<string, Said | number>>;

/** What nobody translates: a path, a setting, the words of a file or of another program. */
export function asIs(value: string): Text {
  return { en: value, 'zh-CN': value };
}

/** The same for what may be words already. */
export function asText(said: Said): Text {
  return typeof said === 'string' ? asIs(said) : said;
}

/** A sentence in each language with its placeholders filled. */
export function filled(template: Text, params: SaidParams): Text {
  return {
    en: format(template.en, inOne(params, 'en')),
    'zh-CN': format(template['zh-CN'], inOne(params, 'zh-CN')),
  };
}

/** Parameters as one language writes them. */
export function inOne(
  params: SaidParams,
  language: keyof Text,
): Readonly<Record<string, string | number>> {
  const known = Object.entries(params);
  return known.some(([, value]) => typeof value === 'object')
    ? Object.fromEntries(
        known.map(([name, value]) => [name, typeof value === 'object' ? value[language] : value]),
      )
    : (params as Readonly<Record<string, string | number>>);
}

/** Several texts in one, `between` them. */
export function joined(texts: readonly Text[], between: Text): Text {
  return {
    en: texts.map(({ en }) => en).join(between.en),
    'zh-CN': texts.map((text) => text['zh-CN']).join(between['zh-CN']),
  };
}

/** Between texts that stand beside one another. */
export const semicolon: Text = { en: '; ', 'zh-CN': '；' };

/** A text as a problem of a report holds it. */
export function problemText(text: Text): {
  readonly text: string;
  readonly translations: Translations;
} {
  return { text: text.en, translations: { 'zh-CN': text['zh-CN'] } };
}

/** What was seen of a setting, bounded and harmless, and what is wanted of it. */
export function seenWords(observed: Said, wanted: Said, most: number = 400): Text {
  const { en, 'zh-CN': chinese } = asText(observed);
  const seen = harmless({ en: en.slice(0, most), 'zh-CN': chinese.slice(0, most) });
  return filled(
    { en: '{seen}, wanted {wanted}', 'zh-CN': '{seen}，应为 {wanted}' },
    { seen, wanted },
  );
}

/** The end of a list that was cut. */
export function andMore(count: number): Text {
  return { en: `and ${count} more`, 'zh-CN': `另有 ${count} 个` };
}

/** Words that hold a stranger's, without control characters. */
export function harmless(text: Text): Text {
  return { en: printable(text.en), 'zh-CN': printable(text['zh-CN']) };
}

/** The value of a setting that nobody wrote. */
export const notSet: Text = { en: 'not set', 'zh-CN': '未设置' };
