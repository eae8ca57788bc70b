import type { ErrorCatalogue, Text } from '../model/index.ts';
import { errorCatalogues } from '../tasks/error-catalogues.ts';
import { usageErrors } from './error-catalogue.ts';

const catalogues: readonly ErrorCatalogue[] = [usageErrors, ...errorCatalogues];

/** Codes that stand in no catalogue: limits have a page of their own, and defects say nothing more. */
const limit: Text = {
  en: 'A limit on what strangers wrote was reached, so a part was not read. docs/reference/limits.md lists them.',
  'zh-CN': '达到了读取上限，有一部分未读取。`docs/reference/limits.md` 列出了各项上限。',
};
const defect: Text = {
  en: 'Plimsoll failed: a defect of its own. Please report it.',
  'zh-CN': 'Plimsoll 自身出错，这是程序缺陷，请提交报告。',
};

/** What an error code means and what to do; undefined for codes of the operating system and of other programs. */
export function meaningOf(code: string): Text | undefined {
  if (code === 'INTERNAL') return defect;
  if (code.startsWith('LIMIT_')) return limit;
  return catalogues.find((catalogue) => Object.hasOwn(catalogue, code))?.[code];
}
