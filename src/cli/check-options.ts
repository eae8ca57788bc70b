import { toolSettings } from '../tasks/tool-settings.ts';
import type { CheckOptions } from '../tasks/check-files.ts';
import { UsageError } from './errors.ts';
import { clockOf } from './scan-options.ts';
import type { CommandInput } from './spec.ts';

/**
 * What the options of a judging command ask for.
 * @throws {UsageError} USAGE_ARGUMENT when no path is named.
 */
export function checkOptionsOf(input: CommandInput): CheckOptions {
  const { options } = input;
  if (input.arguments.length === 0) {
    throw new UsageError('USAGE_ARGUMENT', {
      en: 'Cannot check nothing: found no path, wanted files or folders ("." is this one, "-" standard input)',
      'zh-CN': '没有可检查的内容：请指定文件或目录（"." 为当前目录，"-" 为标准输入）',
    });
  }
  const as = options.text('as');
  const standards = options.list('standard');
  return {
    ...(as === undefined ? {} : { as }),
    ...(standards.length === 0 ? {} : { standards }),
    include: options.list('include'),
    rules: options.list('rules'),
    settings: toolSettings(),
    skipDirs: options.list('skip-dirs'),
    skipFiles: options.list('skip-files'),
    now: new Date(clockOf(input).now()),
  };
}
