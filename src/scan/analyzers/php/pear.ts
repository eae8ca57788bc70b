import { FormatError } from '../../../formats/errors.ts';
import { parsePhpSerialized } from '../../../formats/php-serialized.ts';
import type { PhpArray, PhpValue } from '../../../formats/php-serialized.ts';
import { purlOf } from '../../../formats/purl.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { isBelow } from '../paths.ts';

/** Where packages come from that name no channel: those of package.xml 1.0. */
const oldChannel = 'pear.php.net';

/**
 * One package of PEAR's registry, which PECL extensions share: package.xml 2.0 (`name`, `version`
 * with `release`) or 1.0 (`package`, `version`); https://pear.php.net/manual/en/guide.developers.package2.php.
 */
function read(file: FileReader): AnalyzerResult {
  const what = `"${file.path}"`;
  const entry = arrayOf(parsePhpSerialized(file.bytes, what));
  const version = entry?.get('version');
  const release = textOf(arrayOf(version)?.get('release')) ?? textOf(version);
  const name = textOf(entry?.get('name')) ?? textOf(entry?.get('package'));
  if (name === undefined || release === undefined) {
    throw new FormatError('METADATA_INVALID', `Cannot read ${what}: found no name or no version`);
  }
  const licence = entry?.get('license') ?? entry?.get('release_license');
  const license = textOf(arrayOf(licence)?.get('_content')) ?? textOf(licence);
  const namespace = textOf(entry?.get('channel')) ?? oldChannel;
  return {
    packages: [
      {
        name,
        version: release,
        type: 'pear',
        purl: purlOf({ type: 'pear', namespace, name, version: release }),
        ...(license === undefined ? {} : { licenses: [license] }),
      },
    ],
  };
}

function arrayOf(value: PhpValue | undefined): PhpArray | undefined {
  return value instanceof Map ? value : undefined;
}

function textOf(value: PhpValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 1024 ? value : undefined;
}

/** What `pear` and `pecl` installed. */
export const pear: FileAnalyzer = {
  id: 'pear',
  version: 1,
  type: 'pear',
  resultType: 'pear',
  finds: 'installed',
  files: ['**/.registry/**/*.reg'],
  wants: (path) => path.endsWith('.reg') && isBelow(path, '.registry'),
  read,
};
