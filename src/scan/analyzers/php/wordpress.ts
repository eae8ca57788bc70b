import { lines } from '../../../formats/text.ts';
import { purlOf } from '../../../formats/purl.ts';
import type { AnalyzerResult, FileAnalyzer, FileReader } from '../contract.ts';
import { baseName } from '../paths.ts';

/** WordPress itself looks no further into a file for its header. */
const headerLength = 8192;
const longest = 1024;

/** Fields of the comment that WordPress reads, by their names in lower case; the first of a name counts. */
function headerOf(file: FileReader): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const { text } of lines(file.text().slice(0, headerLength))) {
    const line = text.replace(/^[ \t]*(?:<\?php)?[ \t/*#@]*/, '');
    const at = line.indexOf(':');
    if (at <= 0) continue;
    const name = line.slice(0, at).toLowerCase();
    const value = line.slice(at + 1).replace(/(?:\*\/|\?>).*$/s, '');
    if (!fields.has(name) && value.length <= longest) fields.set(name, value.trim());
  }
  return fields;
}

/** Folder of a plugin or theme below `wp-content`, or the name of a plugin that is one file. */
const place = /(?:^|\/)wp-content\/(plugins|themes)\/([^/]+?)(?:\.php|\/[^/]+\.(?:php|css))$/;

function readHeader(file: FileReader): AnalyzerResult {
  const [, kind, slug] = place.exec(file.path) ?? [];
  const fields = headerOf(file);
  const name = fields.get(kind === 'themes' ? 'theme name' : 'plugin name');
  const version = fields.get('version');
  // Any PHP file of a plugin may be its main one; only that has the header.
  if (name === undefined || name === '' || version === undefined || version === '') return {};
  const licence = fields.get('license');
  return {
    packages: [
      {
        name,
        version,
        type: 'wordpress',
        purl: purlOf({ type: 'wordpress', name: slug ?? name, version }),
        ...(licence === undefined || licence === '' ? {} : { licenses: [licence] }),
      },
    ],
  };
}

function readCore(file: FileReader): AnalyzerResult {
  const version = /^[ \t]*\$wp_version[ \t]*=[ \t]*['"]([^'"\n]{1,100})['"]/m.exec(
    file.text(),
  )?.[1];
  return version === undefined
    ? {}
    : { packages: [{ name: 'wordpress', version, type: 'wordpress' }] };
}

/** Plugins and themes by the comment at the top of their main file; https://developer.wordpress.org/plugins/plugin-basics/header-requirements. */
export const wordpressPlugin: FileAnalyzer = {
  id: 'wordpress-plugin',
  version: 1,
  type: 'wordpress',
  resultType: 'wordpress',
  finds: 'installed',
  files: ['**/wp-content/plugins/**/*.php', '**/wp-content/themes/*/style.css'],
  wants: (path) => {
    if (path.endsWith('.php')) return path.includes('wp-content/plugins/') && place.test(path);
    return path.endsWith('/style.css') && path.includes('wp-content/themes/') && place.test(path);
  },
  read: readHeader,
};

/** WordPress itself. */
export const wordpress: FileAnalyzer = {
  id: 'wordpress',
  version: 1,
  type: 'wordpress',
  resultType: 'wordpress',
  finds: 'installed',
  files: ['**/wp-includes/version.php'],
  wants: (path) => path.endsWith('wp-includes/version.php') && baseName(path) === 'version.php',
  read: readCore,
};
