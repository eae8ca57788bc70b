import type { PomModel } from './pom-model.ts';

const placeholder = /\$\{([^${}]{1,256})\}/g;
/** Values of properties that lead to one another: real chains have three links. */
const rounds = 32;
/** Longest text that is put in or comes out; coordinates stay below 300 characters. */
const longest = 1024;

/** Value of a property, when it is known. */
export type Values = (name: string) => string | undefined;

/**
 * Replaces `${name}`, also in what it is replaced by. Undefined when a name is not known, or when
 * the text leads in circles or grows without end: its writer is a stranger.
 */
export function interpolate(text: string, values: Values): string | undefined {
  let current = text;
  for (let round = 0; round < rounds; round += 1) {
    if (current.length > longest) return undefined;
    if (!current.includes('${')) return current;
    let lost = false;
    current = current.replace(placeholder, (whole, name: string) => {
      const value = values(name.trim());
      lost ||= value === undefined || value.length > longest;
      return lost ? whole : (value ?? whole);
    });
    if (lost) return undefined;
  }
  return undefined;
}

/**
 * Properties of a project: those of its active profiles, its own, then its ancestors', nearest
 * first. `project.*` always means the project itself; https://maven.apache.org/pom.html#properties.
 */
export function valuesOf(lineage: readonly PomModel[]): Values {
  const properties = new Map<string, string>();
  for (const model of lineage.toReversed()) {
    for (const [name, value] of model.properties) properties.set(name, value);
    for (const profile of model.profiles) {
      if (profile.active)
        for (const [name, value] of profile.properties) properties.set(name, value);
    }
  }
  const own = lineage[0];
  const project = new Map<string, string | undefined>([
    ['groupId', own?.group ?? own?.parent?.group],
    ['artifactId', own?.artifact],
    ['version', own?.version ?? own?.parent?.version],
    ['packaging', own?.packaging ?? 'jar'],
    ['parent.groupId', own?.parent?.group],
    ['parent.artifactId', own?.parent?.artifact],
    ['parent.version', own?.parent?.version],
  ]);
  return (name) => {
    // `pom.` and no prefix are old spellings that Maven still takes.
    const field = /^(?:project|pom)\.(.+)$/.exec(name)?.[1];
    if (field !== undefined && project.has(field)) return project.get(field);
    return properties.get(name) ?? project.get(name);
  };
}

/** Coordinates of a project itself, its parent's where it has none of its own; undefined parts cannot be told. */
export function coordinatesOf(lineage: readonly PomModel[]): {
  readonly group: string | undefined;
  readonly artifact: string | undefined;
  readonly version: string | undefined;
} {
  const [own] = lineage;
  const values = valuesOf(lineage);
  const told = (text: string | undefined): string | undefined =>
    text === undefined || text === '' ? undefined : interpolate(text, values);
  return {
    group: told(own?.group ?? own?.parent?.group),
    artifact: told(own?.artifact),
    version: told(own?.version ?? own?.parent?.version),
  };
}
