import type { ErrorCatalogue } from '../model/index.ts';
import type { PolicyCode } from './errors.ts';

/** What can be wrong with the rules by which findings are judged. */
export const policyErrors: ErrorCatalogue<PolicyCode> = {
  IGNORE_FILE_INVALID: {
    en: 'An ignore file is not well-formed, or an entry in it cannot be understood. Nothing was ignored by it; correct the line that the message names.',
    'zh-CN': '忽略文件格式有误，或其中有条目无法理解。未据其忽略任何内容；请改正消息指出的行。',
  },
};
