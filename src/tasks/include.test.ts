import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readToolSettings } from '../policy/tool-settings.ts';
import { check } from './check.ts';
import { checkTexts } from './check-files.ts';
import type { CheckOptions } from './check-files.ts';

const files = [{ path: 'Dockerfile', text: 'FROM registry.example/a:1.0\nUSER app\n' }];
const now = new Date('2026-11-22T00:00:00Z');

async function rules(options: Omit<CheckOptions, 'now'>): Promise<readonly string[]> {
  const { checks } = await checkTexts(files, { ...options, now });
  const asked = ['DF-FROM-REGISTRY', 'DF-LABEL-MISSING'];
  return asked.filter((id) => checks.some(({ rule }) => rule === id));
}

test('an optional rule is asked by its id, or by any id of another tool', async () => {
  const rows: readonly [Omit<CheckOptions, 'now'>, readonly string[]][] = [
    [{}, []],
    [{ include: ['DF-FROM-REGISTRY'] }, ['DF-FROM-REGISTRY']],
    [{ include: ['dl3026'] }, ['DF-FROM-REGISTRY']],
    [{ include: ['CIS-4.2', 'DF-LABEL-MISSING'] }, ['DF-FROM-REGISTRY', 'DF-LABEL-MISSING']],
    [{ include: ['DL3007'] }, []],
    [{ include: ['DL3026'], standards: ['strict'] }, ['DF-FROM-REGISTRY']],
  ];
  for (const [options, expected] of rows)
    assert.deepEqual(await rules(options), expected, JSON.stringify(options));
  const usual = await checkTexts(files, { now });
  const more = await checkTexts(files, { now, include: ['DL3026'] });
  assert.equal(more.checks.length, usual.checks.length + 1, 'the standard stays');
});

test('a rule that does not exist is refused, wherever its kind of file is', async () => {
  await assert.rejects(rules({ include: ['DL3026', 'DL9999'] }), { code: 'CHECK_UNKNOWN_RULE' });
  await assert.rejects(check({ files }, { include: ['latest'] }), /include the rule "latest"/);
  assert.deepEqual(await rules({ include: ['K8S-HOSTPID'] }), [], 'of another kind');
});

test('settings that say which registries or labels are wanted turn their rules on', async () => {
  const settings = (text: string): NonNullable<CheckOptions['settings']> => [
    readToolSettings('.hadolint.yaml', text),
  ];
  const report = async (text: string): Promise<readonly string[]> => {
    const { findings } = await checkTexts(files, { now, settings: settings(text) });
    return findings.map(({ rule }) => rule).filter((rule) => /REGISTRY|LABEL/.test(rule));
  };
  assert.deepEqual(await report('trustedRegistries: [docker.io]\n'), ['DF-FROM-REGISTRY']);
  assert.deepEqual(await report('label-schema: { author: text }\n'), ['DF-LABEL-MISSING']);
  assert.deepEqual(await report('trustedRegistries: [registry.example]\n'), []);
  assert.deepEqual(await report('ignored: [DL3008]\n'), []);
  assert.deepEqual(await report('trustedRegistries: [docker.io]\nignored: [DL3026]\n'), []);
  const unknown = readToolSettings('.kube-linter.yaml', 'checks: { include: [of-tomorrow] }\n');
  assert.deepEqual(await rules({ settings: [unknown] }), []);
});
