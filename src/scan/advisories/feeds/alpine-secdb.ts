import { parseJsonBytes } from '../../../formats/json-members.ts';
import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { readYaml } from '../../../formats/yaml.ts';
import type { Affected } from '../../../model/index.ts';
import type { Feed, FeedDocument, FeedPart, FeedRecord } from '../contract.ts';
import { cvesFirst, isCve } from '../ids.ts';
import { longestName } from '../names.ts';

const id = 'alpine-secdb';

/** Branches fetched by default; the mirror form takes every branch it finds. */
const branches = [
  'edge',
  ...Array.from({ length: 18 }, (_, index) => `v3.${24 - index}`), // v3.24 … v3.7
];

/**
 * Alpine's security database, `v3.N/{main,community}.json` (YAML before 2020); it is generated from
 * the `# secfixes:` comments of package recipes and lists only what has a fix.
 * https://secdb.alpinelinux.org
 */
export const alpineSecdb: Feed = {
  id,
  title: 'Alpine security database',
  url: 'https://secdb.alpinelinux.org/',
  licence: 'none stated',
  ecosystems: ['Alpine'],
  parts: (wanted) =>
    branches
      .filter((branch) => wants(wanted, `Alpine:${branch}`))
      .flatMap((branch) =>
        ['main', 'community'].map((repository): FeedPart => ({
          name: `${branch}/${repository}`,
          url: `${branch}/${repository}.json`,
          ecosystems: [`Alpine:${branch}`],
        })),
      ),
  // The published files carry fixes of after the release day, the recompiled ones do not.
  mirror: [
    'alpine/{v*,edge}/{main,community}.{json,yaml}',
    'alpine/alpine-secdb-*.tar.zst!*/{main,community}.{json,yaml}',
    'alpine/secdb-*.tar.zst!*/{main,community}.{json,yaml}',
    '{v*,edge}/{main,community}.{json,yaml}',
  ],
  partOf: (path) =>
    path
      .split('/')
      .slice(-2)
      .join('/')
      .replace(/\.(?:json|yaml)$/, ''),
  parse,
};

/** True when everything is wanted, or this ecosystem, or its family as a whole. */
function wants(wanted: readonly string[] | undefined, ecosystem: string): boolean {
  return (
    wanted === undefined ||
    wanted.includes(ecosystem) ||
    wanted.includes(ecosystem.split(':', 1)[0] ?? '')
  );
}

function* parse(document: FeedDocument): Generator<FeedRecord> {
  const where = document.name;
  const secdb = objectOf(readDocument(document.bytes, `"${where}"`));
  const branch = textOf(secdb['distroversion']) ?? where.split('/').at(-2) ?? '';
  if (!/^(?:v\d{1,3}\.\d{1,3}|edge)$/.test(branch) || !hasPackages(secdb)) {
    yield { kind: 'problem', where, text: 'it is no security database: no branch or no packages' };
    return;
  }
  for (const item of listOf(secdb['packages'])) {
    const entry = objectOf(objectOf(item)['pkg']);
    const name = textOf(entry['name']);
    if (name === undefined || name.length > longestName) {
      yield { kind: 'problem', where, text: 'a package without usable name' };
      continue;
    }
    for (const [version, fixes] of Object.entries(objectOf(entry['secfixes'])))
      for (const text of textsOf(fixes))
        yield* secfix({ ecosystem: `Alpine:${branch}`, name, version, text, where });
  }
}

/** A repository without any fix has an empty value there (v3.3/community of 2016). */
function hasPackages(secdb: JsonObject): boolean {
  return Array.isArray(secdb['packages']) || secdb['packages'] === null;
}

/** JSON, or the YAML that was published until 2020; a JSON document starts with a brace. */
function readDocument(bytes: Uint8Array, what: string): unknown {
  const text = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart();
  if (text.startsWith('{')) return parseJsonBytes(bytes, what);
  return readYaml(new TextDecoder().decode(bytes), what).value;
}

interface Fix {
  readonly ecosystem: string;
  /** Name of the origin (source) package. */
  readonly name: string;
  /** First version with the fix; `0` when no version was ever affected. */
  readonly version: string;
  /** `CVE-2022-4203`, `CVE-2016-9932 XSA-200`, `CVE-2019-17349 CVE-2019-17350 XSA-295`, `CVE-2017-2616 (partially fixed)` … */
  readonly text: string;
  readonly where: string;
}

/** One line of a package: each CVE in it is a fault of its own, other ids are further names; anything else is a comment. */
function* secfix(fix: Fix): Generator<FeedRecord> {
  const ids = idsOf(fix.text);
  const cves = ids.filter(isCve);
  const own = cves.length > 0 ? cves : ids.slice(0, 1);
  if (own.length === 0) {
    const text = `Cannot read fix "${fix.text.slice(0, 80)}" of ${fix.name}: no id in it`;
    yield { kind: 'problem', where: fix.where, text };
  }
  const others = ids.filter((other) => !isCve(other));
  for (const cve of new Set(own)) {
    yield {
      kind: 'advisory',
      advisory: {
        id: cve,
        aliases: cvesFirst(others, cve),
        source: id,
        kind: 'vulnerability',
        affected: [affectedBelow(fix)],
        severities: [],
      },
    };
  }
}

function affectedBelow({ ecosystem, name, version }: Fix): Affected {
  if (version === '0')
    return { ecosystem, name, state: 'not_affected', vendorState: '0', ranges: [] };
  const range = { kind: 'events' as const, events: [{ introduced: '0' }, { fixed: version }] };
  return { ecosystem, name, state: 'fixed', ranges: [range] };
}

const otherId =
  /^(?:[A-Z]{2,12}(?:-[A-Z]{1,4})?-\d[\d-]{0,24}|VSV\d{1,8}|DW\d{6}-\d{1,4}|wnpa-sec-\d{4}-\d{1,4}|GHSA(?:-[0-9a-z]{4}){3})$/;

/**
 * Ids of a line up to a comment, separated by blanks, commas or slashes. CVE ids are found in the
 * misspellings that occur upstream too (`CVE_2016-9841`, `CVE 2025-48379`, `CVE-2021-35940.patch`).
 */
function idsOf(text: string): string[] {
  const body = text.split(/[#(]/, 1)[0] ?? '';
  const cves = [...body.matchAll(/\bCVE[-_ ](\d{4}-\d{4,9})/g)].map((found) => `CVE-${found[1]}`);
  const others = body.split(/[\s,/;]+/).filter((token) => otherId.test(token));
  return [...cves, ...others.filter((token) => !token.startsWith('CVE-'))];
}
