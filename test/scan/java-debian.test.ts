import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { FileAnalyzer, ReadFile } from '../../src/scan/analyzers/contract.ts';
import { javaArchive } from '../../src/scan/analyzers/java/java-archive.ts';
import { pomJoin } from '../../src/scan/analyzers/java/pom-join.ts';
import { pom } from '../../src/scan/analyzers/java/pom.ts';
import { readerOf } from '../kit/packages.ts';

/** Where Debian's Java packages put archives and project files, by group, artifact and version. */
const repository = '/usr/share/maven-repo';
const wanted = ['com/google/guava', 'io/netty', 'org/apache/tomcat', 'org/springframework'];
const absent = wanted.filter((group) => !existsSync(join(repository, group)));
const skip: string | false =
  absent.length === 0
    ? false
    : `no Java packages of Debian in ${repository} (${absent.join(', ')}); .ci/run lists them`;
if (skip !== false) console.log(`SKIPPED: ${skip}`);

function filesOf(analyzer: FileAnalyzer, folder: string, extension: string): readonly ReadFile[] {
  return readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(extension))
    .map((path) => join(folder, path))
    .map((path) => {
      const bytes = readFileSync(join(repository, path));
      const result = analyzer.read(readerOf(path, bytes));
      return { path, analyzer: analyzer.id, result };
    });
}

/** `group:artifact@version` that the folders of a file say. */
function idOf(path: string): string {
  const parts = path.split('/');
  return `${parts.slice(0, -3).join('.')}:${parts.at(-3)}@${parts.at(-2)}`;
}

test('archives of Debian packages tell what their folders say', { skip }, () => {
  // Debian files each archive a second time under a version such as `10.x` or `debian`.
  const real = wanted
    .flatMap((group) => filesOf(javaArchive, group, '.jar'))
    .filter(({ path }) => !/\/(?:debian|[\d.]*x)\/[^/]+$/.test(path));
  const wrong = real.filter(({ path, result }) => {
    const own = (result.packages ?? []).filter(({ within }) => within === undefined);
    return !own.some(({ name, version }) => `${name}@${version}` === idOf(path));
  });
  console.log(`${real.length} archives of ${wanted.length} groups`);
  assert.ok(real.length >= 40, 'too few archives to say anything');
  assert.deepEqual(
    wrong.map(({ path }) => path),
    [],
  );
});

test('project files of Debian packages resolve within their repository', { skip }, () => {
  const files = filesOf(pom, '', '.pom');
  const joined = pomJoin.join(files);
  const packages = files.map((file) => (joined.get(file) ?? file.result).packages ?? []);
  const roots = packages.map((list) => list.find(({ relationship }) => relationship === 'root'));
  assert.deepEqual(
    roots.map((root) => `${root?.name}@${root?.version}`),
    files.map(({ path }) => idOf(path)),
  );
  // Debian ships nearly every parent, so nearly every version can be told.
  const dependencies = packages.flat().filter(({ relationship }) => relationship === 'direct');
  const open = dependencies.filter(({ version }) => version === '');
  console.log(`${files.length} project files, ${open.length} of ${dependencies.length} open`);
  assert.ok(open.length * 20 < dependencies.length, `${open.length} of ${dependencies.length}`);
});
