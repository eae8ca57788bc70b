import type { XmlElement } from '../../../formats/xml.ts';
import { childText } from '../../../formats/xml.ts';
import type { FoundPackage } from '../contract.ts';
import { longest, versionOf } from './nuget-names.ts';

/** Values of `$(Name)`, by name in lower case: MSBuild knows no case in them. */
export type Properties = ReadonlyMap<string, string>;

/** Values lead to values; real files stay below three steps. */
const steps = 8;

/** Elements of these names anywhere in a project, in order; conditions are not evaluated, so both sides count. */
function elementsNamed(root: XmlElement, names: ReadonlySet<string>): XmlElement[] {
  const found: XmlElement[] = [];
  const pending: XmlElement[] = [root];
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    if (names.has(element.name)) found.push(element);
    for (let index = element.children.length - 1; index >= 0; index -= 1) {
      const child = element.children[index];
      if (child !== undefined) pending.push(child);
    }
  }
  return found;
}

/** Properties that a file sets; of several settings the last counts, as MSBuild has it. */
export function propertiesOf(root: XmlElement): Properties {
  const properties = new Map<string, string>();
  for (const group of elementsNamed(root, new Set(['PropertyGroup'])))
    for (const { name, text, children } of group.children)
      if (children.length === 0 && text.length <= longest) properties.set(name.toLowerCase(), text);
  return properties;
}

/** A text with its `$(Name)` replaced as far as their values are known. */
export function expand(text: string, properties: Properties): string {
  let expanded = text;
  for (let step = 0; step < steps && expanded.includes('$('); step += 1) {
    const next = expanded.replaceAll(
      /\$\(\s*([\w.-]{1,256})\s*\)/g,
      (whole, name: string) => properties.get(name.toLowerCase()) ?? whole,
    );
    // A value that contains itself twice would double with each step.
    if (next === expanded || next.length > longest) break;
    expanded = next;
  }
  return expanded;
}

/**
 * Packages that items of these names give: `Include` (or `Update`, which completes an item of an
 * imported file) with the version as attribute or element.
 */
export function packageItems(
  root: XmlElement,
  names: ReadonlySet<string>,
  properties: Properties,
): readonly FoundPackage[] {
  return elementsNamed(root, names).flatMap((item) => {
    const { attributes, startLine, endLine } = item;
    const field = (name: string): string | undefined =>
      attributes.get(name) ?? childText(item, name);
    const version = field('VersionOverride') ?? field('Version') ?? '';
    const list = expand(attributes.get('Include') ?? attributes.get('Update') ?? '', properties);
    return list
      .split(';')
      .map((name) => name.trim())
      .filter((name) => name !== '' && name.length <= longest && !name.includes('$('))
      .map((name): FoundPackage => ({
        name,
        type: 'nuget',
        ...versionOf(expand(version, properties)),
        relationship: 'direct',
        lines: { startLine, endLine },
      }));
  });
}
