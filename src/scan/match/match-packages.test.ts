import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Advisory, Affected, Finding, OperatingSystem, Package } from '../../model/index.ts';
import { memoryDatabase } from '../advisories/memory.ts';
import type { MatchOptions } from './contract.ts';
import { matchPackages } from './match-packages.ts';

const now = new Date('2026-09-01T00:00:00Z');
const debian: OperatingSystem = { id: 'debian', version: '12.5' };
const alpine: OperatingSystem = { id: 'alpine', version: '3.18.4' };

/** `openssl@3.0.1` as a package; a name with `deb:` and the like in front tells the type. */
function pkg(text: string, extra: Partial<Package> = {}): Package {
  const [, type = 'npm', name = '', version = ''] = /^(?:(\w+):)?(@?[^@]+)@?(.*)$/.exec(text) ?? [];
  return {
    name,
    version,
    type,
    purl: `pkg:${type}/${name}@${version}`,
    foundBy: 'test',
    locations: [{ file: { path: `${name}.lock` } }],
    ...extra,
  };
}

/** Affected below `fix`, or every version where there is none. */
function below(
  ecosystem: string,
  name: string,
  fix?: string,
  extra: Partial<Affected> = {},
): Affected {
  const events = [{ introduced: '0' }, ...(fix === undefined ? [] : [{ fixed: fix }])];
  const state = fix === undefined ? 'affected' : 'fixed';
  return { ecosystem, name, state, ranges: [{ kind: 'events', events }], ...extra };
}

function advisory(
  id: string,
  affected: Affected | readonly Affected[],
  extra: Partial<Advisory> = {},
): Advisory {
  return {
    id,
    aliases: [],
    source: 'feed',
    kind: 'vulnerability',
    affected: [affected].flat(),
    severities: [],
    ...extra,
  };
}

interface Question {
  readonly os?: OperatingSystem;
  readonly options?: MatchOptions;
}

function match(
  packages: readonly Package[],
  advisories: readonly Advisory[],
  question: Question = {},
) {
  const options = { staleAfterDays: Number.POSITIVE_INFINITY, ...question.options };
  const database = memoryDatabase({ advisories });
  return matchPackages(packages, { os: question.os, database, now, options });
}

/** Findings as `package rule verdict status`, suppressed ones in brackets with who did it. */
function told(
  packages: readonly Package[],
  advisories: readonly Advisory[],
  question: Question = {},
) {
  const { findings, suppressed } = match(packages, advisories, question);
  const line = (one: Finding): string =>
    `${one.package?.replace(/^pkg:/, '')} ${one.rule} ${one.verdict} ${one.vulnerability?.status}`;
  return [
    ...findings.map(line),
    ...suppressed.map((one) => `(${one.suppressed?.by}) ${line(one)}`),
  ];
}

test('Debian and Alpine packages are judged by the name and version of their source', () => {
  const source = { name: 'openssl', version: '3.0.11-1' };
  const rows = advisory('CVE-2024-1000', [
    below('Debian:12', 'openssl', '3.0.12-1'),
    below('Alpine:v3.18', 'openssl', '3.1.4-r1'),
  ]);
  const rebuilt = pkg('deb:libssl3@3.0.12-1+b1', { source });
  assert.deepEqual(told([rebuilt], [rows], { os: debian }), [
    'deb/libssl3@3.0.12-1+b1 CVE-2024-1000 affected fixed',
  ]);
  const finding = match([rebuilt], [rows], { os: debian }).findings[0];
  assert.deepEqual(finding?.vulnerability?.match, {
    by: 'indirect',
    name: 'openssl',
    range: '< 3.0.12-1',
  });
  assert.equal(
    finding?.message.text,
    'libssl3 3.0.12-1+b1 is affected by CVE-2024-1000; fixed in 3.0.12-1',
  );
  // A binary that happens to be called like another source is not that source.
  assert.deepEqual(
    told([pkg('deb:openssl@1-1', { source: { name: 'other', version: '1-1' } })], [rows], {
      os: debian,
    }),
    [],
  );
  assert.deepEqual(
    told(
      [pkg('apk:libssl3@3.1.4-r0', { source: { name: 'openssl', version: '3.1.4-r0' } })],
      [rows],
      { os: alpine },
    ),
    ['apk/libssl3@3.1.4-r0 CVE-2024-1000 affected fixed'],
  );
  assert.deepEqual(told([pkg('apk:openssl@3.1.4-r1')], [rows], { os: alpine }), []);
});

