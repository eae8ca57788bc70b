import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RuleFacts } from './contract.ts';
import { standardOf } from './standards.ts';

const text = { en: '', 'zh-CN': '' };
const rule = (changes: Partial<RuleFacts>): RuleFacts => ({
  id: 'X',
  aliases: {},
  severity: 'low',
  title: text,
  why: text,
  advice: text,
  references: [],
  bad: [],
  good: [],
  ...changes,
});

test('standardOf() picks rules by level, alias and mark', () => {
  const rows: readonly [string, Partial<RuleFacts>, boolean][] = [
    ['default', {}, true],
    ['default', { level: 'strict' }, false],
    ['strict', { level: 'strict' }, true],
    ['strict', { level: 'optional' }, false],
    ['all', { level: 'optional' }, true],
    ['all', { standards: ['nsa'] }, true],
    ['all', { standards: ['pss:baseline'], level: 'optional' }, false],
    ['hadolint', { aliases: { hadolint: ['DL3007'] } }, true],
    ['hadolint', { aliases: { trivy: ['DS-0001'] } }, false],
    ['hadolint', { aliases: { hadolint: ['DL3057'] } }, false],
    ['cis-docker', { aliases: { 'docker-bench': ['5.4'] }, level: 'strict' }, true],
    ['nsa', { standards: ['nsa'] }, true],
    ['nsa', {}, false],
    ['pss:baseline@v1.30', { standards: ['pss:baseline'] }, true],
    ['pss:restricted', { standards: ['pss:baseline'] }, false],
  ];
  for (const [name, changes, expected] of rows) {
    assert.equal(
      standardOf(name).has(rule(changes)),
      expected,
      `${name} ${JSON.stringify(changes)}`,
    );
  }
  for (const name of ['', 'cis', 'pss:strong', 'pss:baseline@1', 'constructor']) {
    assert.throws(() => standardOf(name), { code: 'CHECK_UNKNOWN_STANDARD' }, name);
  }
});
