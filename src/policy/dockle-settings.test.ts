import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, Scanner } from '../model/index.ts';
import { dockleIgnores } from './dockle-settings.ts';
import { applyIgnoreFiles } from './ignore.ts';

function finding(rule: string, alias: string, extra: Partial<Finding> = {}): Finding {
  return {
    rule,
    kind: 'misconfiguration',
    severity: 'high',
    verdict: 'affected',
    message: { id: 'x', params: {}, text: 'x' },
    aliases: [alias],
    locations: [],
    evidence: [],
    ...extra,
  };
}

const variable = (name: string): Finding =>
  finding('IMG-SECRET-ENV', 'CIS-DI-0010', { message: { id: 'x', params: { name }, text: 'x' } });
const file = (path: string): Finding =>
  finding('IMG-SECRET-FILE', 'CIS-DI-0010', { locations: [{ file: { path } }] });

const findings: readonly Finding[] = [
  finding('IMG-USER-ROOT', 'CIS-DI-0001'),
  finding('IMG-HEALTHCHECK', 'CIS-DI-0006'),
  variable('APP_KEY'),
  variable('NPM_TOKEN'),
  file('app/settings.py'),
  file('app/server.pem'),
];

interface Row {
  readonly file?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly scanners?: readonly Scanner[];
  readonly left: number;
  /** Files and places of entries that match nothing. */
  readonly stale?: readonly string[];
}

const rows: readonly Row[] = [
  { left: 6 },
  { file: '# we know\nCIS-DI-0001\n\nDKL-DI-0006\n', left: 5, stale: ['.dockleignore:4'] },
  { environment: { DOCKLE_IGNORES: 'CIS-DI-0006, cis-di-0001' }, left: 4 },
  {
    environment: { DOCKLE_ACCEPT_KEYS: 'GPG_KEY,APP_KEY' },
    left: 5,
    stale: ['DOCKLE_ACCEPT_KEYS:1'],
  },
  { environment: { DOCKLE_ACCEPT_FILES: 'settings.py' }, left: 5 },
  {
    environment: { DOCKLE_ACCEPT_FILES: 'srv/settings.py' },
    left: 6,
    stale: ['DOCKLE_ACCEPT_FILES:1'],
  },
  { environment: { DOCKLE_ACCEPT_FILE_EXTENSIONS: 'pem,.py' }, left: 4 },
  { environment: { DOCKLE_IGNORES: '' }, left: 6 },
  // Only credentials were looked for: what else was decided is neither used nor stale.
  { file: 'CIS-DI-0009\nDKL-DI-0006\n', scanners: ['secret'], left: 6 },
  { file: 'CIS-DI-0010\n', scanners: ['secret'], left: 2 },
  {
    environment: { DOCKLE_ACCEPT_KEYS: 'GPG_KEY' },
    scanners: ['secret'],
    left: 6,
    stale: ['DOCKLE_ACCEPT_KEYS:1'],
  },
];

test("dockle's decisions are read, and stale ones told", () => {
  for (const { file: text, environment = {}, scanners, left, stale = [] } of rows) {
    const ignores = dockleIgnores({ file: text, environment });
    const parted = applyIgnoreFiles(findings, ignores, { now: new Date(0), scanners });
    const what = JSON.stringify([text, environment]);
    assert.equal(parted.findings.length, left, what);
    assert.deepEqual(
      parted.notes.map(({ params }) => `${params['file']}:${params['line']}`),
      stale,
      what,
    );
  }
});
