import { objectOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { decodeText } from '../../../formats/text.ts';
import { readYaml } from '../../../formats/yaml.ts';
import { errorText } from '../../../model/index.ts';
import type { Advisory } from '../../../model/index.ts';
import type { FeedDocument, FeedRecord } from '../contract.ts';

/**
 * The one record of a YAML file, as databases of advisories in git repositories have them.
 * `advisoryOf` gets the file and its name, and gives the advisory or the reason why it is none.
 */
export function* yamlRecord(
  { name, bytes }: FeedDocument,
  advisoryOf: (file: JsonObject, name: string) => Advisory | string,
): Generator<FeedRecord> {
  try {
    const { value } = readYaml(decodeText(bytes, `"${name}"`), `"${name}"`);
    const advisory = advisoryOf(objectOf(value), name);
    yield typeof advisory === 'string'
      ? { kind: 'problem', where: name, text: advisory }
      : { kind: 'advisory', advisory };
  } catch (error) {
    yield { kind: 'problem', where: name, text: errorText(error) };
  }
}
