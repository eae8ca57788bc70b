import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { fuzz } from '../../test/kit/fuzz.ts';
import { FormatError } from '../formats/errors.ts';
import { readTrivyConfiguration } from './trivy-configuration.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-trivy-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'trivy.yaml');

const text = `severity: [HIGH, CRITICAL]
scan:
  skip-dirs: ["a"]
  nothing: {}
exit-code: 1
quiet: true
timeout: 5m0s
empty:
`;

test('a configuration of Trivy is read by the way to each value', () => {
  assert.equal(readTrivyConfiguration(path), undefined);
  writeFileSync(path, text);
  assert.deepEqual(
    [...(readTrivyConfiguration(path) ?? [])].filter(([, words]) => words.length > 0),
    [
      ['severity', ['HIGH', 'CRITICAL']],
      ['scan.skip-dirs', ['a']],
      ['exit-code', ['1']],
      ['quiet', ['true']],
      ['timeout', ['5m0s']],
    ],
  );
  writeFileSync(path, 'a: [');
  assert.throws(() => readTrivyConfiguration(path), { code: 'YAML_INVALID' });
  for (const odd of ['[1, 2]', 'word', '', '__proto__: { polluted: 1 }']) {
    writeFileSync(path, odd);
    assert.ok(readTrivyConfiguration(path) instanceof Map, odd);
  }
});

test('whatever stands in it', () => {
  fuzz([Buffer.from(text)], (bytes) => {
    writeFileSync(path, bytes);
    try {
      readTrivyConfiguration(path);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
    }
  });
});
