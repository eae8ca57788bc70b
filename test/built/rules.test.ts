import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { allFamilies } from '../kit/check.ts';
import { builtProgram, runProgram, sourceProgram } from '../kit/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-rules-'));
after(() => rmSync(folder, { recursive: true }));

test('the built program fires on the examples of every rule as the sources do', async () => {
  let rules = 0;
  for (const { family } of await allFamilies())
    for (const rule of family.rules) {
      rules += 1;
      for (const [at, example] of [...rule.bad, ...rule.good].entries()) {
        const files =
          typeof example === 'string' ? { [family.examplePath]: example } : example.files;
        for (const [path, text] of Object.entries(files)) {
          const full = join(folder, family.id, rule.id, String(at), path);
          mkdirSync(dirname(full), { recursive: true });
          writeFileSync(full, text);
        }
      }
    }
  const given = ['check', folder, '--standard', 'all', '--exit-code', '0', '-q'];
  const asked = [...given, '-f', 'json', '--at', '2026-01-01'];
  const built = runProgram(builtProgram(), asked);
  const source = runProgram(sourceProgram(), asked);
  assert.equal(built.stdout, source.stdout);
  assert.equal(built.stderr, source.stderr);
  const fired = new Set(
    Array.from(built.stdout.matchAll(/"ID": ?"([A-Z][\w-]+)"/g), ([, id]) => id),
  );
  assert.ok(fired.size > rules / 2, `${fired.size} of ${rules} rules fired`);
});
