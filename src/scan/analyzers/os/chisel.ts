import { zstdDecompressSync } from 'node:zlib';
import { FormatError } from '../../../formats/errors.ts';
import { objectOf, textOf } from '../../../formats/json-values.ts';
import { parseJsonBytes } from '../../../formats/json-members.ts';
import { decodeText, lines } from '../../../formats/text.ts';
import { errorText, LimitError, limits } from '../../../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader, FoundPackage } from '../contract.ts';

function unpacked(file: FileReader): string {
  const what = `"${file.path}"`;
  try {
    const bytes = zstdDecompressSync(file.bytes, { maxOutputLength: limits.text_bytes.value });
    return decodeText(bytes, what);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw new LimitError('text_bytes', what);
    const text = `Cannot read ${what}: ${errorText(error)}, wanted a whole zstd frame`;
    throw new FormatError('GZIP_INVALID', text, { cause: error });
  }
}

function read(file: FileReader): AnalyzerResult {
  const packages: FoundPackage[] = [];
  let known = false;
  for (const { text } of lines(unpacked(file))) {
    if (text.trim() === '') continue;
    const entry = objectOf(parseJsonBytes(Buffer.from(text), `"${file.path}"`));
    known ||= textOf(entry['jsonwall']) !== undefined;
    const name = textOf(entry['name']);
    const version = textOf(entry['version']);
    if (entry['kind'] !== 'package' || name === undefined || version === undefined) continue;
    const arch = textOf(entry['arch']);
    const sha256 = textOf(entry['sha256']);
    packages.push({
      name,
      version,
      type: 'deb',
      ...(arch === undefined ? {} : { arch }),
      ...(sha256 === undefined ? {} : { digest: `sha256:${sha256}` }),
    });
  }
  if (!known)
    throw new FormatError(
      'METADATA_INVALID',
      `Cannot read "${file.path}": found no jsonwall header`,
    );
  return { packages };
}

/** What Chisel cut out of Ubuntu's packages: such images have no database of dpkg. https://documentation.ubuntu.com/chisel */
export const chisel: FileAnalyzer = {
  id: 'chisel',
  version: 1,
  type: 'deb',
  finds: 'installed',
  files: ['**/chisel/manifest.wall'],
  wants: (path) =>
    path.endsWith('chisel/manifest.wall') && /(?:^|\/)chisel\/manifest\.wall$/.test(path),
  read,
};