test('epochs and backports count as Debian orders them', () => {
  const rows = [advisory('CVE-2024-1000', below('Debian:12', 'p', '1:1.2-3+deb12u2'))];
  const answers = [
    '2.0-1',
    '1:1.2-3+deb12u1',
    '1:1.2-3+deb12u2~bpo1',
    '1:1.2-3+deb12u2',
    '1:1.2-4',
  ].map((version) => told([pkg(`deb:p@${version}`)], rows, { os: debian }).length);
  assert.deepEqual(answers, [1, 1, 1, 0, 0]);
});

test("a distribution's states become ours", () => {
  const state = (word: Affected['state'], fix?: string) => [
    advisory('CVE-2024-1000', below('Debian:12', 'p', fix, { state: word })),
  ];
  const rows: readonly [Affected['state'], string | undefined, readonly string[]][] = [
    ['affected', undefined, ['deb/p@1 CVE-2024-1000 affected affected']],
    ['fixed', '2', ['deb/p@1 CVE-2024-1000 affected fixed']],
    ['fixed', '1', []],
    ['will_not_fix', undefined, ['deb/p@1 CVE-2024-1000 affected will_not_fix']],
    ['fix_deferred', undefined, ['deb/p@1 CVE-2024-1000 affected fix_deferred']],
    ['end_of_life', undefined, ['deb/p@1 CVE-2024-1000 affected end_of_life']],
    ['under_investigation', undefined, ['deb/p@1 CVE-2024-1000 unknown under_investigation']],
    ['unimportant', undefined, ['(vendor) deb/p@1 CVE-2024-1000 affected unimportant']],
    ['unimportant', '1', []],
    ['not_affected', undefined, []],
  ];
  for (const [word, fix, expected] of rows) {
    assert.deepEqual(told([pkg('deb:p@1')], state(word, fix), { os: debian }), expected, word);
  }
  const shown = told([pkg('deb:p@1')], state('unimportant'), {
    os: debian,
    options: { unimportant: true },
  });
  assert.deepEqual(shown, ['deb/p@1 CVE-2024-1000 affected unimportant']);
});

test("the tracker's word on a CVE outranks the bulletins, and the first bulletin fixed it", () => {
  const dsa = (id: string, fix: string) =>
    advisory('CVE-2024-1000', below('Debian:12', 'p', fix, { vendorIds: [id] }), { source: 'dsa' });
  const bulletins = [dsa('DSA-1-1', '1-1+deb12u1'), dsa('DSA-1-2', '1-1+deb12u2')];
  const patched = pkg('deb:p@1-1+deb12u1');
  assert.deepEqual(told([patched], bulletins, { os: debian }), []);
  assert.equal(told([pkg('deb:p@1-1')], bulletins, { os: debian }).length, 1);
  const tracker = advisory('CVE-2024-1000', below('Debian:12', 'p', '1-1+deb12u3'), {
    source: 'tracker',
  });
  const { findings } = match([patched], [...bulletins, tracker], { os: debian });
  assert.deepEqual(findings[0]?.fix?.versions, ['1-1+deb12u3']);
  assert.deepEqual(findings[0]?.vulnerability?.vendorIds, ['DSA-1-1', 'DSA-1-2']);
  const cleared = {
    ...tracker,
    affected: [below('Debian:12', 'p', undefined, { state: 'not_affected', ranges: [] })],
  };
  assert.deepEqual(told([pkg('deb:p@1-1')], [...bulletins, cleared], { os: debian }), []);
});

test('GHSA and PYSEC records of one fault are one finding with all sources kept', () => {
  const rows = [
    advisory('PYSEC-2024-1', below('PyPI', 'my-pkg', '2.0'), {
      aliases: ['CVE-2024-1000', 'GHSA-x'],
    }),
    advisory('GHSA-x', below('PyPI', 'my-pkg', '2.0'), {
      aliases: ['CVE-2024-1000'],
      severities: [{ source: 'ghsa', severity: 'high' }],
    }),
  ];
  const { findings } = match([pkg('pypi:My_Pkg@1.0')], rows);
  assert.equal(findings.length, 1);
  assert.equal(findings[0]?.rule, 'CVE-2024-1000');
  assert.deepEqual(findings[0]?.aliases, ['GHSA-x', 'PYSEC-2024-1']);
  assert.equal(findings[0]?.severity, 'high');
  assert.equal(findings[0]?.evidence.length, 2);
  assert.deepEqual(findings[0]?.fix?.versions, ['2.0']);
});

