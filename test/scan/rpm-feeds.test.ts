import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Feed } from '../../src/scan/advisories/contract.ts';
import { almaErrata } from '../../src/scan/advisories/feeds/alma-errata.ts';
import { amazonUpdateinfo } from '../../src/scan/advisories/feeds/amazon.ts';
import { azureOval } from '../../src/scan/advisories/feeds/azure-oval.ts';
import { fedoraUpdateinfo } from '../../src/scan/advisories/feeds/fedora.ts';
import { feedOf } from '../../src/scan/advisories/feeds/index.ts';
import { oracleOval } from '../../src/scan/advisories/feeds/oracle-oval.ts';
import { photonCve } from '../../src/scan/advisories/feeds/photon.ts';
import { redhatVex } from '../../src/scan/advisories/feeds/redhat-vex.ts';
import { suseOval } from '../../src/scan/advisories/feeds/suse-oval.ts';
import { feedSamples } from '../kit/feed-samples.ts';
import { needsShared } from '../kit/outside.ts';

const vuls = 'vuls-data-update-fetch-fixtures';
const vunnel = 'vunnel-provider-fixtures';

interface Counted {
  readonly feed: Feed;
  readonly archive: string;
  readonly member: RegExp;
  /** Name of the part; default the file's own. */
  readonly name?: (path: string) => string;
  /** Advisories, statements about packages, problems: over all members. */
  readonly counts: readonly [advisories: number, rows: number, problems: number];
}

/** Records read from what upstream really published; a change of any number needs a reason. */
const counted: readonly Counted[] = [
  { feed: oracleOval, archive: vuls, member: /oracle\/linux\/com\..*bz2$/, counts: [2, 9, 0] },
  // One definition of this excerpt points to a test of another package that it leaves the object of out.
  { feed: oracleOval, archive: vunnel, member: /oracle\/.*\/mock_data$/, counts: [2, 13, 1] },
  {
    feed: oracleOval,
    archive: vunnel,
    member: /oracle\/.*\/mock_(?:ksplice|per_arch)_data$/,
    counts: [4, 60, 0],
  },
  { feed: azureOval, archive: vunnel, member: /mariner\/.*oval\.xml$/, counts: [8, 8, 0] },
  {
    feed: suseOval,
    archive: vuls,
    member: /suse\/oval\/happy\/suse\.linux\.(?:enterprise\.(?:12|15)|micro\.6)-affected/,
    counts: [5, 189, 0],
  },
  {
    feed: suseOval,
    archive: vuls,
    member: /suse\/oval\/happy\/opensuse\.(?:leap|tumbleweed)/,
    counts: [3, 10, 0],
  },
  // These two are cut after the first tests; what they refer to is told to be missing.
  {
    feed: suseOval,
    archive: vuls,
    member: /suse\/oval\/happy\/suse\.linux\.enterprise\.16/,
    counts: [3, 6, 4],
  },
  {
    feed: amazonUpdateinfo,
    archive: vuls,
    member: /amazon\/updateinfo_(?:1|2|2023|2023_kernel-livepatch)\.xml\.gz$/,
    counts: [4, 24, 0],
  },
  {
    feed: fedoraUpdateinfo,
    archive: vuls,
    member: /fedora\/linux\/updates\/43\/.*updateinfo\.xml\.zst$/,
    counts: [0, 0, 0],
  },
  {
    feed: almaErrata,
    archive: vuls,
    member: /alma\/errata\/errata\.full\.json$/,
    name: () => '8/errata.full.json',
    counts: [1, 6, 0],
  },
  {
    feed: redhatVex,
    archive: 'claircore-testdata',
    // Two of these are named after no CVE.
    member: /(?:rhel\/vex|test\/acceptance)\/testdata\/(?:cve-|delete_).*\.json$/,
    counts: [17, 2153, 2],
  },
  {
    feed: photonCve,
    archive: vuls,
    member: /photon\/cve\/happy\/cve_data_photon\d/,
    counts: [7, 7, 4],
  },
  { feed: photonCve, archive: vunnel, member: /photon\/.*\/cve_data_photon\d/, counts: [9, 9, 1] },
];

for (const { feed, archive, member, name, counts } of counted) {
  test(
    `${feed.id}: ${member.source} gives ${counts.join(', ')}`,
    needsShared('feeds/format-samples'),
    async () => {
      const files = await feedSamples(archive, member);
      assert.ok(files.size > 0, 'no such sample');
      const found = [0, 0, 0];
      for (const [path, bytes] of files) {
        const part = (name ?? feed.partOf ?? String)(path);
        for (const record of feed.parse({ name: part, bytes })) {
          if (record.kind === 'problem') found[2] = (found[2] ?? 0) + 1;
          if (record.kind !== 'advisory') continue;
          found[0] = (found[0] ?? 0) + 1;
          found[1] = (found[1] ?? 0) + record.advisory.affected.length;
        }
      }
      assert.deepEqual(found, counts);
    },
  );
}

test('OSV records of Rocky Linux and SUSE', needsShared('feeds/format-samples'), async () => {
  const rocky = feedOf('osv-rocky');
  const files = await feedSamples(vunnel, /rocky\/.*RLSA.*\.json$/);
  assert.equal(files.size, 3);
  for (const [path, bytes] of files) {
    const records = [...(rocky?.parse({ name: path, bytes }) ?? [])];
    const [record] = records;
    assert.equal(records.length, 1);
    assert.ok(record?.kind === 'advisory');
    assert.match(record.advisory.aliases[0] ?? '', /^CVE-/);
    assert.match(record.advisory.affected[0]?.ecosystem ?? '', /^Rocky Linux:\d$/);
  }
});

test('the mirror forms of these feeds are found by their globs', () => {
  const places: readonly (readonly [Feed, string, string])[] = [
    [oracleOval, 'oracle/linux/com.oracle.elsa-all.xml.bz2', 'com.oracle.elsa-all.xml.bz2'],
    [suseOval, 'suse/oval/opensuse.tumbleweed.xml.gz', 'opensuse.tumbleweed.xml.gz'],
    [photonCve, 'photon/cve/cve_data_photon5.0.json', 'cve_data_photon5.0.json'],
    [amazonUpdateinfo, 'amazon/updateinfo_2023.xml.gz', 'updateinfo_2023.xml.gz'],
    [almaErrata, 'alma/errata/9/errata.full.json', '9/errata.full.json'],
    [azureOval, 'azure/azurelinux-3.0-oval.xml', 'azurelinux-3.0-oval.xml'],
    [fedoraUpdateinfo, 'fedora/fedora-43/updateinfo.xml.zst', 'fedora-43/updateinfo.xml.zst'],
  ];
  for (const [feed, path, part] of places) assert.equal(feed.partOf?.(path), part);
});
