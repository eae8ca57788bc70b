import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { FileAnalyzer } from '../../src/scan/analyzers/contract.ts';
import { gemfileLock } from '../../src/scan/analyzers/ruby/gemfile-lock.ts';
import { gemspec } from '../../src/scan/analyzers/ruby/gemspec.ts';
import {
  details,
  filesBelow,
  gate,
  parserRows,
  requiredPathRows,
  rowFile,
} from '../kit/lockfiles.ts';
import type { ParserRow } from '../kit/lockfiles.ts';
import { inFolder, needsProgram, told } from '../kit/native.ts';
import { needsShared } from '../kit/outside.ts';
import { analyse, nameVersions } from '../kit/packages.ts';
import { runSuite } from '../kit/suite.ts';

const parsers = 'cases/scan/lockfiles/parsers';

/** Our analyzer of a row, and the path that its file has in real life. */
function kindOf({ format }: ParserRow): readonly [FileAnalyzer, string] {
  return format.endsWith('gemspec')
    ? [gemspec, 'var/lib/gems/3.1.0/specifications/x.gemspec']
    : [gemfileLock, 'Gemfile.lock'];
}

for (const origin of ['scalibr', 'trivy', 'syft'] as const)
  test(`suite ${origin} ruby`, needsShared(`${parsers}/${origin}.jsonl`), async () => {
    const family = ({ format }: ParserRow) => format === 'ruby' || format.includes('/ruby/');
    await runSuite(
      `${origin}-ruby`,
      parserRows(origin, family).map(({ id, row }) => ({ id, run: () => check(origin, row) })),
    );
  });

function check(origin: string, row: ParserRow): void {
  const [analyzer, path] = kindOf(row);
  const file = rowFile(origin, row.input);
  const [target] = row.expectByTarget ?? [];
  const expect = target?.packages ?? row.expect ?? [];
  gate(analyzer, path, file, { ...row, expect });
  if (row.expectError === true) return;
  details(analyse(analyzer, path, file).packages, expect, row.expectDependencies);
}

test('suite required paths of Ruby', needsShared('cases/scan/lockfiles'), async () => {
  const formats = new Map<string, readonly FileAnalyzer[]>([
    ['language/ruby/gemfilelock', [gemfileLock]],
    ['language/ruby/gemspec', [gemspec]],
  ]);
  await runSuite('required-paths-ruby', requiredPathRows(formats));
});

test('the gems of this machine are those that gem lists', needsProgram('gem'), () => {
  const found = told('gem', ['environment', 'gempath'])
    .trim()
    .split(':')
    .map((folder) => join(folder, 'specifications'))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => filesBelow(folder).map((below) => join(folder, below)))
    .filter((file) => gemspec.wants(file.slice(1), { size: 1, mode: 0o644 }))
    .flatMap((file) => analyse(gemspec, file.slice(1), file).packages ?? []);
  // `json (2.7.1, default: 2.6.1)`; platforms follow a version.
  const due = told('gem', ['list', '--local', '--quiet'])
    .split('\n')
    .flatMap((line) => {
      const [, name = '', versions = ''] = /^(\S+) \((.*)\)$/.exec(line) ?? [];
      return versions
        .split(', ')
        .filter((text) => text !== '')
        .map((text) => ({ name, version: text.replace('default: ', '').split(' ', 1)[0] ?? '' }));
    });
  assert.ok(due.length > 0, 'gem lists nothing');
  assert.deepEqual(nameVersions(found), nameVersions(due));
});

test("a lockfile that Bundler wrote holds Bundler's own list", needsProgram('bundle'), () => {
  inFolder((folder) => {
    mkdirSync(join(folder, 'mine'));
    const gemfile = "source 'https://gems.example.test'\ngem 'rake'\ngem 'mine', path: 'mine'\n";
    writeFileSync(join(folder, 'Gemfile'), gemfile);
    writeFileSync(
      join(folder, 'mine/mine.gemspec'),
      `Gem::Specification.new do |s|
         s.name = 'mine'
         s.version = '0.1.0.rc1'
         s.summary = 'x'
         s.authors = ['x']
         s.add_dependency 'rexml'
       end`,
    );
    told('bundle', ['lock', '--local'], { cwd: folder });
    const { packages, problems } = analyse(
      gemfileLock,
      'Gemfile.lock',
      join(folder, 'Gemfile.lock'),
    );
    const due = told('bundle', ['list'], { cwd: folder })
      .split('\n')
      .flatMap((line) => {
        const [, name = '', version = ''] = /^ {2}\* (\S+) \((\S+)\)$/.exec(line) ?? [];
        return name === '' ? [] : [{ name, version }];
      });
    assert.deepEqual(nameVersions(packages), nameVersions(due));
    assert.equal(problems, undefined);
    assert.deepEqual(
      packages?.map(({ name, relationship }) => [name, relationship]),
      [
        ['mine', 'workspace'],
        ['rake', 'direct'],
        ['rexml', 'indirect'],
      ],
    );
  });
});
