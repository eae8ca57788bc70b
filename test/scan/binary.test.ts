import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { executable } from '../../src/scan/analyzers/binary/executable.ts';
import { needsShared, sharedPath } from '../kit/outside.ts';
import { analyse } from '../kit/packages.ts';
import { runSuite } from '../kit/suite.ts';

interface ClassifierCase {
  readonly dir: string;
  readonly files: readonly string[];
  readonly expect: readonly {
    readonly name: string;
    readonly version: string;
    readonly purl?: string;
  }[];
}

const folder = 'cases/scan/binary-classifiers';

/** `name@version purl` of what the files of a case tell, each once. */
function found({ dir, files }: ClassifierCase): readonly string[] {
  const packages = files.flatMap((path) => {
    const file = join(sharedPath(folder), dir, path);
    assert.ok(existsSync(file), file);
    // Excerpts are no executables: only the name decides whether they are read.
    if (!executable.wants(path, { size: 1, mode: 0o755 })) return [];
    return analyse(executable, path, file).packages ?? [];
  });
  return [...new Set(packages.map((one) => `${one.name}@${one.version} ${one.purl}`))].sort();
}

test('suite binary-classifiers', needsShared(folder), async () => {
  const lines = readFileSync(join(sharedPath(folder), 'cases.jsonl'), 'utf8')
    .trim()
    .split('\n');
  const rows = lines.map((line) => JSON.parse(line) as ClassifierCase);
  await runSuite(
    'binary-classifiers',
    rows.map((row) => ({
      id: `${row.dir} ${row.files.join(' ')}`,
      run: () => {
        const wanted = row.expect.map(({ name, version, purl }) => `${name}@${version} ${purl}`);
        assert.deepEqual(found(row), wanted.sort());
      },
    })),
  );
});
