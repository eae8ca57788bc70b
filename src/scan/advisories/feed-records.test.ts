import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { needsShared, sharedPath } from '../../../test/kit/outside.ts';
import { runSuite } from '../../../test/kit/suite.ts';
import { listFiles } from '../../io/folder-files.ts';
import type { Feed, FeedRecord } from './contract.ts';
import { feedOf } from './feeds/index.ts';
import { mirrorDocuments } from './mirror.ts';

/** What the parsers make of one bundle. */
interface Counted {
  documents: number;
  problems: number;
  /** Advisories, and facts of the other kinds. */
  advisories: number;
  facts: number;
  /** Statements about one package. */
  rows: number;
  /** Alpine: lines that name several CVEs are several records. */
  lines: Set<string>;
}

type Count = (counted: Counted) => number;

const advisories: Count = (counted) => counted.advisories;
const facts: Count = (counted) => counted.facts;

/** Bundle of the manifest, feed that reads it, and what of it the manifest counts. */
const bundles: readonly [string, string, Count][] = [
  ['osv/Go/all.zip', 'osv-go', advisories],
  ['osv/PyPI/all.zip', 'osv-pypi', advisories],
  ['osv/crates.io/all.zip', 'osv-crates', advisories],
  ['osv/AlmaLinux/all.zip', 'osv-almalinux', advisories],
  ['osv/Bitnami/all.zip', 'osv-bitnami', advisories],
  ['osv/Kubernetes/all.zip', 'osv-kubernetes', advisories],
  ['osv-converted/npm/all.zip', 'osv-npm', advisories],
  ['osv-converted/Maven/all.zip', 'osv-maven', advisories],
  ['osv-converted/NuGet/all.zip', 'osv-nuget', advisories],
  [
    'debian/derived-tracker-json-from-changelogs.tar.zst',
    'debian-tracker',
    (counted) => counted.rows,
  ],
  [
    'wolfi/wolfi-advisories-2025-05-07-apache2.tar.zst',
    'wolfi-advisories',
    (counted) => counted.documents,
  ],
  ['wolfi/os-security.json.zst', 'wolfi-secdb', advisories],
  ['kev/known_exploited_vulnerabilities.json', 'kev', facts],
  [
    'php/friendsofphp-security-advisories.tar.zst',
    'friends-of-php',
    (counted) => counted.documents,
  ],
  ['npm/pnpm-audit-hook-static-db.tar.zst', 'npm-advisories', advisories],
  ['ruby/ruby-advisory-db.tar.zst', 'ruby-advisory-db', advisories],
  ['epss/epss_scores-2026-08-16.csv.gz', 'epss', facts],
  ['epss/epss_scores-2025-08-17.csv.gz', 'epss', facts],
  ['eol/endoflife.date-api-v0.tar.zst', 'end-of-life', facts],
  ['cve/vulnrichment-cve5-2024-10.tar.zst', 'cve5', (counted) => counted.documents],
  ['cve/anchore-nvd-data-overrides.tar.zst', 'nvd-overrides', advisories],
];

/** Bundles in which upstream itself has faults; every other one must be read without any. */
const problemsAllowed: Readonly<Record<string, number>> = {
  'cve/anchore-nvd-data-overrides.tar.zst': 10,
};

async function countOf(feed: Feed, path: string): Promise<Counted> {
  const counted: Counted = {
    documents: 0,
    problems: 0,
    advisories: 0,
    facts: 0,
    rows: 0,
    lines: new Set(),
  };
  const paths = listFiles(sharedPath('feeds')).filter((one) => one === path);
  for await (const document of mirrorDocuments(feed, sharedPath('feeds'), paths)) {
    counted.documents += 1;
    for (const record of feed.parse(document)) add(counted, record);
  }
  return counted;
}

function add(counted: Counted, record: FeedRecord): void {
  if (record.kind === 'problem') counted.problems += 1;
  else if (record.kind === 'advisory') {
    counted.advisories += 1;
    counted.rows += record.advisory.affected.length;
  } else if (record.kind !== 'dated') counted.facts += 1;
}

test(
  'feeds give as many records as their bundles have',
  needsShared('feeds/MANIFEST.json'),
  async () => {
    const manifest = JSON.parse(readFileSync(sharedPath('feeds/MANIFEST.json'), 'utf8')) as {
      bundles: { path: string; records: number }[];
    };
    await runSuite(
      'feed-records',
      bundles.map(([path, id, count]) => ({
        id: path,
        run: async () => {
          const feed = feedOf(id);
          if (feed === undefined) throw new Error(`no feed ${id}`);
          const counted = await countOf(feed, path);
          assert.equal(
            count(counted),
            manifest.bundles.find((bundle) => bundle.path === path)?.records,
          );
          assert.equal(counted.problems, problemsAllowed[path] ?? 0, 'problems');
        },
      })),
    );
  },
);
