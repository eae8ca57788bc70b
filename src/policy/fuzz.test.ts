import { test } from 'node:test';
import { fuzz } from '../../test/kit/fuzz.ts';
import { pathPattern } from './glob.ts';
import { purlPattern } from './purl-pattern.ts';
import { readToolSettings, settingsNames } from './tool-settings.ts';

test('mutated settings of other tools are read or refused', () => {
  const settings =
    'ignored: [DL3008, "a"]\noverride:\n  error: [DL3009]\ntrustedRegistries: [r.example]\nlabel-schema: {a: text}\nskip-check:\n  - CKV_1\nchecks:\n  exclude: [x]\nexclude-queries: [y]\n';
  let turn = 0;
  fuzz([Buffer.from(settings)], (bytes) => {
    const name = settingsNames[(turn += 1) % settingsNames.length] ?? '';
    const { ignore } = readToolSettings(name, Buffer.from(bytes).toString());
    for (const { line } of ignore.entries) if (line < 0) throw new Error(`line ${line}`);
  });
});

test('mutated patterns of paths and of packages match or not', () => {
  fuzz([Buffer.from('**/a[b-d!]/{x,y*}/?.\\*'), Buffer.from('!x/**')], (bytes) => {
    pathPattern(Buffer.from(bytes).toString())?.('opt/ab/x/a.*');
  });
  fuzz([Buffer.from('pkg:deb/debian/a@1?arch=x&distro=y')], (bytes) => {
    purlPattern(Buffer.from(bytes).toString())?.('pkg:deb/debian/a@1?arch=x');
  });
});

test('patterns and settings of any length take time that grows with it', () => {
  for (const text of ['[', '{', '{}', '*', '{a,', '\\', '[!', '**/']) {
    const match = pathPattern(text.repeat(100_000));
    match?.('a/b');
  }
  const ids = Array.from({ length: 20_000 }, (_, at) => `  - DL${at}\n`).join('');
  readToolSettings('.hadolint.yaml', `ignored:\n${ids}`);
});
