import type {
  Finding,
  FindingKind,
  Location,
  Package,
  Report,
  Severity,
  Verdict,
  VulnerabilityDetail,
} from '../../src/model/index.ts';
import { planUpgrades } from '../../src/scan/match/upgrades.ts';

const layers = [
  { diff: 'a1', blob: 'f1', created: '/bin/sh -c #(nop) ADD file:5a8d0c1e7f0e in / ' },
  {
    diff: 'b2',
    blob: 'f2',
    created:
      '/bin/sh -c apt-get update && apt-get install -y --no-install-recommends nginx libwebp7 curl ca-certificates && rm -rf /var/lib/apt/lists/*',
  },
  { diff: 'c3', blob: 'f3', created: 'COPY package.json package-lock.json /app/ # buildkit' },
  {
    diff: 'd4',
    blob: 'f4',
    created: 'RUN /bin/sh -c pip install --no-cache-dir jinja2==3.1.2 # buildkit',
  },
];

/** `aa…` as a digest. */
export function digestOf(twoLetters: string): string {
  return `sha256:${twoLetters.repeat(32)}`;
}

/** A location in layer `index` of the sample image. */
export function at(index: number, path: string, startLine?: number): Location {
  const layer = layers[index]!;
  return {
    history: { index, createdBy: layer.created },
    layer: { index, diffId: digestOf(layer.diff), digest: digestOf(layer.blob) },
    file: startLine === undefined ? { path } : { path, startLine, endLine: startLine + 4 },
  };
}

/** A Debian package of the sample image. */
export function deb(name: string, version: string, source: string, layer: number): Package {
  return {
    name,
    version,
    type: 'deb',
    purl: `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=amd64&distro=debian-12`,
    arch: 'amd64',
    source: { name: source, version },
    foundBy: 'dpkg',
    locations: [at(layer, 'var/lib/dpkg/status')],
  };
}

const lockfile = 'app/package-lock.json';

export const packages: Readonly<Record<string, Package>> = {
  libssl3: deb('libssl3', '3.0.11-1~deb12u2', 'openssl', 0),
  openssl: deb('openssl', '3.0.11-1~deb12u2', 'openssl', 0),
  zlib: deb('zlib1g', '1:1.2.13.dfsg-1', 'zlib', 0),
  bash: { ...deb('bash', '5.2.15-2+b2', 'bash', 0), licenses: ['GPL-3.0-or-later'] },
  webp: deb('libwebp7', '1.2.4-0.2', 'libwebp', 1),
  nghttp2: deb('libnghttp2-14', '1.52.0-1', 'nghttp2', 1),
  curl: deb('curl', '7.88.1-10+deb12u4', 'curl', 1),
  lodash: {
    name: 'lodash',
    version: '4.17.20',
    type: 'npm',
    purl: 'pkg:npm/lodash@4.17.20',
    relationship: 'direct',
    foundBy: 'npm-lock',
    resultType: 'npm',
    dependsOn: [],
    locations: [at(2, lockfile, 12)],
  },
  minimist: {
    name: 'minimist',
    version: '1.2.5',
    type: 'npm',
    purl: 'pkg:npm/minimist@1.2.5',
    relationship: 'indirect',
    foundBy: 'npm-lock',
    resultType: 'npm',
    locations: [at(2, lockfile, 40)],
  },
  jinja: {
    name: 'Jinja2',
    version: '3.1.2',
    type: 'pypi',
    purl: 'pkg:pypi/jinja2@3.1.2',
    foundBy: 'python-dist',
    resultType: 'python-pkg',
    locations: [at(3, 'usr/local/lib/python3.11/site-packages/Jinja2-3.1.2.dist-info/METADATA')],
  },
  internal: {
    name: 'shop-internal',
    version: 'release_candidate_seven',
    type: 'pypi',
    purl: 'pkg:pypi/shop-internal@release_candidate_seven',
    foundBy: 'python-dist',
    resultType: 'python-pkg',
    locations: [at(3, 'usr/local/lib/python3.11/site-packages/shop_internal.egg-info/PKG-INFO')],
  },
};

/** What a row of the sample says of a finding; the rest is filled in. */
export interface FindingFacts {
  readonly severity: Severity;
  readonly kind?: FindingKind;
  readonly verdict?: Verdict;
  readonly fixed?: readonly string[];
  readonly title?: string;
  readonly risk?: number;
  readonly detail?: Partial<VulnerabilityDetail>;
  readonly more?: Partial<Finding>;
}

