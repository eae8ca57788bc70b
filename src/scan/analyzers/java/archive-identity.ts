import { parseManifest } from '../../../formats/jar-manifest.ts';
import { parseProperties } from '../../../formats/java-properties.ts';
import { errorCode, errorText } from '../../../model/index.ts';
import type { FoundPackage } from '../contract.ts';
import type { Problem } from '../problems.ts';
import type { ArchiveFacts } from './archive-walk.ts';
import { isMavenId, mavenName } from './coordinates.ts';
import { splitFileName } from './file-name.ts';
import { knownGroupOf } from './known-groups.ts';
import { parsePom } from './pom-model.ts';
import { coordinatesOf } from './pom-values.ts';

/** Packages of one archive, without those of archives inside it. */
export interface Identified {
  readonly packages: readonly FoundPackage[];
  readonly problems: readonly Problem[];
}

/** A version as tools write it; templates, commit ids and texts for people are none. */
const versionForm = /^v?\d[\w.+~-]{0,127}$/;

/** First parts of reversed domain names; what begins otherwise is a title or a domain as people write it. */
const reversedDomain =
  /^(?:com|org|net|io|edu|gov|dev|app|info|biz|cloud|ai|co|me|eu|de|fr|nl|uk|us|ch|at|it|be|se|jp|cn|ru|javax|jakarta)\.[\w.-]+$/;

/** Ids of whole organisations, under which nothing is published itself. */
const umbrellas: ReadonlySet<string> = new Set([
  'com.google',
  'com.ibm',
  'com.oracle',
  'com.sun',
  'net.java',
  'org.apache',
  'org.codehaus',
  'org.eclipse',
  'org.jboss',
  'org.unicode',
]);

/**
 * Says which packages an archive is, by falling trust: pom.properties, the pom.xml inside, the
 * manifest, the name of the file. Maven's files tell all packages that were merged into one
 * archive; manifest and file name only the archive's own.
 */
export function identify(facts: ArchiveFacts): Identified {
  const problems: Problem[] = [];
  const found = mavenPackages(facts, problems);
  const own = ownOf(facts, [...found.values()]);
  const place = facts.within === '' ? {} : { within: facts.within };
  const digest = `sha1:${facts.sha1}`;
  const packages = [...found].map(([name, one]): FoundPackage => ({
    name,
    version: one.version,
    type: 'maven',
    ...place,
    // The digest is the archive's: of what was merged into it nothing is known.
    ...(one === own ? { digest } : {}),
    ...(one.licenses.length === 0 ? {} : { licenses: one.licenses }),
  }));
  if (own !== undefined) return { packages, problems };
  const rest = manifestPackage(facts);
  return {
    packages: rest === undefined ? packages : [...packages, { ...rest, ...place, digest }],
    problems,
  };
}

/**
 * Which of the packages that were merged into an archive the archive is: the one it is named after.
 * A single one also where the archive was renamed, which changes its name and not its version.
 */
function ownOf(
  { fileName }: ArchiveFacts,
  found: readonly MavenIdentity[],
): MavenIdentity | undefined {
  const stem = stemOf(fileName);
  const { artifact, version } = splitFileName(stem);
  const [first, ...others] = found;
  const named =
    found.find((one) => `${stem}-`.startsWith(`${one.artifact}-${one.version}-`)) ??
    found.find((one) => one.artifact === stem || one.artifact === artifact);
  if (named !== undefined || others.length > 0) return named;
  return version === undefined || version === first?.version ? first : undefined;
}

interface MavenIdentity {
  readonly artifact: string;
  readonly version: string;
  readonly licenses: readonly string[];
}

function mavenPackages(facts: ArchiveFacts, problems: Problem[]): Map<string, MavenIdentity> {
  const found = new Map<string, MavenIdentity>();
  const folders = new Set(
    [...facts.properties.keys(), ...facts.poms.keys()].map((path) =>
      path.slice(0, path.lastIndexOf('/')),
    ),
  );
  for (const folder of folders) {
    const properties = told(facts.properties.get(`${folder}/pom.properties`));
    const complete = properties.group !== undefined && properties.version !== undefined;
    const pom = pomOf(facts, `${folder}/pom.xml`, complete ? [] : problems);
    const group = properties.group ?? pom?.group;
    const artifact = properties.artifact ?? pom?.artifact;
    const version = properties.version ?? pom?.version;
    const name = mavenName(group, artifact);
    if (name === undefined || artifact === undefined || !isVersion(version)) continue;
    if (!found.has(name)) found.set(name, { artifact, version, licenses: pom?.licenses ?? [] });
  }
  return found;
}

interface Told {
  readonly group: string | undefined;
  readonly artifact: string | undefined;
  readonly version: string | undefined;
}

function told(text: string | undefined): Told {
  const properties = parseProperties(text ?? '', 'pom.properties');
  const say = (key: string): string | undefined => properties.get(key)?.trim();
  const [group, artifact, version] = [say('groupId'), say('artifactId'), say('version')];
  return {
    group: isMavenId(group) ? group : undefined,
    artifact: isMavenId(artifact) ? artifact : undefined,
    version: isVersion(version) ? version : undefined,
  };
}