test('withdrawn and informational advisories are no findings, malware is malware', () => {
  const all = below('npm', 'p');
  assert.deepEqual(
    told([pkg('p@1.0.0')], [advisory('GHSA-x', all, { withdrawn: '2024-01-01T00:00:00Z' })]),
    [],
  );
  assert.deepEqual(
    told([pkg('p@1.0.0')], [advisory('RUSTSEC-1', all, { kind: 'informational' })]),
    [],
  );
  const { findings } = match([pkg('p@1.0.0')], [advisory('MAL-2024-1', all, { kind: 'malware' })]);
  assert.deepEqual([findings[0]?.kind, findings[0]?.severity], ['malware', 'critical']);
});

test('a vendor that clears a version in so many words wins, by id or alias', () => {
  const ghsa = advisory('GHSA-x', below('PyPI', 'p', '2.0'), { aliases: ['CVE-2024-1000'] });
  const cleared = (id: string) =>
    advisory(
      id,
      { ecosystem: 'PyPI', name: 'p', state: 'not_affected', ranges: [], versions: ['1.0+v.1'] },
      {
        source: 'vendor',
        aliases: ['GHSA-x'],
      },
    );
  assert.deepEqual(told([pkg('pypi:p@1.0+v.1')], [ghsa, cleared('V-1')]), []);
  assert.equal(told([pkg('pypi:p@1.0')], [ghsa, cleared('V-1')]).length, 1);
  const other = { ...cleared('V-2'), aliases: ['GHSA-y'] };
  assert.equal(told([pkg('pypi:p@1.0+v.1')], [ghsa, other]).length, 1);
});

test('what cannot be answered is a finding with verdict unknown and the reason', () => {
  const rows = [advisory('CVE-2024-1000', below('npm', 'p', '2.0.0'))];
  const { findings } = match([pkg('p@latest')], rows);
  assert.equal(findings[0]?.verdict, 'unknown');
  assert.match(
    findings[0]?.message.text ?? '',
    /could not be told: version "latest" is not a npm version/,
  );
  assert.match(findings[0]?.evidence[0] ?? '', /unknown: version "latest"/);
  const lost = advisory('CVE-2024-1000', below('npm', 'p', undefined, { upperBoundUnknown: true }));
  assert.deepEqual(told([pkg('p@1.0.0')], [lost]), ['npm/p@1.0.0 CVE-2024-1000 unknown affected']);
});

test('several affected entries are alternatives', () => {
  const rows = [
    advisory('CVE-2024-1000', [
      below('npm', 'p', '1.2.0'),
      {
        ...below('npm', 'p', '2.3.0'),
        ranges: [{ kind: 'events', events: [{ introduced: '2.0.0' }, { fixed: '2.3.0' }] }],
      },
    ]),
  ];
  assert.deepEqual(match([pkg('p@1.0.0')], rows).findings[0]?.fix?.versions, ['1.2.0']);
  assert.equal(told([pkg('p@2.1.0')], rows).length, 1);
  assert.deepEqual(told([pkg('p@1.5.0')], rows), []);
});

test('architecture and module stream must agree where both sides name them', () => {
  const only = (qualifiers: Affected['qualifiers'] & object) => [
    advisory('CVE-2024-1000', below('Alpine:v3.18', 'p', '2', { qualifiers })),
  ];
  const count = (arch: string, row: readonly Advisory[]) =>
    told([pkg('apk:p@1', { arch, qualifiers: { modularity: 'nodejs:18:1:x' } })], row, {
      os: alpine,
    }).length;
  assert.equal(count('x86_64', only({ arch: ['x86_64'] })), 1);
  assert.equal(count('aarch64', only({ arch: ['x86_64'] })), 0);
  assert.equal(count('x86_64', only({ modularity: 'nodejs:18' })), 1);
  assert.equal(count('x86_64', only({ modularity: 'nodejs:20' })), 0);
});

