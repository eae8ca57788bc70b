import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VexProduct, VexStatement } from '../formats/vex-document.ts';
import type { Finding, Location, Package, Subject } from '../model/index.ts';
import { applyVex } from './vex.ts';
import type { VexSubject } from './vex-product.ts';

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;

const image: Subject = {
  kind: 'image',
  name: 'registry.example/team/app:1',
  image: {
    id: digest('a'),
    manifestDigest: digest('b'),
    tags: ['registry.example/team/app:1'],
    digests: [`registry.example/team/app@${digest('c')}`],
    os: 'linux',
    architecture: 'amd64',
    layers: [],
    source: 'registry',
  },
};

function pkg(purl: string, path = 'go.mod', extra: Partial<Package> = {}): Package {
  const [, type = '', name = '', version = ''] = /^pkg:([^/]+)\/([^@?]+)@?([^?]*)/.exec(purl) ?? [];
  const location: Location = { file: { path }, package: { purl } };
  return { name, version, type, purl, foundBy: 'x', locations: [location], ...extra };
}

function finding(purl: string, extra: Partial<Finding> = {}): Finding {
  return {
    rule: 'CVE-2026-1',
    kind: 'vulnerability',
    severity: 'high',
    verdict: 'affected',
    message: { id: 'scan.affected', params: {}, text: '' },
    aliases: ['GHSA-aaaa-bbbb-cccc'],
    locations: [],
    evidence: [],
    package: purl,
    ...extra,
  };
}

function product(name: string, ...parts: string[]): VexProduct {
  return { names: [name], digests: [], cpes: [], parts: parts.map((part) => product(part)) };
}

function statement(
  products: readonly VexProduct[],
  extra: Partial<VexStatement> = {},
): VexStatement {
  return { ids: ['CVE-2026-1'], status: 'not_affected', products, ...extra };
}

/** What becomes of one finding on `purl`: hidden or left, and the notes. */
function outcome(
  purl: string,
  statements: readonly VexStatement[],
  subject: Partial<VexSubject> = {},
): string {
  const whole: VexSubject = { subject: image, packages: [pkg(purl)], ...subject };
  const result = applyVex([finding(purl)], [{ path: 'v.json', statements }], whole);
  const [hidden] = result.suppressed;
  const what =
    hidden === undefined
      ? ['left', ...(result.findings[0]?.evidence ?? [])].join(' ')
      : `${hidden.verdict} (${hidden.suppressed?.reason})`;
  return [what, ...result.notes.map(({ id }) => id)].join('; ');
}

const cleared = 'not-affected (not_affected)';
const stale = 'left; vex.unused-all';

test('statements match by package URL, with version and qualifiers where they give them', () => {
  const deb = 'pkg:deb/debian/libssl3@3.0.1?arch=amd64&distro=debian-12';
  const rows: readonly [string, string, string][] = [
    ['pkg:npm/a@1.0.0', 'pkg:npm/a', cleared],
    ['pkg:npm/a@1.0.0', 'pkg:npm/a@1.0.0', cleared],
    ['pkg:npm/a@1.0.0', 'pkg:npm/a@1.0.1', stale],
    ['pkg:npm/a@1.0.0', 'pkg:npm/ab', stale],
    ['pkg:npm/a@1.0.0', 'pkg:pypi/a', stale],
    ['pkg:npm/%40s/a@1.0.0', 'pkg:npm/a', stale],
    ['pkg:golang/stdlib@1.22.1', 'pkg:golang/stdlib@v1.22.1', cleared],
    ['pkg:golang/stdlib@1.22.1', 'pkg:golang/stdlib@v1.22', stale],
    [deb, 'pkg:deb/debian/libssl3@3.0.1', cleared],
    [deb, 'pkg:deb/debian/libssl3?arch=amd64', cleared],
    [deb, 'pkg:deb/debian/libssl3?arch=arm64', stale],
    [deb, 'pkg:deb/debian/libssl3?distro=bookworm', cleared],
    [deb, 'pkg:deb/debian/libssl3?distro=trixie', stale],
    [deb, 'pkg:deb/debian/openssl?arch=source', cleared],
    [deb, 'pkg:deb/debian/openssl@3.0.1?arch=source', cleared],
    [deb, 'pkg:deb/debian/openssl@3.0.2?arch=source', stale],
    [deb, 'pkg:deb/debian/openssl', stale],
    ['pkg:rpm/v/a@1-1.el9?epoch=2', 'pkg:rpm/v/a@1-1.el9?epoch=2', cleared],
    ['pkg:rpm/v/a@1-1.el9?epoch=2', 'pkg:rpm/v/a@1-1.el9?epoch=1', stale],
    ['pkg:npm/a@1.0.0', 'not a purl', stale],
  ];
  const os = { id: 'debian', version: '12', codename: 'bookworm' };
  for (const [purl, name, expected] of rows) {
    const packages = [pkg(purl, '', { source: { name: 'openssl', version: '3.0.1' } })];
    assert.equal(outcome(purl, [statement([product(name)])], { packages, os }), expected, name);
  }
});