/** A vulnerability of a package, with the members that a matcher fills. */
export function finding(rule: string, item: Package, facts: FindingFacts): Finding {
  const state = facts.detail?.status ?? (facts.fixed === undefined ? 'affected' : 'fixed');
  const fixed = facts.fixed?.join(', ') ?? '';
  return {
    rule,
    kind: facts.kind ?? 'vulnerability',
    severity: facts.severity,
    verdict: facts.verdict ?? 'affected',
    message: {
      id: 'match.affected',
      params: { package: item.name, version: item.version, id: rule },
      text: `${item.name} ${item.version} is affected by ${rule}`,
    },
    aliases: [],
    locations: item.locations.map((location) => ({ ...location, package: { purl: item.purl } })),
    evidence: [],
    fix: { state, versions: facts.fixed ?? [] },
    package: item.purl,
    vulnerability: {
      title: facts.title ?? `${item.source?.name ?? item.name}: a fault`,
      references: [`https://security.example/${rule}`],
      cwes: [],
      published: '2023-09-12T15:15:00Z',
      dataSource: item.type === 'deb' ? 'debian' : 'osv',
      vendorIds: [],
      status: state,
      severitySource: 'nvd',
      severities: [{ source: 'nvd', severity: facts.severity }],
      risk: facts.risk ?? 10,
      match: {
        by: item.source === undefined || item.source.name === item.name ? 'direct' : 'indirect',
        name: item.source?.name ?? item.name,
        range: fixed === '' ? '>= 0' : `< ${fixed}`,
      },
      ...facts.detail,
    },
    ...facts.more,
  };
}

const p = packages as Readonly<Record<string, Package>> & {
  readonly [
    Name in
      | 'libssl3'
      | 'openssl'
      | 'zlib'
      | 'webp'
      | 'nghttp2'
      | 'curl'
      | 'lodash'
      | 'minimist'
      | 'jinja'
      | 'internal'
  ]: Package;
};

