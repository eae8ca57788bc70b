import type { ErrorCatalogue } from '../model/index.ts';
import type { ReportErrorCode } from './errors.ts';

/** What can go wrong when a report is written or read back, and what to do about it. */
export const reportErrors: ErrorCatalogue<ReportErrorCode> = {
  REPORT_FORMAT: {
    en: 'There is no output format of that name. The reference lists those there are.',
    'zh-CN': '没有这个名称的输出格式。参考文档列出了可用的格式。',
  },
  REPORT_INVALID: {
    en: 'The file is no JSON report of schema version 2. Only what `-f json` writes can be converted.',
    'zh-CN': '文件不是 schema 版本 2 的 JSON 报告。只能转换 `-f json` 写出的内容。',
  },
  REPORT_FOREIGN: {
    en: 'Another program wrote the JSON report. It is read as far as it goes; scan again to know what could not be judged.',
    'zh-CN': '该 JSON 报告由其他程序写出。已尽可能读取；如需知道哪些无法判断，请重新扫描。',
  },
  REPORT_TEMPLATE: {
    en: 'The format template needs a template. Give one with --template @FILE.',
    'zh-CN': 'template 格式需要模板。请用 --template @FILE 提供。',
  },
  REPORT_ENTRY: {
    en: 'Entries of the JSON report have no name or id and were left out. Write the report again.',
    'zh-CN': 'JSON 报告中有条目没有名称或 id，已略过。请重新生成报告。',
  },
};
