import { purlOf } from '../../../formats/purl.ts';
import { lines } from '../../../formats/text.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { hasBaseName } from '../paths.ts';

/** Releases with all their modules listed stay below 3 KB; other files of the name are not read. */
const largest = 65_536;

/** `KEY="value"` lines; the names are the JDK's own. */
function parseRelease(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const { text: line } of lines(text)) {
    const [, key = '', value = ''] = /^([A-Z_]{1,64})="?([^"]*)"?$/.exec(line.trimEnd()) ?? [];
    if (key !== '') fields.set(key, value);
  }
  return fields;
}

/** Maker and product by which advisories know a runtime; OpenJDK's own are Oracle's too. */
function productOf(
  fields: ReadonlyMap<string, string>,
  path: string,
): readonly [maker: string, product: string] {
  const implementor = (fields.get('IMPLEMENTOR') ?? '').toLowerCase();
  if (implementor.includes('azul') || path.includes('zulu')) return ['azul', 'zulu'];
  const commercial = fields.get('BUILD_TYPE') === 'commercial';
  if (!commercial && !implementor.startsWith('oracle corporation')) return ['oracle', 'openjdk'];
  const image = fields.get('IMAGE_TYPE') ?? (path.includes('jre') ? 'JRE' : 'JDK');
  return ['oracle', image === 'JRE' ? 'jre' : 'jdk'];
}

function read(file: FileReader): AnalyzerResult {
  const fields = parseRelease(file.text());
  const java = fields.get('JAVA_VERSION');
  if (java === undefined) return {};
  const version = fields.get('JAVA_RUNTIME_VERSION') ?? fields.get('FULL_VERSION') ?? java;
  const [namespace, name] = productOf(fields, file.path.toLowerCase());
  const implementor = fields.get('IMPLEMENTOR');
  return {
    packages: [
      {
        name,
        version,
        type: 'jvm',
        purl: purlOf({ type: 'generic', namespace, name, version }),
        ...(implementor === undefined ? {} : { maintainer: implementor }),
      },
    ],
  };
}

/** The `release` file of a Java development kit or runtime; https://openjdk.org/jeps/223. */
export const jvmRelease: FileAnalyzer = {
  id: 'jvm-release',
  version: 1,
  type: 'jvm',
  resultType: 'jvm',
  finds: 'installed',
  files: ['**/release'],
  wants: (path, { size }) => hasBaseName(path, 'release') && size <= largest,
  read,
};
