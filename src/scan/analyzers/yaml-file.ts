import { FormatError } from '../../formats/errors.ts';
import { objectOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import { readYaml } from '../../formats/yaml.ts';
import type { YamlDocument } from '../../formats/yaml.ts';
import type { FileReader } from './contract.ts';

/** A YAML file whose top is a mapping. */
export interface YamlFile {
  readonly top: JsonObject;
  readonly lineOf: YamlDocument['lineOf'];
}

/**
 * The YAML mapping that a wanted file consists of, every scalar as it is written (`1.10` stays
 * `1.10`). A stranger wrote it: read it through `json-values.ts`.
 * @throws {FormatError} YAML_INVALID; LOCKFILE_INVALID for a list, a text or nothing.
 * @throws {LimitError} `text_bytes`, `json_depth`.
 */
export function yamlFileOf(file: FileReader): YamlFile {
  const { value, lineOf } = readYaml(file.text(), `"${file.path}"`, { texts: true });
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FormatError('LOCKFILE_INVALID', `Cannot read "${file.path}": found no YAML mapping`);
  return { top: objectOf(value), lineOf };
}
