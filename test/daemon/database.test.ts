import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { needsDaemon, startRegistry } from '../kit/daemon.ts';
import { runProgram, sourceProgram } from '../kit/program.ts';

const folder = mkdtempSync('/var/tmp/plimsoll-database-');
after(() => rmSync(folder, { recursive: true, force: true }));

/** A mirror with one npm advisory, and a project that it concerns. */
function prepare(): { mirror: string; project: string } {
  const mirror = join(folder, 'mirror');
  const project = join(folder, 'project');
  const records = join(mirror, 'osv/single-records/npm');
  mkdirSync(records, { recursive: true });
  mkdirSync(project);
  const events = [{ introduced: '0' }, { fixed: '2.0.0' }];
  const affected = [
    { package: { ecosystem: 'npm', name: 'mast' }, ranges: [{ type: 'SEMVER', events }] },
  ];
  const modified = new Date().toISOString();
  const record = { id: 'GHSA-mast', modified, summary: 'breaks', affected };
  writeFileSync(join(records, 'GHSA-mast.json'), JSON.stringify(record));
  const lock = {
    lockfileVersion: 3,
    packages: { '': {}, 'node_modules/mast': { version: '1.0.0' } },
  };
  writeFileSync(join(project, 'package-lock.json'), JSON.stringify(lock));
  return { mirror, project };
}

test(
  'air gap: a database goes from the feeds into a registry and from there to a machine that has only that',
  needsDaemon('docker-registry'),
  async () => {
    const registry = await startRegistry();
    try {
      const { mirror, project } = prepare();
      const reference = `${registry.host}/security/advisories:1`;
      const run = (cache: string, ...given: readonly string[]): ReturnType<typeof runProgram> =>
        runProgram(sourceProgram(), [...given, '--cache-dir', join(folder, cache), '-q']);
      const good = (cache: string, ...given: readonly string[]): string => {
        const { code, stdout, stderr } = run(cache, ...given);
        assert.equal(code, 0, stderr);
        return stdout;
      };
      good('outside', 'db', 'build', '--from', mirror);
      assert.match(good('outside', 'db', 'push', reference), /sha256:[0-9a-f]{64}/);
      // Again, with everything there already.
      const pushed = good('outside', 'db', 'push', reference);
      const digest = /@(sha256:[0-9a-f]{64})/.exec(pushed)?.[1] ?? '';

      assert.equal(run('inside', 'fs', project, '--fail-on-unknown').code, 4, 'no database yet');
      assert.match(good('inside', 'db', 'pull', reference), new RegExp(digest));
      const report = good('inside', 'fs', project, '-f', 'json', '--offline');
      assert.match(report, /GHSA-mast/);
      const path = (cache: string): string => join(folder, cache, 'db/advisories.db');
      assert.deepEqual(readFileSync(path('inside')), readFileSync(path('outside')));
      const named = `${registry.host}/security/advisories@${digest}`;
      assert.match(good('third', 'db', 'pull', named), new RegExp(digest));

      // What is there stays when nothing better comes.
      const before = readFileSync(path('inside'));
      const missing = run('inside', 'db', 'pull', `${registry.host}/security/advisories:2`);
      assert.equal(missing.code, 3);
      assert.match(missing.stderr, /IMAGE_NOT_FOUND/);
      assert.equal(run('inside', 'db', 'push', `${reference}@${digest}`).code, 3);
      writeFileSync(path('outside'), Buffer.alloc(4096));
      const damaged = run('outside', 'db', 'push', reference);
      assert.equal(damaged.code, 3);
      assert.match(damaged.stderr, /DATABASE_|SQLITE_/);
      assert.deepEqual(readFileSync(path('inside')), before);
    } finally {
      await registry.stop();
    }
  },
);
