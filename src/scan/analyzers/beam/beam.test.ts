import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import type { FileAnalyzer, FoundPackage } from '../contract.ts';
import { gleamManifest, gleamProject } from './gleam.ts';
import { mixLock } from './mix-lock.ts';
import { otpApplication } from './otp-application.ts';
import { rebarLock } from './rebar-lock.ts';

const stat = { size: 1, mode: 0o644 };

const mix = `%{
  # a comment with %{ in it
  "app": {:hex, :real_name, "1.10.0", "aa", [:mix], [{:b, "~> 2.0", [hex: :other, repo: "hexpm", optional: false]}], "hexpm", "BB"},
  "other" => {:hex, :other, "2.0.0-rc.1", "cc", [:rebar3], [], "hexpm"},
  "g": {:git, "https://h.example/g.git", "0123abcd", [branch: "a \\"b\\" }"]},
  "odd": {:svn, "x", "y"},
}
`;

const rebar = `{"1.2.0",
[{<<"a">>,{pkg,<<"real">>,<<"1.1.5">>},0},
 {<<"g">>,
  {git,"https://h.example/g",
       {ref,"0123"}},
  1}]}.
[
{pkg_hash,[{<<"a">>, <<"00">>}]},
{pkg_hash_ext,[{<<"a">>, <<"A6">>}]}
].
`;

const app = `%% {application, commented, []}.
{application, 'rabbit', [{description, "it's {vsn, \\"0\\"}"}, {vsn, "3.12.10"}, {env, [{f, 0.5}, {x, -1}]}]}.
`;

const manifest = `packages = [
  { name = "a", version = "1.2.0", build_tools = ["gleam"], requirements = ["b"], source = "hex", outer_checksum = "AA" },
  { name = "b", version = "0.3.0", requirements = [], source = "hex" },
  { name = "own", version = "1.0.0", requirements = [], source = "local", path = "../own" },
]
[requirements]
a = { version = ">= 1.0.0" }
`;

const project = `name = "x"\nversion = "1.0.0"\n[dependencies]\na = ">= 1.0.0 and < 2.0.0"\nown = { path = "../own" }\n[dev-dependencies]\ngleeunit = "~> 1.0"\n`;

function read(analyzer: FileAnalyzer, path: string, text: string): readonly FoundPackage[] {
  return analyzer.read(readerOf(path, text)).packages ?? [];
}

test('mix.lock: names of Hex, needs, repositories, and entries of no known kind', () => {
  const { packages = [], problems = [] } = mixLock.read(readerOf('mix.lock', mix));
  assert.deepEqual(packages, [
    {
      name: 'real_name',
      version: '1.10.0',
      type: 'hex',
      digest: 'sha256:bb',
      lines: { startLine: 3, endLine: 3 },
      dependsOn: ['other@2.0.0-rc.1'],
    },
    { name: 'other', version: '2.0.0-rc.1', type: 'hex', lines: { startLine: 4, endLine: 4 } },
    {
      name: 'g',
      version: '',
      type: 'hex',
      purl: 'pkg:hex/g?vcs_url=git%2Bhttps:%2F%2Fh.example%2Fg.git%400123abcd',
      qualifiers: { commit: '0123abcd' },
      lines: { startLine: 5, endLine: 5 },
    },
  ]);
  assert.deepEqual(
    problems.map(({ line }) => line),
    [6],
  );
});

test('rebar.lock: with and without a version, hashes, nearness', () => {
  const found = read(rebarLock, 'rebar.lock', rebar);
  assert.deepEqual(
    found.map((one) => [one.name, one.version, one.relationship, one.digest, one.lines?.endLine]),
    [
      ['real', '1.1.5', 'direct', 'sha256:a6', 2],
      ['g', '', 'indirect', undefined, 6],
    ],
  );
  assert.equal(read(rebarLock, 'rebar.lock', '[].\n').length, 0);
});

test('application resources tell the version outside comments and texts', () => {
  assert.deepEqual(read(otpApplication, 'lib/r/ebin/r.app', app), [
    { name: 'rabbit', version: '3.12.10', type: 'otp' },
  ]);
  assert.deepEqual(read(otpApplication, 'a/ebin/a.app', '{application, a, []}.'), []);
});

test('gleam: the lockfile names versions, the project asks for ranges', () => {
  assert.deepEqual(
    read(gleamManifest, 'manifest.toml', manifest).map((one) => [
      one.name,
      one.version,
      one.relationship,
      one.dependsOn,
    ]),
    [
      ['a', '1.2.0', 'direct', ['b@0.3.0']],
      ['b', '0.3.0', 'indirect', undefined],
    ],
  );
  assert.deepEqual(
    read(gleamProject, 'gleam.toml', project).map((one) => [one.name, one.requirement, one.dev]),
    [
      ['a', '>= 1.0.0 and < 2.0.0', undefined],
      ['gleeunit', '~> 1.0', true],
    ],
  );
  assert.deepEqual(read(gleamManifest, 'manifest.toml', '[a]\nb = 1\n'), []);
});

test('what is no data is refused with its line, never evaluated', () => {
  for (const [analyzer, text] of [
    [mixLock, '%{"a": File.read("/etc/passwd")}'],
    [mixLock, '%{\n"a": {'],
    [mixLock, '["a"]'],
    [rebarLock, '{"1.2.0"}.'],
    [otpApplication, '{release, a, []}.'],
    [otpApplication, '{application, a, [{vsn, "1}]}.'],
    [mixLock, '['.repeat(100_000)],
  ] as const)
    assert.throws(() => analyzer.read(readerOf('x', text)), /Cannot read/, text.slice(0, 40));
});

test('only files of the right names are wanted', () => {
  for (const [analyzer, wanted, others] of [
    [mixLock, 'a/mix.lock', ['a/remix.lock', 'a/mix.lock/b']],
    [rebarLock, 'rebar.lock', ['rebar.lock.old', 'xrebar.lock']],
    [otpApplication, 'opt/lib/a-1/ebin/a.app', ['opt/a.app', 'a/ebin/a.appup']],
    [gleamManifest, 'manifest.toml', ['Manifest.toml', 'a/xmanifest.toml']],
    [gleamProject, 'a/gleam.toml', ['not-gleam.toml', 'gleam.toml.bak']],
  ] as const) {
    assert.ok(analyzer.wants(wanted, stat), wanted);
    for (const other of others) assert.equal(analyzer.wants(other, stat), false, other);
  }
});

test('fuzz Erlang and Elixir files', () => {
  const bytes = (text: string): readonly Uint8Array[] => [Buffer.from(text)];
  fuzz(bytes(mix), (input) => mixLock.read(readerOf('mix.lock', input)));
  fuzz(bytes(rebar), (input) => rebarLock.read(readerOf('rebar.lock', input)));
  fuzz(bytes(app), (input) => otpApplication.read(readerOf('a.app', input)));
  fuzz(bytes(manifest), (input) => gleamManifest.read(readerOf('manifest.toml', input)));
  fuzz(bytes(project), (input) => gleamProject.read(readerOf('gleam.toml', input)));
});
