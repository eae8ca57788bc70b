import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { goSymbol, holdsGoSymbol, packedPath } from '../../src/formats/go-symbols.ts';
import type { FoundPackage } from '../../src/scan/analyzers/contract.ts';
import { goBinary } from '../../src/scan/analyzers/golang/go-binary.ts';
import { analyse } from '../kit/packages.ts';

const go = hasGo();
const guard = {
  skip: go ? false : 'needs the go command (Debian: golang-go); Go programs are not compared',
};
if (!go) console.error(`# SKIPPED: ${guard.skip}`);
const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-go-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

function hasGo(): boolean {
  try {
    return execFileSync('go', ['version'], { encoding: 'utf8' }).startsWith('go version');
  } catch {
    return false;
  }
}

/** A module with two packages in a folder beside it, so that nothing has to be fetched. */
function source(): string {
  const files: Readonly<Record<string, string>> = {
    'go.mod': `module example.com/app

go 1.18

require example.com/dep v1.2.3

replace example.com/dep v1.2.3 => ./dep
`,
    'main.go': `package main

import (
	"fmt"
	"os"

	"example.com/dep/used.v1"
)

type stack[T any] struct{ all []T }

//go:noinline
func (s *stack[T]) push(one T) { s.all = append(s.all, one) }

func main() {
	s := &stack[string]{}
	s.push(used.Inlined(os.Args[0]))
	fmt.Println(s.all, (&used.Box{}).Open())
}
`,
    'dep/go.mod': 'module example.com/dep\n\ngo 1.18\n',
    'dep/used.v1/used.go': `package used

type Box struct{ n int }

//go:noinline
func (b *Box) Open() int { return b.n }

//go:noinline
func (b *Box) Unused() int { return b.n + 1 }

func Inlined(text string) string { return text + "!" }

//go:noinline
func Removed() string { return "never called" }
`,
    'dep/other/other.go': 'package other\n\nfunc Other() {}\n',
  };
  const folder = join(scratch, 'source');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

function build(name: string, flags: readonly string[], system = 'linux'): string {
  const out = join(scratch, name);
  execFileSync('go', ['build', '-buildvcs=false', ...flags, '-o', out, '.'], {
    cwd: source(),
    env: {
      ...process.env,
      GOFLAGS: '-mod=mod',
      GOPROXY: 'off',
      GOOS: system,
      CGO_ENABLED: '0',
      GOTOOLCHAIN: 'local',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return out;
}

/** The lines of `go version -m` for a file: version of Go, then kind, path and version. */
function asGoSays(file: string): { readonly go: string; readonly rows: readonly string[][] } {
  const [first = '', ...lines] = execFileSync('go', ['version', '-m', file], {
    encoding: 'utf8',
  }).split('\n');
  return { go: first.split(': ')[1] ?? '', rows: lines.map((line) => line.trim().split('\t')) };
}

/** Compares what the analyzer tells with what the go command does. */
function compare(file: string): readonly FoundPackage[] {
  const packages = analyse(goBinary, 'usr/bin/program', file).packages ?? [];
  const { go: version, rows } = asGoSays(file);
  const built: string[] = [];
  for (const [kind, path = '', release = ''] of rows) {
    if (kind === 'dep') built.push(`${path}@${release}`);
    // A folder has no version; the module keeps its own name then.
    if (kind === '=>') {
      const [name = ''] = (built.pop() ?? '').split('@');
      built.push(path.startsWith('.') ? `${name}@` : `${path}@${release}`);
    }
  }
  const dependencies = packages.filter(({ relationship }) => relationship === 'unknown');
  assert.deepEqual(
    dependencies.map((one) => `${one.name}@${one.version}`),
    built,
    file,
  );
  const standard = packages.find(({ name }) => name === 'stdlib');
  assert.equal(`go${standard?.version}`, version.split(' ')[0], file);
  for (const key of ['GOOS', 'GOARCH']) {
    const told = rows.find(
      ([kind, text]) => kind === 'build' && text?.startsWith(`${key}=`) === true,
    );
    assert.equal(standard?.qualifiers?.[key.toLowerCase()], told?.[1]?.slice(key.length + 1), file);
  }
  return packages;
}

function holds(packages: readonly FoundPackage[], path: string, symbol: string): boolean {
  return packages
    .flatMap(({ qualifiers }) => [qualifiers?.['symbols'] ?? []].flat())
    .some((packed) => packedPath(packed) === path && holdsGoSymbol(packed, symbol));
}

test('programs of this machine tell what the go command reads from them', guard, () => {
  const root = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
  const programs = [
    join(root, 'bin/go'),
    join(root, 'bin/gofmt'),
    ...[
      'docker',
      'dockerd',
      'containerd',
      'ctr',
      'runc',
      'docker-registry',
      'skopeo',
      'podman',
    ].flatMap((name) => [`/usr/bin/${name}`, `/usr/sbin/${name}`]),
  ].filter((file) => existsSync(file));
  assert.ok(programs.length >= 2);
  for (const file of programs) compare(file);
  console.log(`Go programs compared: ${programs.length}`);
});

test(
  'what was compiled in is known, whether stripped, position-independent or for Windows',
  guard,
  () => {
    const rows: readonly [string, readonly string[], string?][] = [
      ['plain', []],
      ['stripped', ['-ldflags=-s -w', '-trimpath']],
      ['pie', ['-buildmode=pie']],
      ['windows.exe', [], 'windows'],
    ];
    for (const [name, flags, system] of rows) {
      const packages = compare(build(name, flags, system));
      const used = 'example.com/dep/used.v1';
      assert.ok(holds(packages, used, 'Box.Open'), name);
      assert.ok(holds(packages, used, 'Inlined'), `${name}: an inlined function is there`);
      assert.ok(!holds(packages, used, 'Removed'), `${name}: the linker left it out`);
      assert.ok(holds(packages, 'example.com/app', 'stack.push'), `${name}: a generic method`);
      assert.ok(holds(packages, 'fmt', 'Println'), name);
      assert.ok(!holds(packages, 'example.com/dep/other', 'Other'), name);
      assert.equal(packages[0]?.version, '', `${name}: (devel) is no version`);
    }
  },
);

test('every function of the symbol table is in the table that stripping leaves', guard, () => {
  const file = build('symbols', []);
  const packages = analyse(goBinary, 'usr/bin/program', file).packages ?? [];
  const lines = execFileSync('go', ['tool', 'nm', file], {
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  const functions = lines
    .split('\n')
    .map((line) => /^\s*[0-9a-f]+ [Tt] (.+)$/.exec(line)?.[1] ?? '')
    .filter((name) => !/^(?:type:|go:|_rt0|_cgo|x_cgo|runtime\.e?text$)|\.abi0$/.test(name));
  const missing = functions.flatMap((name) => {
    const symbol = goSymbol(name);
    if (symbol === undefined) return [];
    const path = symbol.path === 'main' ? 'example.com/app' : symbol.path;
    return holds(packages, path, symbol.symbol) ? [] : [name];
  });
  assert.ok(functions.length > 1000);
  assert.deepEqual(missing.slice(0, 10), []);
});
