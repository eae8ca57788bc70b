import { isDigest } from '../formats/digest.ts';
import { parseImageReference } from '../formats/image-reference.ts';
import type { ImageReference } from '../formats/image-reference.ts';
import { parsePurl } from '../formats/purl.ts';
import type { Purl } from '../formats/purl.ts';
import type { VexProduct } from '../formats/vex-document.ts';
import type { Subject } from '../model/index.ts';

/** The names and digests that an image goes by. */
interface ImageIdentity {
  readonly architecture: string;
  readonly references: readonly ImageReference[];
  readonly digests: ReadonlySet<string>;
}

/** Whether a product of a statement is the image that was looked into; nothing is when it was none. */
export function imageTest(subject: Subject): (product: VexProduct) => boolean {
  const { image } = subject;
  if (image === undefined) return () => false;
  const references = [subject.name, ...image.tags, ...image.digests].flatMap(referencesOf);
  const identity: ImageIdentity = {
    architecture: image.architecture,
    references,
    digests: new Set(
      [image.id, image.manifestDigest, ...references.map(({ digest }) => digest)].filter(
        (one) => one !== undefined,
      ),
    ),
  };
  return ({ names, digests }) =>
    digests.some((digest) => identity.digests.has(digest)) ||
    names.some((name) => isImage(name, identity));
}

function isImage(name: string, identity: ImageIdentity): boolean {
  if (isDigest(name)) return identity.digests.has(name);
  const purl = parsePurl(name);
  if (purl === undefined)
    return referencesOf(name).some((wanted) => isNamed(wanted, identity, name));
  if (purl.type !== 'oci' && purl.type !== 'docker') return false;
  const { arch } = purl.qualifiers ?? {};
  if (arch !== undefined && arch !== identity.architecture) return false;
  return purl.type === 'oci' ? isOci(purl, identity) : isDocker(purl, identity);
}

/** `pkg:oci/debian@sha256:…?repository_url=docker.io/library/debian&tag=bookworm` */
function isOci(purl: Purl, { references, digests }: ImageIdentity): boolean {
  const { repository_url: place, tag } = purl.qualifiers ?? {};
  if (purl.version !== undefined && isDigest(purl.version)) return digests.has(purl.version);
  const [wanted] = place === undefined ? [] : referencesOf(place.replace(/^https?:\/\//, ''));
  return references.some(
    (one) =>
      one.repository.split('/').at(-1) === purl.name &&
      (place === undefined || (wanted !== undefined && isSameRepository(one, wanted))) &&
      [tag, purl.version].every((word) => word === undefined || word === one.tag),
  );
}

/** `pkg:docker/library/debian@bookworm?repository_url=docker.io`; the version is a tag or a digest. */
function isDocker(purl: Purl, identity: ImageIdentity): boolean {
  const host = (purl.qualifiers?.['repository_url'] ?? '').replace(/^https?:\/\//, '');
  const path = [host, purl.namespace, purl.name].filter(
    (part) => part !== undefined && part !== '',
  );
  const { version } = purl;
  const mark = version === undefined ? '' : isDigest(version) ? '@' : ':';
  const name = `${path.join('/')}${mark}${version ?? ''}`;
  return referencesOf(name).some((wanted) => isNamed(wanted, identity, name));
}

/** A digest decides alone; a tag must be one of the image's; neither means every image of that name. */
function isNamed(wanted: ImageReference, identity: ImageIdentity, text: string): boolean {
  if (wanted.digest !== undefined) return identity.digests.has(wanted.digest);
  const any = !/:[^/:]+$/.test(text);
  return identity.references.some(
    (one) => isSameRepository(one, wanted) && (any || one.tag === wanted.tag),
  );
}

function isSameRepository(a: ImageReference, b: ImageReference): boolean {
  return a.registry === b.registry && a.repository === b.repository;
}

/** A name that is no reference (a file, a URL) names no image. */
function referencesOf(text: string): readonly ImageReference[] {
  try {
    return [parseImageReference(text)];
  } catch {
    return [];
  }
}