const cvss98 = {
  source: 'nvd',
  severity: 'critical',
  cvss: { version: '3.1', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', score: 9.8 },
} as const;

function openssl(item: Package): readonly Finding[] {
  return [
    finding('CVE-2024-0727', item, {
      severity: 'medium',
      fixed: ['3.0.13-1~deb12u1'],
      title: 'openssl: denial of service via null dereference in PKCS#12 files',
      risk: 2,
    }),
    finding('CVE-2023-5678', item, { severity: 'medium', fixed: ['3.0.13-1~deb12u1'], risk: 1 }),
    finding('CVE-2023-6129', item, { severity: 'medium', fixed: ['3.0.13-1~deb12u1'], risk: 1 }),
    finding('CVE-2024-4741', item, { severity: 'high', fixed: ['3.0.14-1~deb12u1'], risk: 4 }),
  ];
}

const findings: readonly Finding[] = [
  ...openssl(p.libssl3),
  ...openssl(p.openssl),
  finding('CVE-2023-45853', p.zlib, {
    severity: 'critical',
    title: 'zlib: integer overflow in MiniZip with a long file name',
    risk: 12,
    detail: {
      status: 'will_not_fix',
      severities: [cvss98, { source: 'debian', severity: 'low', word: 'unimportant' }],
      cwes: ['CWE-190'],
    },
  }),
  finding('CVE-2023-4863', p.webp, {
    severity: 'high',
    fixed: ['1.2.4-0.2+deb12u1'],
    title: 'libwebp: heap buffer overflow in the lossless decoder',
    risk: 98,
    detail: {
      epss: { probability: 0.9402, percentile: 0.9991, date: '2026-11-20' },
      kev: { added: '2023-09-13', due: '2023-10-04', ransomware: false },
      vendorIds: ['DSA-5497-2'],
      description: 'A crafted image makes the decoder write past its Huffman tables.',
    },
    more: { aliases: ['DSA-5497-2', 'GHSA-j7hp-h8jx-5ppr'] },
  }),
  finding('CVE-2023-44487', p.nghttp2, {
    severity: 'high',
    fixed: ['1.52.0-1+deb12u1'],
    title: 'HTTP/2: rapid reset exhausts the server',
    risk: 95,
    detail: {
      epss: { probability: 0.9447, percentile: 0.9998, date: '2026-11-20' },
      kev: { added: '2023-10-10', due: '2023-10-31', ransomware: true },
    },
  }),
  finding('CVE-2023-46218', p.curl, {
    severity: 'medium',
    fixed: ['7.88.1-10+deb12u5'],
    risk: 8,
    detail: { epss: { probability: 0.0031, percentile: 0.54, date: '2026-11-20' } },
  }),
  finding('CVE-2024-2379', p.curl, {
    severity: 'low',
    detail: { status: 'unimportant' },
    risk: 0,
  }),
  finding('CVE-2021-23337', p.lodash, {
    severity: 'high',
    fixed: ['4.17.21'],
    title: 'lodash: command injection through the template function',
    risk: 40,
    detail: {
      epss: { probability: 0.2113, percentile: 0.95, date: '2026-11-20' },
      severities: [
        { source: 'ghsa', severity: 'high' },
        {
          source: 'nvd',
          severity: 'high',
          cvss: {
            version: '3.1',
            vector: 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H',
            score: 7.2,
          },
        },
      ],
      severitySource: 'ghsa',
    },
    more: {
      aliases: ['GHSA-35jh-r3h4-6jhm'],
      fix: { state: 'fixed', versions: ['4.17.21'], instruction: 'npm install lodash@4.17.21' },
    },
  }),
  finding('CVE-2021-44906', p.minimist, {
    severity: 'critical',
    fixed: ['0.2.4', '1.2.6'],
    title: 'minimist: prototype pollution',
    risk: 30,
    detail: { severities: [{ ...cvss98 }] },
  }),
  finding('CVE-2024-22195', p.jinja, {
    severity: 'medium',
    fixed: ['3.1.3'],
    title: 'Jinja2: cross-site scripting through the xmlattr filter',
    risk: 5,
  }),
  finding('PYSEC-2026-17', p.internal, {
    severity: 'unknown',
    verdict: 'unknown',
    risk: 0,
    more: {
      message: {
        id: 'match.version-unreadable',
        params: { package: 'shop-internal', version: 'release_candidate_seven' },
        text: 'The version "release_candidate_seven" of shop-internal cannot be compared',
      },
    },
  }),
];

const suppressed: readonly Finding[] = [
  finding('CVE-2016-2781', deb('coreutils', '9.1-1', 'coreutils', 0), {
    severity: 'low',
    more: {
      suppressed: {
        by: 'ignore-file',
        reason: 'chroot is not used in this image',
        source: '.plimsollignore:3',
        expires: '2027-01-31',
      },
    },
  }),
  finding('CVE-2019-1010022', deb('libc6', '2.36-9+deb12u4', 'glibc', 0), {
    severity: 'critical',
    verdict: 'not-affected',
    detail: { status: 'not_affected' },
    more: {
      suppressed: { by: 'vendor', reason: 'the vendor disputes it', source: 'debian' },
    },
  }),
];

/** The report with its upgrades planned from its findings, as every task hands it on. */
export function advised(report: Report): Report {
  return { ...report, upgrades: planUpgrades(report) };
}

/** What is known of a fault of configuration. */
export const fault: NonNullable<Finding['misconfiguration']> = {
  subject: 'web',
  type: 'compose',
  title: { en: 'Privileged', 'zh-CN': '特权' },
  why: { en: 'It is the host.', 'zh-CN': '等同于主机。' },
  advice: { en: 'Do not.', 'zh-CN': '不要。' },
  references: ['https://example.com/rule'],
  edits: [{ path: 'compose.yaml', start: 3, end: 5, text: 'x' }],
  review: true,
  noEdit: 'layout',
};

/** A hand-built report of a small shop's image: every part that a writer has to render. */
export const sampleReport: Report = advised({
  subject: {
    kind: 'image',
    name: 'registry.example/shop:1.4',
    image: {
      id: digestOf('1d'),
      manifestDigest: digestOf('2e'),
      tags: ['registry.example/shop:1.4'],
      digests: [`registry.example/shop@${digestOf('2e')}`],
      os: 'linux',
      architecture: 'amd64',
      created: '2026-11-01T10:00:00Z',
      size: 190_000_000,
      layers: layers.map((layer) => ({
        diffId: digestOf(layer.diff),
        digest: digestOf(layer.blob),
        createdBy: layer.created,
      })),
      source: 'docker store',
    },
  },
  status: 'complete',
  scanners: ['vuln', 'secret'],
  errors: [],
  os: {
    id: 'debian',
    version: '12.5',
    name: 'Debian GNU/Linux 12 (bookworm)',
    codename: 'bookworm',
    endOfLife: { ended: false, date: '2028-06-30' },
  },
  packages: Object.values(packages),
  findings,
  suppressed,
  checks: [],
  coverage: [
    { ecosystem: 'Debian:12', packages: 7, state: 'covered', feeds: ['debian'] },
    { ecosystem: 'npm', packages: 2, state: 'covered', feeds: ['osv'] },
    { ecosystem: 'PyPI', packages: 2, state: 'covered', feeds: ['osv'] },
  ],
  database: {
    path: '/home/user/.cache/plimsoll/db/advisories.pldb',
    schema: 1,
    built: '2026-11-20T06:00:00Z',
    checksum: digestOf('db'),
    starter: false,
    feeds: [
      {
        id: 'debian',
        title: 'Debian Security Tracker',
        url: 'https://security-tracker.debian.org/tracker/data/json',
        ecosystems: ['Debian'],
        records: 42_000,
        newest: '2026-11-20T04:00:00Z',
        fetched: '2026-11-20T05:30:00Z',
        licence: 'MIT',
      },
      {
        id: 'osv',
        title: 'Open Source Vulnerabilities',
        url: 'https://osv.dev',
        ecosystems: ['npm', 'PyPI'],
        records: 250_000,
        newest: '2026-11-20T03:00:00Z',
        fetched: '2026-11-20T05:31:00Z',
        licence: 'CC-BY-4.0',
      },
    ],
  },
  notes: [
    {
      id: 'ignore.unused',
      params: { id: 'CVE-2018-1000', file: '.plimsollignore', line: 9 },
      text: 'The entry "CVE-2018-1000" of .plimsollignore (line 9) matches nothing any more and can be deleted',
    },
  ],
});

/** The same image without any database: packages are known, no verdict is. */
export const withoutDatabase: Report = {
  ...sampleReport,
  findings: [],
  upgrades: [],
  suppressed: [],
  notes: [],
  coverage: sampleReport.coverage.map((row) => ({
    ...row,
    state: 'no-database' as const,
    reason: 'no advisory database on this machine',
    feeds: [],
  })),
};
delete (withoutDatabase as { database?: unknown }).database;

/** Something could not be read, and one ecosystem has no feed. */
export const partial: Report = {
  ...sampleReport,
  status: 'partial',
  errors: [
    {
      code: 'LIMIT_FILE_BYTES',
      text: 'Cannot read "opt/vendor/rpm/Packages": found more bytes, the limit is 268435456 bytes',
      location: at(1, 'opt/vendor/rpm/Packages'),
    },
    {
      code: 'FORMAT_JSON',
      text: 'Cannot parse "srv/old/package-lock.json": found \u001b[2Jend of input at line 3, expected "}"',
      location: at(2, 'srv/old/package-lock.json', 3),
    },
  ],
  coverage: [
    { ecosystem: 'Debian:12', packages: 7, state: 'covered', feeds: ['debian'] },
    {
      ecosystem: 'npm',
      packages: 2,
      state: 'stale',
      reason: 'the feed "osv" is 41 days old',
      feeds: ['osv'],
    },
    {
      ecosystem: 'PyPI',
      packages: 2,
      state: 'no-feed',
      reason: 'the database has no feed for PyPI',
      feeds: [],
    },
  ],
};

/** Scanned with the set of advisories that ships with the program. */
export const starter: Report = advised({
  ...sampleReport,
  findings: sampleReport.findings.filter((one) => one.vulnerability?.kev !== undefined),
  suppressed: [],
  notes: [],
  coverage: sampleReport.coverage.map((row) => ({ ...row, state: 'starter-set' as const })),
  database: { ...sampleReport.database!, starter: true, feeds: [] },
});

/** Nothing found, everything answered. */
export const clean: Report = {
  ...sampleReport,
  findings: [],
  suppressed: [],
  notes: [],
  upgrades: [],
};

/** What a check of one file reports: one fault of the third line. */
export function faultyFile(detail: Partial<NonNullable<Finding['misconfiguration']>> = {}): Report {
  const finding: Finding = {
    rule: 'DF-X',
    kind: 'misconfiguration',
    severity: 'low',
    verdict: 'affected',
    message: { id: 'x', params: {}, text: 'a & b' },
    locations: [{ file: { path: 'Dockerfile', startLine: 3 } }],
    evidence: [],
    aliases: [],
    misconfiguration: {
      subject: 'Dockerfile',
      type: 'dockerfile',
      title: { en: 'T', 'zh-CN': 'T' },
      why: { en: 'because "x"', 'zh-CN': '因为' },
      advice: { en: 'do <this>', 'zh-CN': '这样做' },
      references: ['javascript:alert(1)', 'https://example.com/?a=1&b=2'],
      ...detail,
    },
  };
  const subject = { kind: 'file', name: 'Dockerfile' } as const;
  return { ...clean, subject, packages: [], coverage: [], findings: [finding] };
}
