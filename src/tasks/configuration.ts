import { FormatError } from '../formats/errors.ts';
import { readYaml } from '../formats/yaml.ts';
import type { Text } from '../model/index.ts';

/** One value of a configuration file, as options take them. */
export type ConfigurationValue = string | boolean | readonly string[];

/**
 * Reads a configuration file: a YAML mapping from option names to texts, numbers, switches or
 * lists of texts. Nothing in it is executed.
 * @throws {FormatError} YAML_INVALID for a key that no option has or a value that none can take, with its line.
 */
export function parseConfiguration(
  path: string,
  text: string,
  known: ReadonlySet<string>,
): ReadonlyMap<string, ConfigurationValue> {
  const { value, lineOf } = readYaml(text, `"${path}"`);
  if (value === null || value === undefined) return new Map();
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new FormatError('YAML_INVALID', {
      en: `Cannot read "${path}": found no mapping, wanted "option: value" lines`,
      'zh-CN': `无法读取“${path}”：应由 "option: value" 行组成`,
    });
  }
  const values = new Map<string, ConfigurationValue>();
  for (const [key, found] of Object.entries(value)) {
    const line = lineOf([key]);
    const where = line === undefined ? path : `${path}:${line}`;
    if (!known.has(key)) {
      throw fault(line, {
        en: `Cannot read "${where}": there is no option "${key}", wanted one that --help lists`,
        'zh-CN': `无法读取“${where}”：没有选项“${key}”，可用选项见 --help`,
      });
    }
    const taken = valueOf(found);
    if (taken === undefined) {
      throw fault(line, {
        en: `Cannot read "${where}": the value of "${key}" has another form, wanted a text, a number, true, false or a list of texts`,
        'zh-CN': `无法读取“${where}”：“${key}”的值格式有误，应为文本、数字、true、false 或文本列表`,
      });
    }
    values.set(key, taken);
  }
  return values;
}

function fault(line: number | undefined, text: Text): FormatError {
  return new FormatError('YAML_INVALID', text, line === undefined ? {} : { line });
}

function valueOf(found: unknown): ConfigurationValue | undefined {
  if (typeof found === 'boolean' || typeof found === 'string') return found;
  if (typeof found === 'number') return String(found);
  if (!Array.isArray(found)) return undefined;
  const items: readonly unknown[] = found;
  return items.every((item) => typeof item === 'string' || typeof item === 'number')
    ? items.map(String)
    : undefined;
}
