import type { XmlElement } from '../../../formats/xml.ts';
import { childText } from '../../../formats/xml.ts';
import type { FoundPackage } from '../contract.ts';
import type { Problem } from '../problems.ts';
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

/** True for a name that is written out: no property, item list or metadata is left in it. */
export function isWrittenOut(name: string): boolean {
  return name.length <= longest && !/[$@%]\(/.test(name);
}

/** What is told of a reference whose name nobody but MSBuild can work out. */
export function unnamed(name: string, line: number): Problem {
  const text = `Cannot list the package "${name.slice(0, 60)}" of line ${line}: found no value for its name, wanted a name of at most ${longest} characters`;
  return { code: 'LOCKFILE_INVALID', text, line };
}

/**
 * Packages that items of these names give: `Include` (or `Update`, which completes an item of an
 * imported file) with the version as attribute or element. Names may still hold `$(…)`.
 */
export function packageItems(
  root: XmlElement,
  names: ReadonlySet<string>,
  properties: Properties,
): readonly (FoundPackage & { readonly lines: { readonly startLine: number } })[] {
  return elementsNamed(root, names).flatMap((item) => {
    const { attributes, startLine, endLine } = item;
    const field = (name: string): string | undefined =>
      attributes.get(name) ?? childText(item, name);
    const version = field('VersionOverride') ?? field('Version') ?? '';
    const list = expand(attributes.get('Include') ?? attributes.get('Update') ?? '', properties);
    return namesOf(list).map((name) => ({
      name,
      type: 'nuget',
      ...versionOf(expand(version, properties)),
      relationship: 'direct',
      lines: { startLine, endLine },
    }));
  });
}

/** The names of a list, `Reef;Kelp`. */
export function namesOf(list: string): readonly string[] {
  return list
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
