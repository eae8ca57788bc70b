import type { Report, ReportError } from '../model/index.ts';
import { format } from '../model/messages/table.ts';
import { sentence } from './help.ts';
import type { Language } from './spec.ts';

type Problem = Pick<ReportError, 'code' | 'text' | 'translations'>;

/**
 * Problems with their sentences in the user's language: as the place that threw them wrote it, else
 * what the code means and then the English sentence. The catalogue is loaded only for the latter.
 */
export async function translated<P extends Problem>(
  problems: readonly P[],
  lang: Language,
): Promise<readonly P[]> {
  if (lang === 'en' || problems.every(({ translations }) => translations !== undefined))
    return problems;
  const { meaningOf } = await import('./error-meanings.ts');
  return problems.map((problem) => {
    const meaning = meaningOf(problem.code)?.[lang];
    if (problem.translations !== undefined || meaning === undefined) return problem;
    const text = format(sentence('error.detail', lang), { meaning, text: problem.text });
    return { ...problem, translations: { [lang]: text } };
  });
}

/** A report whose errors have their sentences in the user's language. */
export async function inLanguage(report: Report, lang: Language): Promise<Report> {
  const errors = await translated(report.errors, lang);
  return errors === report.errors ? report : { ...report, errors };
}

/** The sentence of a problem in the user's language, with its code. */
export async function problemLine(problem: Problem, lang: Language): Promise<string> {
  const [told = problem] = await translated([problem], lang);
  return `${textIn(told, lang)} [${problem.code}]`;
}

/** The sentence of a problem that was translated before. */
export function textIn({ text, translations }: Problem, lang: Language): string {
  return lang === 'en' ? text : (translations?.[lang] ?? text);
}