test('kernel headers are set aside, the kernel itself is not', () => {
  const rows = [advisory('CVE-2024-1000', below('Debian:12', 'linux', '7'))];
  const source = { name: 'linux', version: '6.1.1-1' };
  const headers = pkg('deb:linux-libc-dev@6.1.1-1', { source });
  const kernel = pkg('deb:linux-image-6.1.0-1-amd64@6.1.1-1', { source });
  assert.deepEqual(told([headers, kernel], rows, { os: debian }), [
    'deb/linux-image-6.1.0-1-amd64@6.1.1-1 CVE-2024-1000 affected fixed',
  ]);
  assert.deepEqual(
    match([headers, kernel], rows, { os: debian }).notes.map(({ id, params }) => [id, params]),
    [['scan.kernel-headers', { count: 1, package: 'linux-libc-dev' }]],
  );
  const fixed = pkg('deb:linux-libc-dev@7', { source: { name: 'linux', version: '7' } });
  assert.deepEqual(match([fixed], rows, { os: debian }).notes, []);
  assert.equal(
    match([headers], rows, { os: debian, options: { kernelHeaders: true } }).findings.length,
    1,
  );
});

test('locations keep the whole chain and gain the package', () => {
  const chain = {
    dockerfile: { path: 'Dockerfile', startLine: 3 },
    history: { index: 1, createdBy: 'RUN npm ci' },
    layer: { index: 2, diffId: 'sha256:aa' },
    file: { path: 'app/package.json' },
  };
  const { findings } = match(
    [pkg('p@1.0.0', { locations: [chain] })],
    [advisory('CVE-2024-1000', below('npm', 'p'))],
  );
  assert.deepEqual(findings[0]?.locations, [{ ...chain, package: { purl: 'pkg:npm/p@1.0.0' } }]);
});

test('severities of all sources, EPSS and KEV are on the finding, references of all', () => {
  const database = memoryDatabase({
    advisories: [
      advisory('CVE-2024-1000', below('Debian:12', 'p', '2', { fixDate: '2024-02-03' }), {
        references: ['https://one.example'],
        title: 'a fault',
      }),
    ],
    cves: new Map([
      [
        'CVE-2024-1000',
        {
          epss: { probability: 0.2, percentile: 0.9, date: '2026-08-01' },
          kev: { added: '2024-02-02', ransomware: false },
          severities: [
            { source: 'cna', severity: 'low' },
            { source: 'nvd', severity: 'high' },
          ],
        },
      ],
    ]),
  });
  const { findings } = matchPackages([pkg('deb:p@1')], { os: debian, database, now });
  const [finding] = findings;
  assert.equal(finding?.severity, 'high');
  assert.equal(finding?.vulnerability?.severitySource, 'nvd');
  assert.equal(finding?.vulnerability?.severities.length, 2);
  assert.equal(finding?.vulnerability?.risk, 78.75);
  assert.deepEqual(finding?.fix, { state: 'fixed', versions: ['2'], date: '2024-02-03' });
  assert.equal(finding?.vulnerability?.title, 'a fault');
  assert.deepEqual(finding?.vulnerability?.references, ['https://one.example']);
});

test('packages without a version are left out and counted, or judged at their minimum', () => {
  const rows = [advisory('CVE-2024-1000', below('PyPI', 'p', '4.0'))];
  const loose = pkg('pypi:p', { requirement: '>=3.0' });
  const precise = match([loose, pkg('pypi:q', { requirement: '*' })], rows);
  assert.deepEqual(precise.findings, []);
  assert.match(
    precise.notes[0]?.text ?? '',
    /^2 packages are named without a version .* \(first: p\)/,
  );
  assert.deepEqual(told([loose], rows, { options: { detached: 'comprehensive' } }), [
    'pypi/p@ CVE-2024-1000 affected fixed',
  ]);
});

test('control characters in names do not reach the sentences', () => {
  const rows = [advisory('CVE-2024-1000', below('npm', 'p\u001b[31m', '2.0.0'))];
  const { findings } = match([pkg('x@1', { name: 'p\u001b[31m', version: '1.0.0\u0007' })], rows);
  const [finding] = findings;
  for (const text of [finding?.message.text ?? '', ...(finding?.evidence ?? [])]) {
    assert.doesNotMatch(text, /[\u0000-\u001f]/);
  }
});

