import { childOf, childrenOf, childText, parseXml } from '../../../formats/xml.ts';
import type { XmlElement } from '../../../formats/xml.ts';
import { FormatError } from '../../../formats/errors.ts';

/** A dependency as a pom.xml writes it, placeholders included. */
export interface PomDependency {
  readonly group: string;
  readonly artifact: string;
  readonly version?: string;
  readonly scope?: string;
  readonly type?: string;
  readonly classifier?: string;
  readonly optional?: string;
  readonly startLine: number;
  readonly endLine: number;
}

/** What a profile adds when it is active, which only its `activeByDefault` tells without running Maven. */
export interface PomProfile {
  readonly id: string;
  readonly active: boolean;
  readonly properties: readonly (readonly [string, string])[];
  readonly dependencies: readonly PomDependency[];
  readonly managed: readonly PomDependency[];
}

/** A pom.xml as written; plain data, because it crosses threads and lies in caches. */
export interface PomModel {
  readonly group?: string;
  readonly artifact: string;
  readonly version?: string;
  readonly packaging?: string;
  readonly parent?: {
    readonly group: string;
    readonly artifact: string;
    readonly version: string;
    /** Absent: `../pom.xml`. Empty: in no folder, only in a repository. */
    readonly relativePath?: string;
  };
  readonly properties: readonly (readonly [string, string])[];
  readonly dependencies: readonly PomDependency[];
  readonly managed: readonly PomDependency[];
  readonly licenses: readonly string[];
  readonly profiles: readonly PomProfile[];
  readonly startLine: number;
}

/**
 * Reads a Maven project file; https://maven.apache.org/ref/current/maven-model/maven.html.
 * @throws {FormatError} XML_INVALID, or LOCKFILE_INVALID when it is no project.
 */
export function parsePom(text: string, what: string): PomModel {
  const root = parseXml(text, what);
  if (root.name !== 'project') {
    throw new FormatError(
      'LOCKFILE_INVALID',
      `Cannot read ${what}: found <${root.name}>, wanted <project>`,
    );
  }
  const parent = childOf(root, 'parent');
  return {
    ...optional('group', childText(root, 'groupId')),
    artifact: childText(root, 'artifactId') ?? '',
    ...optional('version', childText(root, 'version')),
    ...optional('packaging', childText(root, 'packaging')),
    ...(parent === undefined ? {} : { parent: parentOf(parent) }),
    properties: propertiesOf(root),
    dependencies: dependenciesOf(root),
    managed: dependenciesOf(childOf(root, 'dependencyManagement')),
    licenses: childrenOf(childOf(root, 'licenses'), 'license').flatMap(
      (license) => childText(license, 'name') ?? childText(license, 'url') ?? [],
    ),
    profiles: childrenOf(childOf(root, 'profiles'), 'profile').map(profileOf),
    startLine: root.startLine,
  };
}

function parentOf(parent: XmlElement): NonNullable<PomModel['parent']> {
  const path = childOf(parent, 'relativePath');
  return {
    group: childText(parent, 'groupId') ?? '',
    artifact: childText(parent, 'artifactId') ?? '',
    version: childText(parent, 'version') ?? '',
    ...(path === undefined ? {} : { relativePath: path.text }),
  };
}

function profileOf(profile: XmlElement): PomProfile {
  const activation = childOf(profile, 'activation');
  return {
    id: childText(profile, 'id') ?? '',
    active: childText(activation, 'activeByDefault') === 'true',
    properties: propertiesOf(profile),
    dependencies: dependenciesOf(profile),
    managed: dependenciesOf(childOf(profile, 'dependencyManagement')),
  };
}

function propertiesOf(element: XmlElement): (readonly [string, string])[] {
  const properties = childOf(element, 'properties')?.children ?? [];
  return properties.map(({ name, text }) => [name, text] as const);
}

function dependenciesOf(element: XmlElement | undefined): PomDependency[] {
  return childrenOf(childOf(element, 'dependencies'), 'dependency').map((dependency) => ({
    group: childText(dependency, 'groupId') ?? '',
    artifact: childText(dependency, 'artifactId') ?? '',
    ...optional('version', childText(dependency, 'version')),
    ...optional('scope', childText(dependency, 'scope')),
    ...optional('type', childText(dependency, 'type')),
    ...optional('classifier', childText(dependency, 'classifier')),
    ...optional('optional', childText(dependency, 'optional')),
    startLine: dependency.startLine,
    endLine: dependency.endLine,
  }));
}

function optional<Key extends string>(
  key: Key,
  value: string | undefined,
): Partial<Readonly<Record<Key, string>>> {
  return value === undefined ? {} : ({ [key]: value } as Readonly<Record<Key, string>>);
}