/** What the pom.xml says; that it cannot be read is told only where nothing else names the package. */
function pomOf(
  facts: ArchiveFacts,
  path: string,
  problems: Problem[],
): (Told & { readonly licenses: readonly string[] }) | undefined {
  const text = facts.poms.get(path);
  if (text === undefined) return undefined;
  try {
    const model = parsePom(text, `"${path}" of "${facts.fileName}"`);
    return { ...coordinatesOf([model]), licenses: model.licenses };
  } catch (error) {
    problems.push({ code: errorCode(error), text: errorText(error) });
    return undefined;
  }
}

/** The archive itself by its manifest and file name. */
function manifestPackage(facts: ArchiveFacts): FoundPackage | undefined {
  const manifest = parseManifest(facts.manifest ?? '', `manifest of "${facts.fileName}"`);
  const file = splitFileName(stemOf(facts.fileName));
  const nebula = /^([\w.-]+)#([\w.-]+);/.exec(manifest.get('implementation-title') ?? '');
  const artifact = artifactOf(manifest, file.artifact, nebula?.[2]);
  if (!isMavenId(artifact)) return undefined;
  const version = versionOf(manifest, file.version);
  const group = groupOf(manifest, { artifact, version, told: nebula?.[1] });
  return { name: mavenName(group, artifact) ?? artifact, version, type: 'maven' };
}

type Manifest = ReadonlyMap<string, string>;

/**
 * Titles are written for people ("Apache Tomcat"), so one counts only where the file has no
 * version in its name, as after a renaming, and when it can be an artifact id.
 */
function artifactOf(manifest: Manifest, stem: string, nebula: string | undefined): string {
  // Jenkins plug-ins.
  const short = manifest.has('group-id') ? manifest.get('short-name') : undefined;
  if (isMavenId(short)) return short;
  if (nebula !== undefined) return nebula;
  const title = manifest.get('implementation-title');
  const likely = title !== undefined && /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)+$/.test(title);
  return likely && !stem.includes('-') ? title : stem;
}

/**
 * Version of the implementation, then of the bundle, then of the file name. A specification's is
 * the last resort: it counts another thing. OSGi rewrites `1.0-rc1` to `1.0.0.rc1`: where the file
 * name says the same as the bundle, its spelling is Maven's.
 */
function versionOf(manifest: Manifest, fileVersion: string | undefined): string {
  const say = (key: string): string | undefined => {
    const first = manifest.get(key)?.trim().split(/[\s,]/, 1)[0];
    // Eclipse's placeholder for the time of the build.
    const version = first?.replace(/\.qualifier$/, '');
    return isVersion(version) ? version : undefined;
  };
  const written = say('plugin-version') ?? say('implementation-version') ?? say('bundle-version');
  const same = fileVersion !== undefined && written === bundleForm(fileVersion);
  return (same ? fileVersion : written) ?? fileVersion ?? say('specification-version') ?? '';
}

/** A Maven version in OSGi's form: three numbers, then a qualifier. */
function bundleForm(version: string): string {
  const [, major = '0', minor = '0', micro = '0', rest = ''] =
    /^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:[.-](.+))?$/.exec(version) ?? [];
  const numbers = `${major}.${minor}.${micro}`;
  return rest === '' ? numbers : `${numbers}.${rest.replaceAll('.', '_')}`;
}

/**
 * Group of the archive: named as such, known, the vendor's id, or the bundle's name without what
 * repeats the artifact. None is better than a wrong one, which no advisory would name.
 */
function groupOf(
  manifest: Manifest,
  {
    artifact,
    version,
    told: nebula,
  }: { artifact: string; version: string; told: string | undefined },
): string | undefined {
  const given = manifest.get('group-id') ?? nebula;
  if (isMavenId(given)) return given;
  const known = knownGroupOf(artifact, version);
  if (known !== undefined) return known;
  for (const key of ['implementation-vendor-id', 'implementation-vendor']) {
    const vendor = manifest.get(key);
    if (vendor !== undefined && reversedDomain.test(vendor) && !umbrellas.has(vendor))
      return vendor;
  }
  const bundle = manifest.get('bundle-symbolicname')?.split(';', 1)[0]?.trim() ?? '';
  return reversedDomain.test(bundle) ? withoutArtifact(bundle, artifact) : undefined;
}

/** `org.eclipse.jetty.server` of `jetty-server` is in group `org.eclipse.jetty`. */
function withoutArtifact(bundle: string, artifact: string): string | undefined {
  const dot = bundle.lastIndexOf('.');
  const last = bundle.slice(dot + 1);
  const repeats = artifact.endsWith(last) || artifact.split(/[-_.]/).includes(last);
  const group = repeats ? bundle.slice(0, dot) : bundle;
  return group.includes('.') && !umbrellas.has(group) ? group : undefined;
}

function isVersion(text: string | undefined): text is string {
  return text !== undefined && versionForm.test(text);
}

function stemOf(fileName: string): string {
  const dot = fileName.lastIndexOf('.');
  return dot === -1 ? fileName : fileName.slice(0, dot);
}
