import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import { readerOf } from '../../../../test/kit/packages.ts';
import { buildPe } from '../../../../test/kit/pe.ts';
import { dotnetAssembly } from './dotnet-assembly.ts';

function told(texts: Readonly<Record<string, string>>): string {
  const bytes = buildPe({ texts, assembly: true });
  const [one] = dotnetAssembly.read(readerOf('app/System.Text.Json.dll', bytes)).packages ?? [];
  return one === undefined ? 'nothing' : `${one.name}@${one.version}`;
}

test('an assembly is named by its file, in the version that its package has', () => {
  const rows: readonly [Readonly<Record<string, string>>, string][] = [
    [{ ProductVersion: '8.0.1+bf5e279d', FileVersion: '8.0.123.58001' }, 'System.Text.Json@8.0.1'],
    [{ ProductVersion: '9.0.0-preview.2.24128.5' }, 'System.Text.Json@9.0.0-preview.2.24128.5'],
    [{ ProductVersion: 'a build', FileVersion: '4.7.1.0' }, 'System.Text.Json@4.7.1.0'],
    [{ FileVersion: '4.6.26515.06 @BuiltBy: x' }, 'System.Text.Json@4.6.26515.06'],
    [{ ProductName: 'x' }, 'nothing'],
    [{ ProductVersion: '8' }, 'nothing'],
  ];
  for (const [texts, expected] of rows) assert.equal(told(texts), expected, JSON.stringify(texts));
});

test('only assemblies are kept, by their headers alone', () => {
  const head = (bytes: Uint8Array): boolean =>
    dotnetAssembly.wantsHead?.(bytes.subarray(0, 4096), 'a.dll', { size: 1, mode: 0o644 }) ?? true;
  assert.ok(head(buildPe({ assembly: true })));
  assert.ok(!head(buildPe({ texts: { ProductVersion: '1.0' } })));
  assert.ok(!head(Buffer.from('MZ'.repeat(100))));
  assert.ok(!head(Buffer.from('\x7fELF')));
  for (const [path, expected] of [
    ['a/b.dll', true],
    ['B.EXE', true],
    ['dll', false],
    ['a.dll.config', false],
  ] as const)
    assert.equal(dotnetAssembly.wants(path, { size: 1, mode: 0o644 }), expected, path);
});

test('assemblies survive mutations', () => {
  const texts = { ProductVersion: '8.0.1+bf5e279d', FileVersion: '8.0.123.58001' };
  fuzz([buildPe({ texts, assembly: true })], (bytes) =>
    dotnetAssembly.read(readerOf('a.dll', bytes)),
  );
});
