import { readTextFile } from '../io/text-file.ts';
import { errorCode, errorText, limits } from '../model/index.ts';
import { UsageError } from './errors.ts';
import type { RawValue, ValueSource } from './options.ts';
import type { OptionSpec } from './spec.ts';

/**
 * Reads `plimsoll.yaml`: keys are option names, values are texts, numbers, switches or lists. The
 * first of `paths` that exists is used; `named` (from --config) must exist.
 * @throws {UsageError} USAGE_CONFIGURATION, with the line where there is one.
 */
export async function configurationSource(
  named: string | undefined,
  paths: readonly string[],
  known: ReadonlySet<string>,
): Promise<ValueSource> {
  const found = firstText(named === undefined ? paths : [named]);
  if (found === undefined) {
    if (named !== undefined) {
      throw new UsageError('USAGE_CONFIGURATION', {
        en: `Cannot read "${named}": the file does not exist`,
        'zh-CN': `无法读取“${named}”：文件不存在`,
      });
    }
    return { origin: 'file', get: () => undefined };
  }
  const { parseConfiguration } = await import('../tasks/configuration.ts');
  let values: ReturnType<typeof parseConfiguration>;
  try {
    values = parseConfiguration(found.path, found.text, known);
  } catch (error) {
    if (errorCode(error) !== 'YAML_INVALID') throw error;
    throw new UsageError('USAGE_CONFIGURATION', errorText(error), { cause: error });
  }
  return {
    origin: 'file',
    path: found.path,
    get: (spec: OptionSpec): RawValue | undefined => values.get(spec.name),
  };
}

function firstText(paths: readonly string[]): { path: string; text: string } | undefined {
  for (const path of paths) {
    const text = readTextFile(path, limits.config_bytes.value);
    if (text !== undefined) return { path, text };
  }
  return undefined;
}
