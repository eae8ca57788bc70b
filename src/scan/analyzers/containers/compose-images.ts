import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import { readYaml } from '../../../formats/yaml.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { baseName } from '../paths.ts';
import { imageNamed, withVariables } from './image-name.ts';

const nothing: ReadonlyMap<string, string> = new Map();

/** The `image` of a service, its own or one merged in by `<<: *base`. */
function imageOf(service: unknown): string | undefined {
  const own = objectOf(service);
  const merged = own['<<'];
  return (
    textOf(own['image']) ??
    [merged, ...listOf(merged)]
      .map((one) => textOf(objectOf(one)['image']))
      .find((image) => image !== undefined)
  );
}

function read(file: FileReader): AnalyzerResult {
  const { value, lineOf } = readYaml(file.text(), `"${file.path}"`, { texts: true });
  const packages = Object.entries(objectOf(objectOf(value)['services'])).flatMap(
    ([name, service]) => {
      const line = lineOf(['services', name, 'image']) ?? lineOf(['services', name]);
      // Values come from the environment of whoever runs it; only defaults are known here.
      const image = imageNamed(withVariables(imageOf(service) ?? '', nothing), line);
      return image === undefined ? [] : { ...image, relationship: 'direct' as const };
    },
  );
  return { packages };
}

/** The images that compose files run. */
export const composeImages: FileAnalyzer = {
  id: 'compose-images',
  version: 1,
  type: 'docker',
  finds: 'lockfile',
  files: ['**/compose.yaml', '**/compose.yml', '**/docker-compose*.yaml', '**/docker-compose*.yml'],
  wants: (path) =>
    /\.ya?ml$/.test(path) && /^(?:docker-compose.*|compose)\.ya?ml$/.test(baseName(path)),
  read,
};
