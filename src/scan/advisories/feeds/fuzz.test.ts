import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { fuzzInTurns } from '../../../../test/kit/fuzz.ts';
import { zipOf } from '../../../../test/kit/zip.ts';
import { PlimsollError } from '../../../model/index.ts';
import { feeds } from './index.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const record = bytes(
  '{"id":"CVE-2024-1","aliases":["GHSA-1"],"affected":[{"package":{"ecosystem":"npm","name":"a"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.2"}]}]}],"packages":[{"pkg":{"name":"a","secfixes":{"1.0-r0":["CVE-2024-1"]}}}]}',
);
const oval = bytes(
  '<oval_definitions><definitions><definition class="patch" id="oval:d:1"><metadata><title>T</title><reference ref_id="CVE-2024-1" source="CVE"/></metadata><criteria operator="AND"><criterion test_ref="oval:t:1"/></criteria></definition></definitions><tests><rpminfo_test id="oval:t:1"><object object_ref="oval:o:1"/><state state_ref="oval:s:1"/></rpminfo_test></tests><objects><rpminfo_object id="oval:o:1"><name>a</name></rpminfo_object></objects><states><rpminfo_state id="oval:s:1"><evr operation="less than">0:1-2</evr></rpminfo_state></states></oval_definitions>',
);

/** Documents of every kind that feeds publish; each is given to all of them. */
const pool: readonly Uint8Array[] = [
  record,
  oval,
  gzipSync(oval),
  zstdCompressSync(record),
  zipOf([{ name: 'CVE-2024-1.json', bytes: record }]),
  bytes(
    '<updates><update type="security"><id>A-1</id><references><reference id="CVE-2024-1" type="cve"/></references><pkglist><collection><package name="a" version="1" release="2" epoch="0" arch="x"/></collection></pkglist></update></updates>',
  ),
  bytes(
    'title: t\ncve: CVE-2024-1\ngem: a\npatched_versions: [">= 1.2"]\nbranches: {m: {time: 2020-01-01, versions: ["<1"]}}\n',
  ),
  bytes(
    'cve,epss,percentile\nCVE-2024-1,0.1,0.2\nversion,codename,series,created,release,eol\n12,B,b,c,d,2026-06-10\n',
  ),
  bytes(
    '[01 Jan 2024] DSA-1-1 a - security\n\t{CVE-2024-1}\n\t[bookworm] - a 1.0-1\nCandidate: CVE-2024-1\nnoble_a: released (1.0)\n',
  ),
];

test('no feed breaks at a document of another kind, mutated', async () => {
  const names = feeds.map((feed) => [
    ...feed.parts().slice(0, 2),
    { name: 'a.json' },
    { name: 'a.zip' },
  ]);
  let turn = 0;
  await fuzzInTurns(pool, (content) => {
    turn += 1;
    const at = turn % feeds.length;
    const feed = feeds[at];
    const name =
      names[at]?.[Math.floor(turn / feeds.length) % (names[at]?.length ?? 1)]?.name ?? '';
    try {
      for (const one of feed?.parse({ name, bytes: content }) ?? [])
        if (one.kind === 'problem') break;
    } catch (error) {
      if (error instanceof PlimsollError) return;
      throw new Error(`${feed?.id} ${name}: ${String(error)}`, { cause: error });
    }
  });
});
