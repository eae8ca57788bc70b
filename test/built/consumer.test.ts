import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { builtProgram } from '../kit/program.ts';

const root = join(import.meta.dirname, '..', '..');
const [node = '', ...rest] = builtProgram();
// The single file is no library: there is nothing to import.
const library = rest.length > 0;

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-consumer-'));
after(() => rmSync(folder, { recursive: true }));
// What `npm install` would unpack: nothing but the files that package.json names.
const installed = join(folder, 'node_modules', 'plimsoll');
mkdirSync(installed, { recursive: true });
cpSync(join(root, 'dist'), join(installed, 'dist'), { recursive: true });
cpSync(join(root, 'package.json'), join(installed, 'package.json'));
writeFileSync(join(folder, 'package.json'), '{"type":"module"}');

const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, unknown>>;
};
const entries = Object.keys(exports).map((key) => key.replace('.', 'plimsoll'));

if (library) {
  test('a consumer imports every entry, without any other package', () => {
    assert.ok(entries.length >= 3);
    for (const entry of entries) {
      const code = `import * as m from '${entry}'; console.log(Object.keys(m).length > 0)`;
      const run = spawnSync(node, ['--input-type=module', '-e', code], {
        cwd: folder,
        encoding: 'utf8',
      });
      assert.equal(run.stdout, 'true\n', `${entry}: ${run.stderr}`);
    }
  });

  test('a consumer is type-checked against the declarations, strictly', () => {
    writeFileSync(
      join(folder, 'use.ts'),
      `import { compareVersions, satisfies } from 'plimsoll/versions';
import type { Advisory, Finding, Package, Report } from 'plimsoll/model';
import * as plimsoll from 'plimsoll';
export const order: -1 | 0 | 1 | undefined = compareVersions('deb', '1', '2');
export const inside: boolean | undefined = satisfies('deb', '1', '< 2');
export const packages = (report: Report): readonly Package[] => report.packages;
export const rules = (findings: readonly Finding[]): string[] => findings.map((f) => f.rule);
export const name = (advisory: Advisory): string => advisory.id;
// @ts-expect-error the declarations are real: a wrong type is told
export const wrong: number = compareVersions('deb', '1', '2');
void plimsoll;
import type { MatchOptions, PackageInput, Scanner, ScanSettings, ScanTarget } from 'plimsoll';
export const targets: ScanTarget[] = [{ image: 'a' }, { path: '.' }, { rootfs: '/' }, { sbom: 'b' }];
export const inputs: PackageInput[] = [{ purl: 'pkg:npm/a@1' }, { name: 'a', version: '1', type: 'Go' }];
// @ts-expect-error a package is named, or has a package URL
export const nothing: PackageInput = { version: '1' };
export const scanners: Scanner[] = ['vuln', 'secret'];
export const options: MatchOptions = { detached: 'comprehensive' };
export const how: ScanSettings = { as: 'go.mod', vex: ['a.json'], scanners, match: options };
`,
    );
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          module: 'nodenext',
          target: 'es2025',
          lib: ['es2025', 'dom'],
          strict: true,
          noEmit: true,
          skipLibCheck: false,
          types: [],
        },
        files: ['use.ts'],
      }),
    );
    const output = execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder], {
      encoding: 'utf8',
    });
    assert.equal(output, '');
  });
}