test('a product may be the image, by digest, name or package URL', () => {
  const part = 'pkg:npm/a';
  const rows: readonly [string, string][] = [
    [digest('a'), cleared],
    [digest('d'), stale],
    [`registry.example/team/app@${digest('c')}`, cleared],
    [`registry.example/team/app@${digest('d')}`, stale],
    ['registry.example/team/app:1', cleared],
    ['registry.example/team/app', cleared],
    ['registry.example/team/app:2', stale],
    ['team/app:1', stale],
    [`pkg:oci/app@${encodeURIComponent(digest('b'))}`, cleared],
    [`pkg:oci/app@${encodeURIComponent(digest('b'))}?arch=arm64`, stale],
    [`pkg:oci/app@${encodeURIComponent(digest('d'))}`, stale],
    ['pkg:oci/app', cleared],
    ['pkg:oci/app?tag=2', stale],
    ['pkg:oci/app?repository_url=registry.example/team/app&tag=1', cleared],
    ['pkg:oci/app?repository_url=docker.io/team/app', stale],
    ['pkg:oci/application', stale],
    ['pkg:docker/team/app@1?repository_url=registry.example', cleared],
    ['pkg:docker/team/app@1', stale],
  ];
  for (const [name, expected] of rows) {
    for (const parts of [[], [part]]) {
      assert.equal(outcome('pkg:npm/a@1', [statement([product(name, ...parts)])]), expected, name);
    }
    assert.equal(outcome('pkg:npm/a@1', [statement([product(name, 'pkg:npm/b')])]), stale, name);
  }
  const hashed: VexProduct = { names: [], digests: [digest('b')], cpes: [], parts: [] };
  assert.equal(outcome('pkg:npm/a@1', [statement([hashed])]), cleared);
});

test('a product may be what contains the package everywhere, and only then', () => {
  const a = 'pkg:npm/a@1';
  const root = 'pkg:npm/root@1';
  const cases: readonly [string, readonly Package[], string][] = [
    [
      'a project and what it asks for',
      [pkg(root, 'l', { relationship: 'root' }), pkg(a, 'l')],
      cleared,
    ],
    [
      'a chain of dependencies',
      [
        pkg(root, 'l', { relationship: 'root', dependsOn: ['pkg:npm/m@1'] }),
        pkg('pkg:npm/m@1', 'l', { dependsOn: [a] }),
        pkg(a, 'l'),
      ],
      cleared,
    ],
    [
      'a dependency in a second lockfile too',
      [
        pkg(root, 'l', { relationship: 'root' }),
        { ...pkg(a, 'l'), locations: [{ file: { path: 'l' } }, { file: { path: 'other' } }] },
      ],
      stale,
    ],
    [
      'a dependency that another one needs too',
      [
        pkg(root, 'l', { dependsOn: [a] }),
        pkg('pkg:npm/m@1', 'l', { dependsOn: [a] }),
        pkg(a, 'l'),
      ],
      stale,
    ],
    [
      'an archive and what is packed into it',
      [pkg(root, 'x.jar'), pkg(a, 'x.jar!lib/a.jar')],
      cleared,
    ],
    ['another archive', [pkg(root, 'y.jar'), pkg(a, 'x.jar!lib/a.jar')], stale],
    ['what a package installed', [pkg(root, 'status'), pkg(a, 'f', { owner: root })], cleared],
    [
      'a circle',
      [
        pkg(a, 'l', { dependsOn: ['pkg:npm/b@1'] }),
        pkg('pkg:npm/b@1', 'l', { dependsOn: [a] }),
        pkg(root, 'l'),
      ],
      stale,
    ],
  ];
  const subject: Subject = { kind: 'filesystem', name: '.' };
  for (const [name, packages, expected] of cases) {
    for (const one of [product('pkg:npm/root', 'pkg:npm/a'), product('pkg:npm/root')]) {
      assert.equal(outcome(a, [statement([one])], { packages, subject }), expected, name);
    }
  }
});

