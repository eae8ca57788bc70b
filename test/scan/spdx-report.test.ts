import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { formatOf } from '../../src/report/index.ts';
import { readSbom } from '../../src/scan/sbom/read-sbom.ts';
import { needsProgram } from '../kit/native.ts';
import { sampleReport } from '../kit/sample-report.ts';

function rendered(id: string): string {
  let text = '';
  formatOf(id).write(sampleReport, (piece) => (text += piece), {
    lang: 'en',
    color: false,
    showSuppressed: false,
    listAllPackages: false,
    program: { name: 'plimsoll', version: '0.0.0' },
  });
  return text;
}

for (const id of ['spdx-json', 'spdx']) {
  test(`${id}: what is written is read back, packages, sources and needs`, () => {
    const { components, needs } = readSbom(Buffer.from(rendered(id)), id);
    const read = components.flatMap(({ purl, source }) =>
      purl === undefined ? [] : [`${purl} ${source?.name ?? ''}`],
    );
    const wanted = sampleReport.packages.map(({ purl, source }) => `${purl} ${source?.name ?? ''}`);
    assert.deepEqual(new Set(read), new Set(wanted));
    assert.ok(components.some(({ system, name }) => system === true && name === 'debian'));
    const edges = sampleReport.packages.flatMap(({ dependsOn = [] }) => dependsOn);
    assert.equal([...needs.values()].flat().length, new Set(edges).size === 0 ? 0 : edges.length);
  });

  test(`${id}: spdx-tools finds nothing wrong`, needsProgram('pyspdxtools'), () => {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-spdx-'));
    try {
      const file = join(folder, id === 'spdx' ? 'x.spdx' : 'x.spdx.json');
      writeFileSync(file, rendered(id));
      const run = spawnSync('pyspdxtools', ['-i', file, '--version', 'SPDX-2.3'], {
        cwd: folder,
        encoding: 'utf8',
      });
      assert.equal(run.status, 0, run.stderr + run.stdout);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
