import type { ErrorCatalogue } from '../model/index.ts';
import type { UsageErrorCode } from './errors.ts';

/** What can be wrong with a command line or a configuration file. The exit code is 2. */
export const usageErrors: ErrorCatalogue<UsageErrorCode> = {
  USAGE_OPTION: {
    en: 'An option is not known, lacks its value, or its value is not one of those allowed.',
    'zh-CN': '选项未知、缺少值，或其值不在允许范围内。',
  },
  USAGE_ARGUMENT: {
    en: 'An argument is missing, or there are more than the command takes.',
    'zh-CN': '缺少参数，或参数多于该命令所接受的数量。',
  },
  USAGE_COMMAND: {
    en: 'There is no such command. A name that is also a command is written as a path (`./context`).',
    'zh-CN': '没有这个命令。与命令同名的路径请写成路径形式（如 `./context`）。',
  },
  USAGE_CONFIGURATION: {
    en: 'plimsoll.yaml cannot be read or holds a key or value that no option has.',
    'zh-CN': 'plimsoll.yaml 无法读取，或其中的键或值不属于任何选项。',
  },
};
