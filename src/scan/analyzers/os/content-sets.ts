import { FormatError } from '../../../formats/errors.ts';
import { parseJsonBytes } from '../../../formats/json-members.ts';
import { objectOf, textsOf } from '../../../formats/json-values.ts';
import type { FileAnalyzer } from '../contract.ts';

const folder = 'root/buildinfo/content_manifests/';
const single = 'usr/share/buildinfo/content-sets.json';

/**
 * The record that Red Hat's build system leaves of the repositories an image was built from:
 * `{metadata, content_sets: [name]}`, a file for each layer of images that build on one another, or
 * one in `/usr/share/buildinfo` since 2024.
 */
export const contentSets: FileAnalyzer = {
  id: 'content-sets',
  version: 1,
  type: 'os',
  finds: 'os',
  files: [`${folder}*.json`, single],
  wants: (path) =>
    path === single ||
    (path.startsWith(folder) && path.endsWith('.json') && !path.slice(folder.length).includes('/')),
  read: (file) => {
    const value = parseJsonBytes(file.bytes, `"${file.path}"`);
    const names = textsOf(objectOf(value)['content_sets']).filter((name) => name.length <= 200);
    if (!Array.isArray(objectOf(value)['content_sets'])) {
      const text = `Cannot read "${file.path}": found no list "content_sets", expected one`;
      throw new FormatError('METADATA_INVALID', text);
    }
    return names.length === 0 ? {} : { os: { contentSets: names } };
  },
};
