import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openManifests } from '../objects.ts';
import type { KubernetesView } from '../view.ts';
import { controlPlaneRules } from './index.ts';
import { programsOf } from './program.ts';
import { areStrong, seconds } from './values.ts';

function view(text: string): KubernetesView {
  const [first] = openManifests([{ path: 'pod.yaml', text }]).views;
  assert.ok(first);
  return first;
}

function pod(fields: string): KubernetesView {
  return view(
    `apiVersion: v1\nkind: Pod\nmetadata: { name: x }\nspec: { containers: [{ name: x, ${fields} }] }\n`,
  );
}

test('programs are told by their command, in whatever form it comes', () => {
  for (const [fields, flag, value] of [
    ["command: [kube-apiserver, '--profiling=false']", 'profiling', 'false'],
    ["command: [/usr/bin/kube-apiserver], args: ['--profiling', 'false']", 'profiling', 'false'],
    ["args: [kube-apiserver, '--profiling']", 'profiling', 'true'],
    ["command: [sh, -c, 'exec kube-apiserver --profiling=false --v=2']", 'profiling', 'false'],
  ] as const) {
    const [program] = programsOf(pod(fields), 'kube-apiserver');
    assert.equal(program?.flags.get(flag)?.value, value, fields);
  }
  assert.deepEqual(programsOf(pod('command: [not-kube-apiserver]'), 'kube-apiserver'), []);
  assert.deepEqual(programsOf(pod('command: [kube-apiserver]'), 'kubelet'), []);
});

test('a kubelet is read from its configuration, and from what a collector reports of it', () => {
  const config =
    'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nreadOnlyPort: 1\n';
  assert.equal(programsOf(view(config), 'kubelet')[0]?.config?.['readOnlyPort'], 1);
  const content = Buffer.from(config).toString('base64');
  const info = `apiVersion: hostdata.kubescape.cloud/v1beta0\nkind: KubeletInfo\ndata: { cmdLine: 'kubelet --v=2 --config=a', configFile: { content: ${content} } }\n`;
  const [program] = programsOf(view(info), 'kubelet');
  assert.equal(program?.config?.['readOnlyPort'], 1);
  assert.equal(program.flags.get('v')?.value, '2');
  const broken = `apiVersion: hostdata.kubescape.cloud/v1beta0\nkind: KubeletInfo\ndata: { configFile: { content: W1tb } }\n`;
  assert.equal(programsOf(view(broken), 'kubelet')[0]?.config, undefined);
});

test('values of flags are read as Go reads them', () => {
  assert.equal(seconds('1h1m'), 3660);
  assert.equal(seconds('300s'), 300);
  assert.equal(seconds('soon'), Infinity);
  assert.ok(areStrong('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384'));
  assert.ok(!areStrong('TLS_RSA_WITH_AES_128_GCM_SHA256'));
  assert.ok(!areStrong(''));
});

test('ids are given once', () => {
  const ids = controlPlaneRules.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
});
