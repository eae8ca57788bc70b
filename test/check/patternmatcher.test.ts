import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ignoreMatcher, ignorePattern } from '../../src/formats/dockerignore.ts';
import { needsShared, sharedPath } from '../kit/outside.ts';
import { runSuite } from '../kit/suite.ts';

interface Row {
  readonly name: string;
  readonly patterns: readonly string[];
  readonly path: string;
  readonly matchesOrParent?: boolean;
  readonly matches?: boolean | null;
  readonly error?: boolean;
}

const file = 'cases/posture/patternmatcher/cases.jsonl';

test('moby patternmatcher', needsShared(file), async () => {
  const lines = readFileSync(sharedPath(file), 'utf8').trimEnd().split('\n');
  const rows = lines.map((line) => JSON.parse(line) as Row);
  await runSuite(
    'posture/patternmatcher',
    rows.map((row, index) => ({
      id: `${row.name}#${index + 1}`,
      run: () => {
        const patterns = row.patterns.map(ignorePattern);
        const refused = patterns.some(({ fault }) => fault !== undefined);
        assert.equal(refused, row.error ?? false, 'whether the patterns are refused');
        if (refused) return;
        const { excluded } = ignoreMatcher(patterns)(row.path);
        assert.equal(excluded, row.matchesOrParent ?? row.matches);
      },
    })),
  );
});
