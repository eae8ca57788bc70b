import { LimitError, limits } from '../model/index.ts';

/**
 * Main attributes of a JAR manifest, names in lower case because they have no case. Lines that go on
 * start with a space; the sections of single files, after the first empty line, are left out.
 * https://docs.oracle.com/en/java/javase/21/docs/specs/jar/jar.html#jar-manifest
 * @throws {LimitError} `config_bytes`.
 */
export function parseManifest(text: string, what: string): ReadonlyMap<string, string> {
  if (text.length > limits.config_bytes.value)
    throw new LimitError('config_bytes', what, text.length);
  const found = new Map<string, string>();
  let name = '';
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line === '') {
      // Some tools begin with empty lines.
      if (found.size > 0) break;
      continue;
    }
    if (line[0] === ' ') {
      if (name !== '') found.set(name, (found.get(name) ?? '') + line.slice(1));
      continue;
    }
    const colon = line.indexOf(':');
    name = line.slice(0, Math.max(colon, 0)).toLowerCase();
    if (name !== '') found.set(name, line.slice(colon + 1).trimStart());
  }
  return found;
}
