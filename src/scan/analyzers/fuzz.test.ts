import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { buildElf } from '../../../test/kit/elf.ts';
import { fuzzInTurns, mutate, mutations, random } from '../../../test/kit/fuzz.ts';
import { readerOf } from '../../../test/kit/packages.ts';
import { buildPe } from '../../../test/kit/pe.ts';
import { sqliteOf } from '../../../test/kit/rpm.ts';
import { zipOf } from '../../../test/kit/zip.ts';
import { PlimsollError } from '../../model/index.ts';
import type { AnalyzerResult, FileAnalyzer, ReadFile } from './contract.ts';
import { analyzers, joins, wantedBy } from './index.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);

/** Files of every kind that analyzers read; each is given to all of them. */
const pool: readonly Uint8Array[] = [
  bytes(
    '{"name":"a","version":"1.2.3","lockfileVersion":3,"dependencies":{"b":{"version":"1"}},"packages":{"":{"name":"a"},"node_modules/b":{"version":"1"}},"installedPackages":[{"name":"a","version":"1","category":"c"}],"artifacts":[{"name":"a","version":"1","type":"deb"}]}',
  ),
  bytes(
    '{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"type":"library","name":"a","version":"1","purl":"pkg:npm/a@1"}]}',
  ),
  bytes(
    'name: a\nversion: 1.0\npackages:\n  a:\n    version: "1"\n    dependencies: {b: 1}\n- x: &y [1]\n',
  ),
  bytes(
    '[package]\nname = "a"\nversion = "1.0"\n[[package]]\nname = "b"\ndependencies = ["c >=1"]\n',
  ),
  bytes(
    '<project><groupId>g</groupId><artifactId>a</artifactId><version>${v}</version><properties><v>1</v></properties></project>',
  ),
  bytes(
    'Package: a\nStatus: install ok installed\nVersion: 1:2-3\nDepends: b (>= 1)\nDescription: x\n y\n\n',
  ),
  bytes('/.\n/usr\n/usr/bin/a\n0123456789abcdef0123456789abcdef  usr/bin/a\n'),
  bytes(
    'module a.example/b\n\ngo 1.22\n\nrequire (\n\tc.example/d v1.2.3 // indirect\n)\nreplace c.example/d => ../d\n',
  ),
  bytes('# c.example/d v1.2.3\n## explicit; go 1.20\nc.example/d/e\nc.example/d v1.2.3 h1:abc=\n'),
  bytes(
    'ID=debian\nVERSION_ID="12"\nNAME="x"\nDISTRIB_ID=Ubuntu\n3.20.1\nbookworm/sid\nhttps://d.example/alpine/v3.20/main\ndeb http://d.example/ubuntu noble main\n',
  ),
  bytes(
    'GEM\n  remote: https://r.example/\n  specs:\n    a (1.0)\n      b (~> 2)\n\nDEPENDENCIES\n  a!\n',
  ),
  bytes('a==1.0 ; python_version > "3"\n-r other.txt\n--hash=sha256:ab\nb[c]>=2,<3\n'),
  sqliteOf((database) => {
    database.exec('create table ValidPaths (id integer primary key, path text)');
    database
      .prepare('insert into ValidPaths (path) values (?)')
      .run(`/nix/store/${'0'.repeat(32)}-a-1.0`);
  }),
  zipOf([{ name: 'META-INF/MANIFEST.MF', bytes: bytes('Implementation-Title: a\n') }]),
  buildElf([]),
  buildPe({ texts: { ProductName: 'a', FileVersion: '1' } }),
  gzipSync('{"name":"a"}'),
  zstdCompressSync(bytes('{"jsonwall":"1.0","kind":"package","name":"a","version":"1"}\n')),
];

const stat = { size: 1000, mode: 0o755 };

/** A path that an analyzer wants, made from one of its globs. */
function pathOf({ files, wants }: FileAnalyzer): string {
  const next = random(3);
  const fillers = ['a', 'x-1.0', `${'0'.repeat(32)}-x-1.0`, 'b.md5sums', '', 'lib'];
  const filler = (): string => fillers[Math.floor(next() * fillers.length)] ?? '';
  for (let turn = 0; turn < 2000; turn += 1) {
    const glob = files[turn % files.length] ?? '';
    const path = glob
      .replaceAll(/\*\*\/?/g, () => (next() < 0.5 ? '' : 'opt/a/'))
      .replaceAll('*', filler);
    if (wants(path, stat)) return path;
  }
  return files[0] ?? '';
}

const paths = new Map(analyzers.map((one) => [one.id, pathOf(one)]));

function readBy(one: FileAnalyzer, path: string, content: Uint8Array): AnalyzerResult {
  try {
    one.wantsHead?.(content.subarray(0, 4096), path, stat);
    const search = one.search?.(path, stat);
    search?.push(content);
    search?.finish();
    return one.read(readerOf(path, content));
  } catch (error) {
    if (error instanceof PlimsollError) return {};
    throw new Error(`${one.id}: ${String(error)}`, { cause: error });
  }
}

test('no analyzer breaks at a file of another kind, mutated', async () => {
  let turn = 0;
  await fuzzInTurns(pool, (content) => {
    const one = analyzers[(turn += 1) % analyzers.length];
    if (one !== undefined) readBy(one, paths.get(one.id) ?? 'a', content);
  });
});

test('no join breaks at what was read of mutated files', () => {
  for (const { seed } of mutations([])) {
    const next = random(seed);
    const join = joins[seed % joins.length];
    if (join === undefined) continue;
    const files = join.analyzers.flatMap((id): ReadFile[] => {
      const analyzer = analyzers.find((one) => one.id === id);
      if (analyzer === undefined) return [];
      const fixture = pool[Math.floor(next() * pool.length)] ?? new Uint8Array();
      const path = paths.get(id) ?? 'a';
      return [{ path, analyzer: id, result: readBy(analyzer, path, mutate(fixture, next)) }];
    });
    join.join(files);
  }
});

test('no path breaks the dispatcher', () => {
  for (const { seed } of mutations([])) {
    const next = random(seed);
    const known = [...paths.values()][seed % paths.size] ?? '';
    const path = Buffer.from(mutate(bytes(known), next)).toString();
    for (const one of wantedBy(path, stat))
      if (!one.wants(path, stat)) throw new Error(`${one.id}: ${JSON.stringify(path)}`);
  }
});
