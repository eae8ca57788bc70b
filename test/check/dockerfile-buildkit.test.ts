import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { applyInlineIgnores } from '../../src/check/suppress.ts';
import { familyOf, judge } from '../kit/check.ts';
import { needsShared, sharedPath } from '../kit/outside.ts';
import { runSuite } from '../kit/suite.ts';

const place = 'cases/posture/buildkit/lint.jsonl';

interface LintRow {
  readonly name: string;
  readonly input: string;
  readonly dockerignore: string | null;
  readonly frontendAttrs: Readonly<Record<string, string>> | null;
  readonly expect: readonly { ruleId: string; line: number; message: string | null }[];
}

/** Names in quotes and brackets of a message of BuildKit: what our sentence has to name too. */
const named = (message: string): readonly string[] =>
  [...message.matchAll(/['"`]([^'"`]+)['"`]/g)].map(([, name = '']) => name);

test("BuildKit's checks: the same rules on the same lines", needsShared(place), async () => {
  const family = await familyOf('dockerfile');
  const rows = readFileSync(sharedPath(place), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LintRow);
  await runSuite(
    'buildkit-lint',
    rows.map(({ name, input, dockerignore, expect, frontendAttrs }) => ({
      id: name,
      run: () => {
        const files = dockerignore === null ? {} : { '.dockerignore': dockerignore };
        // The build argument of that name stands in for the directive of the file.
        const check = frontendAttrs?.['build-arg:BUILDKIT_DOCKERFILE_CHECK'];
        const text = check === undefined ? input : input.replace(/^#check=.*/, `#check=${check}`);
        const result = judge(family, { Dockerfile: text }, {}, files);
        const faults = result.faults.filter(
          ({ rule, fault }) => (fault.aliases ?? rule.aliases).buildkit !== undefined,
        );
        const left = applyInlineIgnores(faults, result.ignores, new Date(0)).findings;
        const ids = (rule: string): string =>
          family.rules.find(({ id }) => id === rule)?.aliases.buildkit?.[0] ?? '';
        const got = left.map((finding) => {
          const line = finding.locations[0]?.dockerfile?.startLine ?? 0;
          return { id: ids(finding.rule), line, text: finding.message.text };
        });
        const shown = (list: readonly { id: string; line: number }[]): readonly string[] =>
          list.map(({ id, line }) => `${line} ${id}`).toSorted();
        const wanted = expect.map(({ ruleId, line }) => ({ id: ruleId, line }));
        assert.deepEqual(shown(got), shown(wanted));
        for (const { ruleId, line, message } of expect) {
          const texts = got.filter((one) => one.id === ruleId && one.line === line);
          const words = named(message ?? '');
          assert.ok(
            texts.some(({ text }) => words.every((word) => text.includes(word))),
            `${ruleId} names ${words.join(', ')}: ${texts.map(({ text }) => text).join('; ')}`,
          );
        }
      },
    })),
  );
});
