import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlimsollError } from '../../src/model/error.ts';
import type { FileAnalyzer, FoundPackage } from '../../src/scan/analyzers/contract.ts';
import { chromeExtension } from '../../src/scan/analyzers/extensions/chrome.ts';
import { vscodeExtensions, vsix } from '../../src/scan/analyzers/extensions/vscode.ts';
import { denoSource } from '../../src/scan/analyzers/npm/deno-source.ts';
import { denoConfiguration } from '../../src/scan/analyzers/npm/deno.ts';
import {
  mise,
  nodeVersion,
  toolVersions,
} from '../../src/scan/analyzers/runtimes/tool-versions.ts';
import { expected, parserRows, requiredPathRows, rowFile } from '../kit/lockfiles.ts';
import type { ParserRow } from '../kit/lockfiles.ts';
import { needsShared } from '../kit/outside.ts';
import { analyse, nameVersions } from '../kit/packages.ts';
import { runSuite } from '../kit/suite.ts';

/** Our analyzer of each family of rows; the path that a file has in real life where its own does not tell. */
const kinds: ReadonlyMap<string, readonly [FileAnalyzer, string]> = new Map([
  ['language/javascript/denojson', [denoConfiguration, 'deno.json']],
  ['language/javascript/vsix', [vsix, 'a.vsix']],
  ['misc/vscodeextensions', [vscodeExtensions, 'home/u/.vscode/extensions/extensions.json']],
  ['misc/chrome/extensions', [chromeExtension, 'home/u/Extensions/']],
  ['runtime/asdf', [toolVersions, '.tool-versions']],
  ['runtime/mise', [mise, 'mise.toml']],
  ['runtime/nodejs/nodeversion', [nodeVersion, '.node-version']],
  ['runtime/nodejs/nvm', [nodeVersion, '.nvmrc']],
]);

function read(row: ParserRow): readonly FoundPackage[] {
  const [analyzer, path] = kinds.get(row.format) ?? [];
  assert.ok(analyzer);
  const inside = row.input.split('/').slice(-3).join('/');
  const shown = inside.endsWith('/manifest.json') ? inside : `${'a'.repeat(32)}/1/manifest.json`;
  const real = row.format.startsWith('misc/chrome') ? `${path}${shown}` : (path ?? '');
  const { packages = [], problems = [] } = analyse(analyzer, real, rowFile('scalibr', row.input));
  const [problem] = problems;
  if (problem !== undefined) throw new Error(problem.text);
  return packages;
}

/**
 * SCALIBR calls Node.js by its plugin's name, writes ranges as versions (a lone `1` of npm as 1.0.0)
 * and JSR scopes without their `@`, and lists imports only where they say a range.
 */
function asScalibrSays(
  { format }: ParserRow,
  one: FoundPackage,
): { name: string; version: string }[] {
  const { type, requirement = '' } = one;
  const node = one.name === 'node' && format !== 'runtime/mise';
  const name = node ? 'nodejs' : one.name;
  const version = one.version === '' ? requirement : one.version;
  if (!format.endsWith('denojson')) return [{ name, version }];
  if (version === '') return [];
  if (type === 'jsr') return [{ name: name.slice(1), version }];
  return [{ name, version: /^[0-9]+$/.test(version) ? `${version}.0.0` : version }];
}

test(
  'suite scalibr extensions and runtimes',
  needsShared('cases/scan/lockfiles/parsers/scalibr.jsonl'),
  async () => {
    await runSuite(
      'scalibr-extensions',
      parserRows('scalibr', ({ format }) => kinds.has(format)).map(({ id, row }) => ({
        id,
        run: () => {
          if (row.expectError === true) {
            assert.throws(() => read(row));
            return;
          }
          // It passes over an archive that is none; we say so.
          if (row.input.endsWith('invalid_zip.vsix')) {
            assert.throws(() => read(row), PlimsollError);
            return;
          }
          const found = read(row).flatMap((one) => asScalibrSays(row, one));
          assert.deepEqual(nameVersions(found), nameVersions(expected(row.expect)));
        },
      })),
    );
  },
);

test('suite required paths of extensions', needsShared('cases/scan/lockfiles'), async () => {
  const formats = new Map<string, readonly FileAnalyzer[]>([
    ...[...kinds].map(([format, [analyzer]]) => [format, [analyzer]] as const),
    ['language/javascript/denotssource', [denoSource]],
  ]);
  await runSuite('required-paths-extensions', requiredPathRows(formats));
});
