import { parsePurl } from '../formats/purl.ts';

/**
 * Whether a package URL is meant by another one: same type, namespace and name, and the same
 * version and qualifiers where the pattern has them. Undefined when the pattern is no package URL.
 */
export function purlPattern(pattern: string): ((purl: string) => boolean) | undefined {
  const wanted = parsePurl(pattern);
  if (wanted === undefined) return undefined;
  const { type, namespace, name, version, qualifiers = {} } = wanted;
  return (purl) => {
    const found = parsePurl(purl);
    if (found?.type !== type || found.namespace !== namespace || found.name !== name) return false;
    if (version !== undefined && version !== found.version) return false;
    return Object.entries(qualifiers).every(
      ([key, value]) =>
        Object.hasOwn(found.qualifiers ?? {}, key) && found.qualifiers?.[key] === value,
    );
  };
}
