import { zstdDecompressSync } from 'node:zlib';

import { FormatError } from '../../../formats/errors.ts';
import { parseJsonBytes } from '../../../formats/json-members.ts';
import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import { readYaml } from '../../../formats/yaml.ts';
import { errorText, limits } from '../../../model/index.ts';
import type { Affected } from '../../../model/index.ts';
import type { FeedDocument, FeedRecord } from '../contract.ts';
import { cvesFirst, isCve } from '../ids.ts';
import { longestName } from '../names.ts';

/** Whose database it is. */
export interface SecdbOwner {
  /** Id of the feed. */
  readonly source: string;
  /** Ecosystem that the document speaks of; undefined when it is none of the owner's. */
  readonly ecosystemOf: (secdb: JsonObject) => string | undefined;
}

/**
 * Alpine's form of a security database, which Wolfi and others share: packages with the version that
 * fixed what. https://gitlab.alpinelinux.org/alpine/infra/docker/secdb
 */
export function* parseSecdb(document: FeedDocument, owner: SecdbOwner): Generator<FeedRecord> {
  const where = document.name;
  const secdb = objectOf(readDocument(document.bytes, `"${where}"`));
  const ecosystem = owner.ecosystemOf(secdb);
  if (ecosystem === undefined || !hasPackages(secdb)) {
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
        yield* secfix({ source: owner.source, ecosystem, name, version, text, where });
  }
}

/** A repository without any fix has an empty value there (v3.3/community of 2016). */
function hasPackages(secdb: JsonObject): boolean {
  return Array.isArray(secdb['packages']) || secdb['packages'] === null;
}

/** JSON, or the YAML that was published until 2020; a JSON document starts with a brace. Mirrors keep it compressed. */
function readDocument(stored: Uint8Array, what: string): unknown {
  const bytes = unpacked(stored, what);
  const text = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart();
  if (text.startsWith('{')) return parseJsonBytes(bytes, what);
  return readYaml(new TextDecoder().decode(bytes), what).value;
}

/** First bytes of a zstd frame; RFC 8878 §3.1.1. */
const zstdMagic: readonly number[] = [0x28, 0xb5, 0x2f, 0xfd];

/** The bytes of a zstd frame, or the bytes themselves. */
function unpacked(bytes: Uint8Array, what: string): Uint8Array {
  if (!zstdMagic.every((byte, at) => bytes[at] === byte)) return bytes;
  try {
    return zstdDecompressSync(bytes, { maxOutputLength: limits.feed_record_bytes.value });
  } catch (error) {
    const text = `Cannot read ${what}: ${errorText(error)}, wanted a whole zstd frame`;
    throw new FormatError('GZIP_INVALID', text, { cause: error });
  }
}

interface Fix {
  readonly source: string;
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
        source: fix.source,
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
