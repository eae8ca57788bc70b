import { listOf, objectOf, textOf, textsOf } from '../formats/json-values.ts';
import type { JsonObject } from '../formats/json-values.ts';
import { distros } from '../model/index.ts';
import type { ImageSubject, OperatingSystem, Subject, SubjectKind } from '../model/index.ts';
import { anyText, countOf, memberOf, present, wordOf } from './read-values.ts';

const subjectKinds: readonly SubjectKind[] = [
  'image',
  'filesystem',
  'file',
  'container',
  'host',
  'daemon',
  'registry',
  'clusterObject',
  'cluster',
];

/** What was looked at, from the heads of a report. */
export function subjectOf(document: JsonObject, own: JsonObject): Subject {
  const subject = objectOf(own['Subject']);
  const foreign = document['ArtifactType'] === 'container_image' ? 'image' : 'filesystem';
  return present<Subject>({
    kind: wordOf(subject['Kind'], subjectKinds, foreign),
    name: anyText(document['ArtifactName']),
    image: imageOf(objectOf(document['Metadata']), subject),
  });
}

function imageOf(metadata: JsonObject, subject: JsonObject): ImageSubject | undefined {
  const id = textOf(metadata['ImageID']);
  if (id === undefined) return undefined;
  const configuration = memberOf(metadata['ImageConfig']);
  const instructions = listOf(subject['Instructions']);
  return present<ImageSubject>({
    id,
    manifestDigest: textOf(subject['ManifestDigest']),
    tags: textsOf(metadata['RepoTags']),
    digests: textsOf(metadata['RepoDigests']),
    os: anyText(subject['OS'] ?? configuration?.['os']),
    architecture: anyText(subject['Architecture'] ?? configuration?.['architecture']),
    variant: textOf(subject['Variant'] ?? configuration?.['variant']),
    created: textOf(subject['Created'] ?? configuration?.['created']),
    size: countOf(metadata['Size']),
    layers: listOf(metadata['Layers']).map((value, index) => {
      const layer = objectOf(value);
      return present<ImageSubject['layers'][number]>({
        diffId: textOf(layer['DiffID']),
        digest: textOf(layer['Digest']),
        createdBy: textOf(instructions[index]),
        size: countOf(layer['Size']),
      });
    }),
    configuration,
    source: anyText(subject['Source']),
  });
}

/** Layers by diff id and digest: the first of that name, as Trivy does not number them. */
export function layerNumbers(subject: Subject): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  subject.image?.layers.forEach(({ diffId, digest }, index) => {
    for (const name of [diffId, digest]) {
      if (name !== undefined && !numbers.has(name)) numbers.set(name, index);
    }
  });
  return numbers;
}

/** The operating system: ours in full, Trivy's by family. */
export function systemOf(document: JsonObject, own: JsonObject): OperatingSystem | undefined {
  const system = memberOf(own['OS']);
  const found = objectOf(objectOf(document['Metadata'])['OS']);
  if (system === undefined) {
    const family = textOf(found['Family']);
    if (family === undefined || own['Status'] !== undefined) return undefined;
    const id = distros.find((row) => row.family === family)?.id ?? family;
    return present<OperatingSystem>({
      id,
      version: anyText(found['Name']),
      endOfLife: found['EOSL'] === true ? { ended: true } : undefined,
    });
  }
  const { ID, Version, Variant, URLs, EndOfLife } = system;
  const [variant, urls, end] = [Variant, URLs, EndOfLife].map(memberOf);
  const optional = (name: string): string | undefined => textOf(system[name]);
  return present<OperatingSystem>({
    id: anyText(ID),
    version: anyText(Version),
    name: optional('Name'),
    prettyName: optional('PrettyName'),
    release: optional('Release'),
    codename: optional('Codename'),
    idLike: Array.isArray(system['IDLike']) ? textsOf(system['IDLike']) : undefined,
    channel: optional('Channel'),
    channels: Array.isArray(system['Channels']) ? textsOf(system['Channels']) : undefined,
    variant:
      variant &&
      present<NonNullable<OperatingSystem['variant']>>({
        id: textOf(variant['ID']),
        name: textOf(variant['Name']),
      }),
    build: optional('Build'),
    cpe: optional('CPE'),
    supportEnd: optional('SupportEnd'),
    urls:
      urls &&
      present<NonNullable<OperatingSystem['urls']>>({
        home: textOf(urls['Home']),
        support: textOf(urls['Support']),
        bugs: textOf(urls['Bugs']),
        privacy: textOf(urls['Privacy']),
      }),
    endOfLife:
      end &&
      present<NonNullable<OperatingSystem['endOfLife']>>({
        ended: end['Ended'] === true,
        date: textOf(end['Date']),
        extended: textOf(end['Extended']),
      }),
  });
}
