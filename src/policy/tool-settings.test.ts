import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../model/index.ts';
import { readToolSettings, withSeverities } from './tool-settings.ts';

test('readToolSettings() reads what other tools leave out', () => {
  const rows: readonly [string, string, readonly string[]][] = [
    ['.hadolint.yaml', 'ignored:\n  - DL3008\n  - sc1035\n', ['DL3008:2', 'SC1035:3']],
    ['.hadolint.yaml', 'failure-threshold: info\n', []],
    ['.checkov.yaml', 'skip-check:\n  - CKV_DOCKER_2\n', ['CKV_DOCKER_2:2']],
    ['.kube-linter.yaml', 'checks:\n  exclude: [privileged]\n', ['PRIVILEGED:2']],
    ['kics.config', '{"exclude-queries": ["a-b"]}', ['A-B:1']],
    ['.checkov.yaml', '', []],
    ['.hadolint.yaml', 'ignored: 7\n', []],
  ];
  for (const [name, text, expected] of rows) {
    const { ignore } = readToolSettings(name, text);
    assert.deepEqual(
      ignore.entries.map(({ id, line }) => `${id}:${line}`),
      expected,
      text,
    );
  }
  assert.throws(() => readToolSettings('.hadolint.yaml', 'a: ['), { code: 'IGNORE_FILE_INVALID' });
});

test('rules that settings ask for are named', () => {
  const rows: readonly [string, string, readonly string[]][] = [
    [
      '.kube-linter.yaml',
      'checks:\n  include: [read-only-secrets, no-node-affinity]\n',
      ['read-only-secrets', 'no-node-affinity'],
    ],
    ['.kube-linter.yaml', 'checks: {include: 7}\n', []],
    ['.hadolint.yaml', 'include: [DL3026]\n', []],
    ['.checkov.yaml', 'skip-check: [CKV_DOCKER_2]\n', []],
  ];
  for (const [name, text, expected] of rows)
    assert.deepEqual(readToolSettings(name, text).include, expected, text);
});

test('hadolint settings carry registries, labels and severities', () => {
  const text = `trustedRegistries: [docker.io, ghcr.io]
label-schema: {author: text, version: semver}
override:
  error: [DL3008]
  style: [DL3009]
`;
  const { options, severities, include } = readToolSettings('.hadolint.yaml', text);
  assert.deepEqual(include, ['DF-FROM-REGISTRY', 'DF-LABEL-MISSING']);
  assert.deepEqual(options, {
    'DF-FROM-REGISTRY': { registries: ['docker.io', 'ghcr.io'] },
    'DF-LABEL-MISSING': { required: ['author', 'version'] },
  });
  const finding = (rule: string, alias: string): Finding => ({
    rule,
    kind: 'misconfiguration',
    severity: 'medium',
    verdict: 'affected',
    message: { id: '', params: {}, text: '' },
    aliases: [alias],
    locations: [],
    evidence: [],
  });
  const found = [finding('A', 'DL3008'), finding('B', 'dl3009'), finding('C', 'DL3010')];
  assert.deepEqual(
    withSeverities(found, severities).map(({ severity }) => severity),
    ['high', 'low', 'medium'],
  );
});