test('the same packages in another order give the same result', () => {
  const rows = [
    advisory('CVE-2024-1001', below('npm', 'p')),
    advisory('CVE-2024-1000', [below('npm', 'p'), below('npm', 'q')]),
  ];
  const packages = [pkg('q@1.0.0'), pkg('p@2.0.0'), pkg('p@1.0.0')];
  assert.deepEqual(match(packages, rows), match([...packages].reverse(), [...rows].reverse()));
});

test('whatever stands in versions, names, ids and ranges, every row gets an answer or a reason', () => {
  const word = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom(
      '1.0.0',
      '2',
      '0',
      '1:1-1',
      '*',
      '__proto__',
      'constructor',
      '',
      '>= 1, < 2',
      '\u0000',
    ),
  );
  const event = fc.oneof(
    word.map((introduced) => ({ introduced })),
    word.map((fixed) => ({ fixed })),
    word.map((last) => ({ last_affected: last })),
    word.map((limit) => ({ limit })),
  );
  const range = fc.oneof(
    fc.array(event, { maxLength: 5 }).map((events) => ({ kind: 'events' as const, events })),
    word.map((expression) => ({ kind: 'expression' as const, expression, fixed: [expression] })),
  );
  const type = fc.constantFrom(['npm', 'npm'], ['pypi', 'PyPI'], ['deb', 'Debian:12']);
  const run = fc.property(
    type,
    word,
    word,
    fc.array(range, { maxLength: 3 }),
    fc.array(word),
    (...given) => {
      const [[kind = '', ecosystem = ''], version, id, ranges, aliases] = given;
      const affected: Affected = {
        ecosystem,
        name: 'p',
        state: 'affected',
        ranges,
        versions: aliases,
      };
      const rows = [advisory(id, affected, { aliases }), advisory('CVE-2024-1000', affected)];
      const { findings } = match([pkg(`${kind}:p@1`, { version })], rows, { os: debian });
      for (const finding of findings) {
        assert.ok(finding.verdict === 'affected' || finding.verdict === 'unknown');
        assert.notEqual(finding.evidence.length, 0);
        if (finding.verdict === 'unknown') assert.match(finding.evidence[0] ?? '', /unknown: ./);
        assert.doesNotMatch(JSON.stringify([finding.message.text, finding.evidence]), /\\u00[01]/);
      }
    },
  );
  fc.assert(run, { seed: 20_261_122, numRuns: 1000 });
});

test('a system of mixed branches is told, a subscription is not', () => {
  const notes = (id: string, version: string, channels: readonly string[]) =>
    matchPackages([], {
      os: { id, version, channels },
      database: memoryDatabase({ advisories: [] }),
      now: new Date('2026-09-01T00:00:00Z'),
    }).notes.map(({ text }) => text);
  assert.match(
    notes('alpine', '3.18.4', ['edge']).join(),
    /3\.18\.4 also takes packages from edge.*Alpine:v3\.18$/,
  );
  assert.deepEqual(notes('alpine', '3.18.4', []), []);
  assert.deepEqual(notes('ubuntu', '22.04', ['esm']), []);
});

test('images that files name are told, and leave no question open', () => {
  const image = (name: string, version: string): Package => ({
    name,
    version,
    type: 'docker',
    purl: `pkg:docker/${name}@${version}`,
    foundBy: 'test',
    locations: [],
  });
  const judged = (...packages: Package[]) =>
    matchPackages(packages, { os: undefined, database: undefined, now: new Date(0) });
  const two = judged(image('nginx', '1.27'), image('app', 'sha256:00'));
  assert.deepEqual([two.coverage, two.findings], [[], []]);
  assert.match(two.notes[0]?.text ?? '', /2 images.*"plimsoll image nginx:1\.27"/);
  assert.match(judged(image('app', 'sha256:00')).notes[0]?.text ?? '', /image app@sha256:00"/);
  assert.match(judged(image('-f;$(id)', '1')).notes[0]?.text ?? '', /image f\?\?\?id\?:1"/);
});
