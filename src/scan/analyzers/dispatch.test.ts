import assert from 'node:assert/strict';
import { test } from 'node:test';
import { random } from '../../../test/kit/fuzz.ts';
import { analyzers as every, wantedBy } from './index.ts';

const analyzers = every.filter(({ finds }) => finds !== 'sbom');

const stat = { size: 1000, mode: 0o644 };
const executable = { size: 100_000, mode: 0o755 };
const setuid = { size: 100_000, mode: 0o4755 };

/** Paths that fit a glob: each `**` and `*` replaced by something that may stand there. */
function examples(glob: string, next: () => number, count = 20): string[] {
  const stored = `${'0'.repeat(32)}-x-1.0`; // in Nix's store
  const fillers = ['a', 'x-1.0', 'Lib_2', '.hidden', '', 'node_modules', 'b.md5sums', stored];
  return Array.from({ length: count }, () =>
    glob
      .replaceAll(/\*\*\/?/g, () => (next() < 0.5 ? '' : 'opt/app/'))
      .replaceAll('*', () => fillers[Math.floor(next() * fillers.length)] ?? ''),
  );
}

test('the dispatcher answers as asking every analyzer does', () => {
  const next = random(7);
  let wanted = 0;
  const paths = analyzers.flatMap(({ files }) => files.flatMap((glob) => examples(glob, next)));
  for (const base of paths) {
    for (const path of [
      base,
      `x${base}`,
      `x/${base}`,
      `${base}/x`,
      base.slice(1),
      base.toUpperCase(),
    ]) {
      const all = analyzers.filter(({ wants }) => wants(path, stat));
      assert.deepEqual(
        wantedBy(path, stat)
          .map(({ id }) => id)
          .toSorted(),
        all.map(({ id }) => id).toSorted(),
        path,
      );
      wanted += all.length;
    }
  }
  assert.ok(wanted > paths.length / 2, `only ${wanted} of ${paths.length} paths were wanted`);
});

test('every glob of every analyzer has a path that it wants', () => {
  const next = random(11);
  for (const { id, files, wants } of analyzers) {
    for (const glob of files) {
      assert.ok(
        examples(glob, next, 500).some((path) =>
          [stat, executable, setuid].some((one) => wants(path, one)),
        ),
        `${id}: ${glob}`,
      );
    }
  }
});

test('short and strange paths are nobody’s', () => {
  for (const path of [
    '',
    'a',
    '/',
    '..',
    '\u0000',
    '\ud800',
    'list',
    '*',
    'var/lib/dpkg/status.d/',
  ])
    assert.deepEqual(wantedBy(path, stat), [], JSON.stringify(path));
});

test('ids are unique and versions count from 1', () => {
  assert.equal(new Set(analyzers.map(({ id }) => id)).size, analyzers.length);
  for (const { id, version } of analyzers) assert.ok(version >= 1, id);
});
