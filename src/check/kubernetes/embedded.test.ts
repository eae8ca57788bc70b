import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyOf, judge } from '../../../test/kit/check.ts';

const family = await familyOf('kubernetes');

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const report = (server: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(
    {
      apiVersion: 'hostdata.kubescape.cloud/v1beta0',
      kind: 'ControlPlaneInfo',
      metadata: { name: 'node-1' },
      data: { APIServerInfo: server },
    },
    undefined,
    2,
  );

test('files that a collector carries in base64 are judged, and told where they are carried', () => {
  const policy = (level: string): string =>
    report({
      auditPolicyFile: {
        content: base64(
          `apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{ level: ${level} }]\n`,
        ),
      },
    });
  const { faults, unread } = judge(family, { 'node.json': policy('None') });
  assert.deepEqual(unread, []);
  const found = faults.filter(({ rule }) => rule.id === 'AUD-COVERAGE');
  assert.ok(found.length > 0);
  for (const { fault, subject } of found) {
    assert.equal(fault.at.field?.pointer, '/data/APIServerInfo/auditPolicyFile/content');
    assert.equal(fault.at.file?.startLine, 10);
    assert.equal(subject, 'ControlPlaneInfo/node-1/Policy');
  }
  const good = judge(family, { 'node.json': policy('Metadata') });
  assert.deepEqual(
    good.faults.filter(({ rule }) => rule.id.startsWith('AUD-')),
    [],
  );
});

test('a carried file that is no object is could-not-read', () => {
  for (const text of ['{', 'just words', '- 1']) {
    const server = { encryptionProviderConfigFile: { content: base64(text) } };
    const { unread } = judge(family, { 'node.json': report(server) });
    assert.equal(unread.length, 1, text);
  }
});

test('command lines that a collector reports are judged as those of static pods', () => {
  const cases: readonly (readonly [line: string, bad: boolean])[] = [
    ['kube-apiserver --anonymous-auth=true', true],
    ['kube-apiserver --anonymous-auth=false', false],
    ['', false],
  ];
  for (const [cmdLine, bad] of cases) {
    const { faults } = judge(family, { 'node.json': report({ cmdLine }) });
    const found = faults.find(({ rule }) => rule.id === 'API-ANON');
    assert.equal(found !== undefined, bad, cmdLine);
    if (bad) assert.equal(found?.fault.at.field?.pointer, '/data/APIServerInfo/cmdLine');
  }
});

test('a setting that may stand in a file nobody has given is could-not-read, and no pass', () => {
  const kubelet = (configFile: unknown): string =>
    JSON.stringify({
      apiVersion: 'hostdata.kubescape.cloud/v1beta0',
      kind: 'KubeletInfo',
      data: { cmdLine: '/usr/bin/kubelet --config=/var/lib/kubelet/config.yaml', configFile },
    });
  const content = base64(
    'kind: KubeletConfiguration\nauthentication: { anonymous: { enabled: false } }\n',
  );
  const cases: readonly (readonly [file: unknown, result: string])[] = [
    [{}, 'could-not-read'],
    [{ content }, 'pass'],
  ];
  for (const [file, expected] of cases) {
    const { results } = judge(family, { 'node.json': kubelet(file) });
    const found = results.find(({ rule }) => rule.id === 'KLT-ANON');
    assert.equal(found?.result, expected);
  }
});
