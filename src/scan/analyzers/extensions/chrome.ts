import { FormatError } from '../../../formats/errors.ts';
import { parseJsonBytes } from '../../../formats/json-members.ts';
import { objectOf, textOf } from '../../../formats/json-values.ts';
import { LimitError, limits } from '../../../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';

/** Chrome keeps each version of an extension in `Extensions/ID/VERSION`. */
const place = /(?:^|\/)Extensions\/([^/]+)\/[^/]+\/manifest\.json$/;

/** Ids are made of 32 letters a to p; other programs have folders of that name too. */
const extensionId = /^[a-p]{32}$/;

function read(file: FileReader): AnalyzerResult {
  if (file.bytes.length > limits.config_bytes.value)
    throw new LimitError('config_bytes', `"${file.path}"`, file.bytes.length);
  const id = place.exec(file.path)?.[1] ?? '';
  if (!extensionId.test(id)) return {};
  const manifest = objectOf(parseJsonBytes(file.bytes, `"${file.path}"`));
  const version = textOf(manifest['version']);
  if (version === undefined || textOf(manifest['name']) === undefined) {
    const message = `Cannot read "${file.path}": found no name and version, wanted an extension's manifest`;
    throw new FormatError('METADATA_INVALID', message);
  }
  return { packages: [{ name: id, version, type: 'chrome-extension' }] };
}

/** Extensions of Chrome, Chromium and the browsers made from it; https://developer.chrome.com/docs/extensions/reference/manifest. */
export const chromeExtension: FileAnalyzer = {
  id: 'chrome-extension',
  version: 1,
  type: 'chrome-extension',
  resultType: 'chrome-extension',
  finds: 'installed',
  files: ['**/Extensions/*/*/manifest.json'],
  wants: (path) => path.endsWith('/manifest.json') && place.test(path),
  read,
};
