import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { apk } from '../../src/scan/analyzers/os/apk.ts';
import type { FileAnalyzer } from '../../src/scan/analyzers/contract.ts';
import { dpkg, opkg } from '../../src/scan/analyzers/os/dpkg.ts';
import { os } from '../../src/scan/analyzers/os/os.ts';
import { identifyOs } from '../../src/scan/os.ts';
import { gate, parserRows, requiredPathRows, rowFile } from '../kit/lockfiles.ts';
import type { ParserRow } from '../kit/lockfiles.ts';
import { analyse, nameVersions } from '../kit/packages.ts';
import { needsShared } from '../kit/outside.ts';
import { runSuite } from '../kit/suite.ts';

const parsers = 'cases/scan/lockfiles/parsers';
const apkPath = 'lib/apk/db/installed';

test('suite scalibr dpkg and apk', needsShared(`${parsers}/scalibr.jsonl`), async () => {
  const rows = parserRows('scalibr', ({ format }) => format === 'os/dpkg' || format === 'os/apk');
  await runSuite(
    'scalibr-os-packages',
    rows.map(({ id, row }) => ({ id, run: () => scalibr(row) })),
  );
});

function scalibr(row: ParserRow): void {
  const file = rowFile('scalibr', row.input);
  const folder = 'var/lib/dpkg/status.d/';
  if (row.format === 'os/apk') gate(apk, apkPath, file, row);
  else if (row.options?.['isOPKG'] === true) gate(opkg, 'usr/lib/opkg/status', file, row);
  else if (!row.input.includes('/status.d/')) gate(dpkg, 'var/lib/dpkg/status', file, row);
  else {
    // The row reads a checksum list with the parser of its neighbours and wants nothing from it.
    const path = `${folder}${row.input.split('/').at(-1) ?? ''}`;
    assert.equal(dpkg.wants(path, { size: 1, mode: 0o644 }), false);
  }
}

test('suite trivy os and apk', needsShared(`${parsers}/trivy.jsonl`), async () => {
  const family = ({ format }: ParserRow) =>
    format.startsWith('fanal/analyzer/os/') || format === 'fanal/analyzer/pkg/apk';
  await runSuite(
    'trivy-os',
    parserRows('trivy', family).map(({ id, row }) => ({ id, run: () => trivy(row) })),
  );
});

/** Trivy's words for distributions where they differ from their own `ID`. */
const families: Readonly<Record<string, readonly string[]>> = {
  alma: ['almalinux'],
  oracle: ['ol'],
  slem: ['sl-micro'],
  redhat: ['rhel', 'redhat'],
  'cbl-mariner': ['mariner'],
};

function trivy(row: ParserRow): void {
  const file = rowFile('trivy', row.input);
  if (row.expectOS === undefined) {
    gate(apk, apkPath, file, row);
    const found = analyse(apk, apkPath, file).packages ?? [];
    for (const { name, srcName, srcVersion, dependsOn } of row.expect ?? []) {
      const one = found.find((entry) => entry.name === name);
      assert.deepEqual(one?.source, { name: srcName, version: srcVersion }, name);
      assert.deepEqual(one?.dependsOn?.toSorted() ?? [], dependsOn?.toSorted() ?? [], name);
    }
    return;
  }
  const base = row.input.split('/').at(-1) ?? '';
  const path = row.format.endsWith('/release') ? 'etc/os-release' : `etc/${base}`;
  const said = identifyOs([{ path, os: analyse(os, path, file).os ?? {} }]);
  const { family, name } = row.expectOS;
  assert.ok((families[family] ?? [family]).includes(said?.id ?? ''), `${family}: ${said?.id}`);
  const version = said?.channel === 'sid' ? `${said.codename ?? ''}/sid` : said?.version;
  assert.equal(version, name);
}

test('suite syft apk', needsShared(`${parsers}/syft.jsonl`), async () => {
  const rows = parserRows('syft', ({ format }) => format === 'alpine');
  await runSuite(
    'syft-apk',
    rows.map(({ id, row }) => ({
      id,
      run: () => {
        gate(apk, apkPath, rowFile('syft', row.input), row);
      },
    })),
  );
});

test('suite required paths of OS packages', needsShared('cases/scan/lockfiles'), async () => {
  const formats = new Map<string, readonly FileAnalyzer[]>([
    ['os/dpkg', [dpkg, opkg]],
    ['os/apk', [apk]],
  ]);
  await runSuite('required-paths-os', requiredPathRows(formats));
});

const status = '/var/lib/dpkg/status';

test(
  'the packages of this machine are those that dpkg-query lists',
  { skip: existsSync(status) ? false : `needs ${status}: not a Debian system` },
  () => {
    const format =
      '${db:Status-Status}\t${Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}\n';
    const listed = execFileSync('dpkg-query', ['-W', '-f', format], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('installed\t'))
      .map((line) => line.slice('installed\t'.length));
    const result = analyse(dpkg, 'var/lib/dpkg/status', status);
    const found = (result.packages ?? []).map(({ name, version, arch, source }) =>
      [name, version, arch, source?.name, source?.version].join('\t'),
    );
    assert.deepEqual(found.toSorted(), listed.toSorted());
    assert.ok(nameVersions(result.packages).length > 50);
    assert.equal(result.problems, undefined);
  },
);
