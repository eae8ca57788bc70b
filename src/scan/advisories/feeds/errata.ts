import type { UpdateNotice, UpdatePackage } from '../../../formats/updateinfo.ts';
import { updateNotices } from '../../../formats/updateinfo.ts';
import type { Affected } from '../../../model/index.ts';
import type { FeedDocument, FeedPart, FeedRecord } from '../contract.ts';
import { repositoryFile } from '../../../formats/updateinfo.ts';
import { cvesFirst } from '../ids.ts';
import { longestName } from '../names.ts';
import { ratings } from './oval-rpm.ts';

/** A notice of a distribution that brings packages, whatever form it was published in. */
export interface Erratum extends Omit<UpdateNotice, 'type' | 'references'> {
  readonly cves: readonly string[];
  readonly urls: readonly string[];
  readonly ecosystem: string;
}

/** An erratum as an advisory: each of its packages is affected below the version that it brings. */
export function erratumRecord(erratum: Erratum, source: string): FeedRecord {
  const { id, title, description, severity, issued, updated } = erratum;
  const affected = affectedOf(erratum);
  if (!/^[\w.:-]{4,100}$/.test(id) || affected.length === 0) {
    const text = `"${id.slice(0, 40)}" names no packages, or itself badly`;
    return { kind: 'problem', where: erratum.ecosystem, text };
  }
  return {
    kind: 'advisory',
    advisory: {
      id,
      aliases: cvesFirst(erratum.cves, id),
      source,
      kind: 'vulnerability',
      affected,
      severities: ratings(source, severity),
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
      references: [...new Set(erratum.urls)].filter((url) => url.startsWith('http')),
      ...(issued === undefined ? {} : { published: issued }),
      ...(updated === undefined ? {} : { modified: updated }),
    },
  };
}

/** One entry for each name, version and stream, with the architectures that were built; source packages are not installed. */
function affectedOf({ packages, ecosystem }: Erratum): Affected[] {
  const merged = new Map<string, { pkg: UpdatePackage; arches: Set<string> }>();
  for (const pkg of packages) {
    const { name, evr, module, arch } = pkg;
    if (arch === 'src' || name === '' || evr === '' || name.length > longestName) continue;
    const key = JSON.stringify([name, evr, module]);
    const known = merged.get(key) ?? { pkg, arches: new Set<string>() };
    merged.set(key, known);
    known.arches.add(arch);
  }
  return [...merged.values()].map(({ pkg: { name, evr, module }, arches }) => {
    const every = arches.has('noarch') || arches.has('');
    const qualifiers = {
      ...(module === undefined ? {} : { modularity: module }),
      ...(every ? {} : { arch: [...arches].sort() }),
    };
    return {
      ecosystem,
      name,
      state: 'fixed',
      ranges: [{ kind: 'events', events: [{ introduced: '0' }, { fixed: evr }] }],
      ...(Object.keys(qualifiers).length === 0 ? {} : { qualifiers }),
    };
  });
}

/**
 * Security notices of an `updateinfo.xml`; the others fix bugs and are no advisories. The document
 * is of the repository of one architecture, and its notices hold for all that the release has.
 */
export function* parseUpdateinfo(
  document: FeedDocument,
  source: string,
  ecosystem: string | undefined,
): Generator<FeedRecord> {
  const where = document.name;
  if (ecosystem === undefined) {
    yield { kind: 'problem', where, text: 'its name tells no release' };
    return;
  }
  for (const notice of updateNotices(document.bytes, `"${where}"`)) {
    if (notice.type !== 'security') continue;
    // A module's notice without packages tells nothing that an installed package could be held against.
    if (notice.packages.length === 0 && notice.id !== '') continue;
    const packages = notice.packages.filter(({ arch }) => arch !== 'src');
    yield erratumRecord(
      {
        ...notice,
        packages: packages.map((pkg) => ({ ...pkg, arch: '' })),
        ecosystem,
        cves: cvesOf(notice),
        urls: urlsOf(notice),
      },
      source,
    );
  }
}

/** CVEs by reference, else (Fedora's trackers are bugs) those in titles and texts. */
function cvesOf(notice: UpdateNotice): string[] {
  const form = /\bCVE-\d{4}-\d{4,19}\b/g;
  const own = notice.references.flatMap(({ id }) => id.match(form) ?? []);
  if (own.length > 0) return own;
  const texts = [...notice.references.map(({ title }) => title), notice.description ?? ''];
  return texts.flatMap((text) => text.match(form) ?? []);
}

function urlsOf({ references }: UpdateNotice): string[] {
  return references.map(({ href }) => href);
}

type Step = NonNullable<FeedPart['through']>[number];

/** Finds `updateinfo.xml` in the index of a repository (`…/repodata/repomd.xml`). */
export const throughRepomd: Step = ({ bytes, url }) => {
  const file = repositoryFile(bytes, 'updateinfo', `"${url}"`);
  if (file === undefined) return undefined;
  const found = new URL(file.href, new URL('../', url)).href;
  return { url: found, ...(file.sha256 === undefined ? {} : { sha256: file.sha256 }) };
};

/** Goes to the first repository of a mirror list, one address a line. */
export const throughMirrorList: Step = ({ bytes }) => {
  const text = new TextDecoder().decode(bytes.subarray(0, 65_536));
  const first = /^https?:\/\/\S{1,1000}$/m.exec(text)?.[0];
  if (first === undefined) return undefined;
  const base = first.endsWith('/') ? first : `${first}/`;
  return { url: new URL('repodata/repomd.xml', base).href };
};
