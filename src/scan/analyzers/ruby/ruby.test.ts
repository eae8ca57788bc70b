import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import type { AnalyzerResult } from '../contract.ts';
import { gemfileLock } from './gemfile-lock.ts';
import { gemspec } from './gemspec.ts';

const stat = { size: 1, mode: 0o644 };

const lock = `GIT
  remote: https://example.test/tide.git
  revision: 0123456789abcdef
  branch: main
  specs:
    tide (0.3.0)
      reef (>= 1.0, < 3)

PATH
  remote: .
  specs:
    harbour (2.0.0)
      tide!

GEM
  remote: https://gems.example.test/
  specs:
    kelp (1.13.3-x86_64-linux)
      reef (~> 1.4)
      gone (>= 0)
    kelp (1.13.3)
    reef (1.4.2.rc1)

PLATFORMS
  ruby
  x86_64-linux

DEPENDENCIES
  harbour!
  kelp (~> 1.13)
  tide!

CHECKSUMS
  kelp (1.13.3) sha256=00ff

RUBY VERSION
   ruby 3.2.2p53

BUNDLED WITH
   2.4.10
`;

function read(text: string): AnalyzerResult {
  return gemfileLock.read(readerOf('Gemfile.lock', text));
}

test('gems from everywhere, with nearness, needs and lines; platforms are no versions', () => {
  const expected = [
    {
      name: 'tide',
      version: '0.3.0',
      type: 'gem',
      lines: { startLine: 6, endLine: 6 },
      relationship: 'direct',
      dependsOn: ['reef@1.4.2.rc1'],
    },
    {
      name: 'harbour',
      version: '2.0.0',
      type: 'gem',
      lines: { startLine: 12, endLine: 12 },
      relationship: 'workspace',
      dependsOn: ['tide@0.3.0'],
    },
    {
      name: 'kelp',
      version: '1.13.3',
      type: 'gem',
      lines: { startLine: 18, endLine: 18 },
      relationship: 'direct',
      dependsOn: ['reef@1.4.2.rc1'],
    },
    {
      name: 'reef',
      version: '1.4.2.rc1',
      type: 'gem',
      lines: { startLine: 22, endLine: 22 },
      relationship: 'indirect',
    },
  ];
  assert.deepEqual(read(lock), { packages: expected });
  assert.deepEqual(read(lock.replaceAll('\n', '\r\n')), { packages: expected });
});

test('lines that Bundler does not write are told, what stands around them is kept', () => {
  for (const [text, line, count] of [
    [lock.replace('    kelp (1.13.3)\n', '    kelp\n'), 21, 4],
    [lock.replace('GEM\n', '<<<<<<< HEAD\nGEM\n'), 15, 4],
    [lock.replace('reef (1.4.2.rc1)', `reef (${'1'.repeat(300)})`), 22, 3],
    ['gems', 1, 0],
  ] as const) {
    const { packages, problems } = read(text);
    assert.equal(packages?.length, count, text);
    assert.deepEqual(
      problems?.map((problem) => [problem.code, problem.line]),
      [['LOCKFILE_INVALID', line]],
      text,
    );
  }
  for (const text of ['', '\n\n', 'PLATFORMS\n  ruby\n', 'GEM\n  remote: x\n  specs:\n'])
    assert.deepEqual(read(text), { packages: [] }, text);
});

const spec = `# -*- encoding: utf-8 -*-
# stub: reef 1.4.2 ruby lib

Gem::Specification.new do |s|
  s.name = "reef".freeze
  s.version = "1.4.2"

  s.description = "s.name = \\"other\\"".freeze
  s.licenses = ["MIT".freeze, 'BSD-2-Clause', %q<Ruby>.freeze]
  s.summary = "x".freeze
end
`;

function packageOf(text: string): unknown {
  return gemspec.read(readerOf('specifications/reef-1.4.2.gemspec', text)).packages?.[0];
}

test('a specification is read, not run', () => {
  assert.deepEqual(packageOf(spec), {
    name: 'reef',
    version: '1.4.2',
    type: 'gem',
    licenses: ['MIT', 'BSD-2-Clause', 'Ruby'],
  });
  const own = spec.replaceAll('s.', 'spec.').replace('|s|', '| spec |');
  assert.deepEqual(packageOf(own), packageOf(spec));
  const version = spec.replace('= "1.4.2"', '= Gem::Version.new("1.4.3")');
  assert.deepEqual(packageOf(version), { ...(packageOf(spec) as object), version: '1.4.3' });
  const one = spec.replace(/licenses = .*/, 'license = "MIT"');
  assert.deepEqual((packageOf(one) as { licenses: unknown }).licenses, ['MIT']);
});

test('what the program would compute comes from the line that RubyGems trusts, or is told', () => {
  const computed = spec.replace('"1.4.2"', 'Reef::VERSION').replace('"reef".freeze', '"#{x}reef"');
  assert.deepEqual(packageOf(computed), packageOf(spec));
  for (const text of [
    '',
    computed.replace('# stub:', '#'),
    spec.replace('"reef".freeze', '"".freeze'),
    spec.replace('|s|', '|t|').replace('# stub:', '#'),
    spec.replace('# stub:', '#').replace('s.version', '# s.version'),
  ])
    assert.throws(() => packageOf(text), { code: 'METADATA_INVALID' }, text);
});

test('which files are read', () => {
  for (const [analyzer, path, wanted] of [
    [gemfileLock, 'Gemfile.lock', true],
    [gemfileLock, 'a/gems.locked', true],
    [gemfileLock, 'a/xGemfile.lock', false],
    [gemfileLock, 'a/Gemfile.lock.orig', false],
    [gemspec, 'var/lib/gems/3.1.0/specifications/rack-2.2.4.gemspec', true],
    [gemspec, 'usr/lib/ruby/gems/3.1.0/specifications/default/json-2.6.1.gemspec', true],
    [gemspec, 'app/vendor/bundle/ruby/3.1.0/bundler/gems/tide-0123456789ab/tide.gemspec', true],
    [gemspec, 'var/lib/gems/3.1.0/gems/rack-2.2.4/rack.gemspec', false],
    [gemspec, 'app/tide.gemspec', false],
    [gemspec, 'var/lib/gems/3.1.0/specifications/cache/x/rack.gemspec', false],
    [gemspec, 'var/lib/gems/3.1.0/specifications/rack.rb', false],
  ] as const)
    assert.equal(analyzer.wants(path, stat), wanted, path);
});

test('fuzz Ruby files', () => {
  fuzz([Buffer.from(lock)], (bytes) => gemfileLock.read(readerOf('Gemfile.lock', bytes)));
  fuzz([Buffer.from(spec)], (bytes) => gemspec.read(readerOf('x.gemspec', bytes)));
});