test('a platform by its CPE is the operating system', () => {
  const os = { id: 'rhel', version: '9.4', cpe: 'cpe:/o:redhat:enterprise_linux:9::baseos' };
  const platform = (cpe: string): VexProduct => ({
    names: [],
    digests: [],
    cpes: [cpe],
    parts: [product('pkg:rpm/redhat/a')],
  });
  const purl = 'pkg:rpm/redhat/a@1-1?arch=x86_64';
  const rows: readonly [string, string][] = [
    ['cpe:/a:redhat:enterprise_linux:9::appstream', cleared],
    ['cpe:2.3:o:redhat:enterprise_linux:9:*:*:*:*:*:*:*', cleared],
    ['cpe:/o:redhat:enterprise_linux:8::baseos', stale],
    ['cpe:/o:redhat:openshift:9', stale],
  ];
  for (const [cpe, expected] of rows) {
    assert.equal(outcome(purl, [statement([platform(cpe)])], { os }), expected, cpe);
  }
});

test('not affected and fixed hide, the others are written beside; the newest word counts', () => {
  const say = (status: VexStatement['status'], time?: number, detail?: string): VexStatement =>
    statement([product('pkg:npm/a')], {
      status,
      ...(time === undefined ? {} : { time }),
      ...(detail === undefined ? {} : { detail }),
    });
  const rows: readonly [readonly VexStatement[], string][] = [
    [[say('fixed', 1, 'backported')], 'fixed (fixed: backported)'],
    [[say('affected', 1, 'update')], 'left VEX v.json: affected: update'],
    [[say('under_investigation')], 'left VEX v.json: under_investigation'],
    [[say('not_affected', 1), say('affected', 2)], 'left VEX v.json: affected'],
    [[say('affected', 2), say('not_affected', 1)], 'left VEX v.json: affected'],
    [[say('affected', 1), say('not_affected', 1)], cleared],
    [[say('affected', 1), say('not_affected')], 'left VEX v.json: affected'],
    [
      [say('not_affected', 1, `a\u001b[2J${'b'.repeat(600)}`)],
      `not-affected (not_affected: a\ufffd[2J${'b'.repeat(478)}...)`,
    ],
  ];
  for (const [statements, expected] of rows) {
    assert.equal(outcome('pkg:npm/a@1', statements), expected);
  }
});

test('any id of the finding is meant, and what matches nothing is told once for each document', () => {
  const other = statement([product('pkg:npm/a')], { ids: ['CVE-2026-2'] });
  const alias = statement([product('pkg:npm/a')], { ids: ['GHSA-AAAA-BBBB-CCCC'] });
  assert.equal(outcome('pkg:npm/a@1', [alias]), cleared);
  assert.equal(outcome('pkg:npm/a@1', [alias, other]), `${cleared}; vex.unused`);
  assert.equal(outcome('pkg:npm/a@1', [other]), stale);
  const empty = applyVex([], [{ path: 'v', statements: [] }], { subject: image, packages: [] });
  assert.deepEqual(empty.notes, []);
});
