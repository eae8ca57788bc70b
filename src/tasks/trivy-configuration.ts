import { objectOf } from '../formats/json-values.ts';
import { readYaml } from '../formats/yaml.ts';
import { readTextFile } from '../io/text-file.ts';
import { limits } from '../model/index.ts';

/** Texts by the way to them, keys parted by dots: `scan.skip-dirs`. */
export type TrivyConfiguration = ReadonlyMap<string, readonly string[]>;

/**
 * Reads Trivy's configuration file; undefined when there is none.
 * @throws {FormatError} YAML_INVALID
 */
export function readTrivyConfiguration(path: string): TrivyConfiguration | undefined {
  const text = readTextFile(path, limits.config_bytes.value);
  if (text === undefined) return undefined;
  const found = new Map<string, readonly string[]>();
  collect(readYaml(text, `"${path}"`).value, '', found);
  return found;
}

/** The reader has bounded the depth. */
function collect(value: unknown, way: string, into: Map<string, readonly string[]>): void {
  if (Array.isArray(value)) into.set(way, value.flatMap(wordOf));
  else if (typeof value === 'object') {
    for (const [key, item] of Object.entries(objectOf(value)))
      collect(item, way === '' ? key : `${way}.${key}`, into);
  } else into.set(way, wordOf(value));
}

function wordOf(value: unknown): readonly string[] {
  return ['string', 'number', 'boolean'].includes(typeof value) ? [String(value)] : [];
}
