import type { SpanTree } from '../../../formats/json-spans.ts';
import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { FoundPackage } from '../contract.ts';
import { problemsOf } from '../problems.ts';
import type { Problem } from '../problems.ts';

/** Packagist allows names of some 150 characters, versions of Git branches get longer. */
const longest = 1024;

/** One list of packages in a lockfile or an installed.json. */
export interface ComposerSection {
  readonly entries: unknown;
  /** Where the elements of the list stand. */
  readonly spans: SpanTree | undefined;
  /** Whether a package of this list is for development only. */
  readonly dev: (name: string) => boolean;
}

/** Packages that are meant, not `php`, `ext-json` or `composer-runtime-api`: those are the platform. */
export function isPackageName(name: string): boolean {
  return name.includes('/') && name.length <= longest;
}

/** Packages of all sections; https://getcomposer.org/doc/04-schema.md tells the members of one. */
export function composerPackages(sections: readonly ComposerSection[]): {
  readonly packages: readonly FoundPackage[];
  readonly problems?: readonly Problem[];
} {
  const rows = sections.flatMap((section) =>
    listOf(section.entries).map((value, index) => ({
      entry: objectOf(value),
      lines: section.spans?.members.get(String(index))?.span,
      section,
    })),
  );
  const ids = idsByName(rows.map(({ entry }) => entry));
  const packages: FoundPackage[] = [];
  const problems: Problem[] = [];
  for (const { entry, lines, section } of rows) {
    const name = textOf(entry['name']);
    const version = textOf(entry['version']);
    if (name === undefined || version === undefined || name.length + version.length > longest) {
      const text = `Cannot list a package of the file: found no name or no version of at most ${longest} characters`;
      problems.push({
        code: 'LOCKFILE_INVALID',
        text,
        ...(lines === undefined ? {} : { line: lines.startLine }),
      });
      continue;
    }
    const licenses = licensesOf(entry);
    const needs = new Set(
      Object.keys(objectOf(entry['require'])).flatMap((one) => ids.get(one.toLowerCase()) ?? []),
    );
    packages.push({
      name,
      version,
      type: 'composer',
      ...(section.dev(name) ? { dev: true } : {}),
      ...(needs.size === 0 ? {} : { dependsOn: [...needs] }),
      ...(licenses.length === 0 ? {} : { licenses }),
      ...(lines === undefined ? {} : { lines }),
    });
  }
  return { packages, ...problemsOf(problems) };
}

/** A list is a choice, and so is `(MIT or BSD-2-Clause)`; other expressions stay whole. */
function licensesOf(entry: JsonObject): string[] {
  const { license } = entry;
  const told = typeof license === 'string' && license !== '' ? [license] : textsOf(license);
  return told.flatMap((text) =>
    / or /i.test(text) && !/ (?:and|with) /i.test(text)
      ? text.replaceAll(/[()]/g, '').split(/ or /i)
      : [text],
  );
}

/** `name@version` by every name that a package answers to: its own, and those it replaces or provides. */
function idsByName(entries: readonly JsonObject[]): ReadonlyMap<string, string> {
  const own = new Map<string, string>();
  const stands = new Map<string, string>();
  for (const entry of entries) {
    const name = textOf(entry['name']) ?? '';
    const id = `${name}@${textOf(entry['version']) ?? ''}`;
    if (id.length > longest) continue;
    own.set(name.toLowerCase(), id);
    for (const member of ['replace', 'provide'])
      for (const other of Object.keys(objectOf(entry[member])))
        if (isPackageName(other)) stands.set(other.toLowerCase(), id);
  }
  return new Map([...stands, ...own]);
}
