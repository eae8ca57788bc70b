import { csafDocument } from '../../../formats/csaf.ts';
import type { CsafDocument } from '../../../formats/csaf.ts';
import { jsonMembers, parseJsonBytes } from '../../../formats/json-members.ts';
import { objectOf, textsOf } from '../../../formats/json-values.ts';
import { errorText } from '../../../model/index.ts';
import type { Advisory } from '../../../model/index.ts';
import type { Feed, FeedDocument, FeedPart, FeedRecord } from '../contract.ts';
import { isCve } from '../ids.ts';
import { repositoryEcosystem } from '../redhat-products.ts';
import { redhatAffected } from './redhat-affected.ts';
import { cvssStatement, severityOfWord } from './osv-severity.ts';

const id = 'redhat-vex';
const archive = 'csaf_vex.tar.zst';
const repositories = 'repository-to-cpe.json';

/**
 * Red Hat's VEX documents, one for each CVE: all of an archive that is made every day or so, then
 * only what `changes.csv` and `deletions.csv` name; and the table of the products that a repository
 * belongs to. https://security.access.redhat.com/data/csaf/v2/vex/
 */
export const redhatVex: Feed = {
  id,
  title: 'Red Hat VEX',
  url: 'https://security.access.redhat.com/data/csaf/v2/vex/',
  licence: 'CC-BY-4.0',
  ecosystems: ['Red Hat'],
  parts: (): FeedPart[] => [
    {
      name: archive,
      url: 'archive_latest.txt',
      through: [archiveOf],
      members: '*/cve-*.json',
      ecosystems: ['Red Hat'],
    },
    {
      name: repositories,
      url: `../../../metrics/${repositories}`,
      ecosystems: ['Red Hat'],
    },
  ],
  mirror: [
    '{redhat,redhat/vex,csaf/v2/vex}/csaf_vex*.tar.zst!*/cve-*.json',
    '{redhat/vex,csaf/v2/vex,vex}/*/cve-*.json',
    `{redhat/,metrics/,}${repositories}`,
  ],
  partOf: (path) =>
    path
      .split('/')
      .slice(path.endsWith(repositories) ? -1 : -2)
      .join('/'),
  oneRecordPerId: true,
  changes: (part) =>
    part.name === archive
      ? {
          list: 'changes.csv',
          deleted: 'deletions.csv',
          line: changedLine,
          record: (cve) => `${cve.slice(4, 8)}/${cve.toLowerCase()}.json`,
          idOf: (value) => csafDocument(value)?.id,
        }
      : undefined,
  parse,
};

/** The text names the archive beside it. */
function archiveOf({
  bytes,
  url,
}: {
  readonly bytes: Uint8Array;
  readonly url: string;
}): { readonly url: string } | undefined {
  const name = new TextDecoder().decode(bytes.subarray(0, 200)).trim();
  return /^[\w.-]{1,100}\.tar\.zst$/.test(name) ? { url: new URL(name, url).href } : undefined;
}

/** `"2024/cve-2024-0010.json","2025-02-18T14:28:08+00:00"`. */
function changedLine(line: string): { readonly time: string; readonly id: string } | undefined {
  const [, name = '', time = ''] =
    /^"\d{4}\/(cve-\d{4}-\d{4,19})\.json","([^"]{1,40})"$/.exec(line) ?? [];
  return name === '' ? undefined : { time, id: name.toUpperCase() };
}

function* parse(document: FeedDocument): Generator<FeedRecord> {
  const { name, bytes } = document;
  if (name.endsWith(repositories)) {
    yield* repositoryRecords(parseJsonBytes(bytes, `"${name}"`));
    return;
  }
  if (!name.endsWith('/changes.json') && name !== 'changes.json') {
    yield* vexRecords(() => parseJsonBytes(bytes, `"${name}"`), name);
    return;
  }
  for (const [cve, value] of jsonMembers(bytes, `"${name}"`)) {
    if (value === null) yield { kind: 'advisory', advisory: withdrawn(cve) };
    else yield* vexRecords(() => value, `${name}: ${cve}`);
  }
}

/** Records of one document; a broken one is a problem of its own. */
function* vexRecords(read: () => unknown, where: string): Generator<FeedRecord> {
  try {
    const document = csafDocument(read());
    if (document === undefined || !isCve(document.id)) {
      yield { kind: 'problem', where, text: 'it is no VEX document of a CVE' };
    } else if (document.state === 'deleted') {
      yield { kind: 'advisory', advisory: withdrawn(document.id) };
    } else yield { kind: 'advisory', advisory: advisoryOf(document) };
  } catch (error) {
    yield { kind: 'problem', where, text: errorText(error) };
  }
}

/** Takes the place of what was published, and matches nothing. */
function withdrawn(cve: string): Advisory {
  const withdrawnAt = '1970-01-01T00:00:00Z';
  const base = { aliases: [], source: id, kind: 'vulnerability', affected: [] } as const;
  return { ...base, id: cve, severities: [], withdrawn: withdrawnAt };
}

function advisoryOf(document: CsafDocument): Advisory {
  const { title, severity, released, modified } = document;
  const [first] = document.vulnerabilities;
  const word = severity ?? first?.impacts[0]?.word;
  const rated = word === undefined ? 'unknown' : severityOfWord(word);
  const cvss = (first?.scores ?? []).flatMap(({ vector }) => cvssStatement(id, vector) ?? []);
  return {
    id: document.id,
    aliases: [],
    source: id,
    kind: 'vulnerability',
    affected: redhatAffected(document),
    severities: [
      ...(word === undefined || rated === 'unknown' ? [] : [{ source: id, severity: rated, word }]),
      ...cvss.slice(0, 1),
    ],
    ...(title === undefined ? {} : { title }),
    ...(first?.description === undefined ? {} : { description: first.description }),
    references: first?.references ?? [],
    cwes: first?.cwe === undefined ? [] : [first.cwe],
    ...(released === undefined ? {} : { published: released }),
    ...(modified === undefined ? {} : { modified }),
  };
}

/** `{data: {repository: {cpes: []}}}`: kept as informational rows, which are looked up and never findings. */
function* repositoryRecords(value: unknown): Generator<FeedRecord> {
  const data = Object.entries(objectOf(objectOf(value)['data']));
  if (data.length === 0) {
    yield { kind: 'problem', where: repositories, text: 'it names no repositories' };
    return;
  }
  for (const [name, entry] of data) {
    const cpes = textsOf(objectOf(entry)['cpes']);
    if (cpes.length === 0 || name.length > 200) continue;
    yield {
      kind: 'advisory',
      advisory: {
        id: `repository:${name}`,
        aliases: [],
        source: id,
        kind: 'informational',
        severities: [],
        affected: [
          {
            ecosystem: repositoryEcosystem,
            name,
            state: 'not_affected',
            ranges: [],
            qualifiers: { cpe: cpes },
          },
        ],
      },
    };
  }
}
