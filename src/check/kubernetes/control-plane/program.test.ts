import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiServerWith } from '../examples.ts';
import { openManifests } from '../objects.ts';
import { programsOf } from './program.ts';

test('flags are read as Go reads them: of one given twice the last counts', () => {
  const rows: readonly [readonly string[], string | undefined][] = [
    [['--profiling=false'], 'false'],
    [['--profiling=false', '--profiling=true'], 'true'],
    [['--profiling'], 'true'],
    [['--audit-log-maxage=3'], undefined],
  ];
  for (const [flags, expected] of rows) {
    const { views } = openManifests([{ path: 'pod.yaml', text: apiServerWith(...flags) }]);
    const [view] = views;
    assert.ok(view !== undefined);
    const [program] = programsOf(view, 'kube-apiserver');
    assert.equal(program?.flags.get('profiling')?.value, expected, flags.join(' '));
  }
});

test('flags stand in command and args, in both forms, and say where', () => {
  const { views } = openManifests([
    {
      path: 'pod.yaml',
      text: `apiVersion: v1
kind: Pod
metadata: { name: api }
spec:
  containers:
    - name: api
      image: registry.k8s.io/kube-apiserver:v1.37.0
      command: [/usr/bin/kube-apiserver, --a=1, --b, '2', --empty=]
      args: [--a=3]
`,
    },
  ]);
  const [view] = views;
  assert.ok(view !== undefined);
  const [program] = programsOf(view, 'kube-apiserver');
  assert.deepEqual(program?.flags.get('a'), {
    value: '3',
    path: ['spec', 'containers', 0, 'args', 0],
  });
  assert.equal(program.flags.get('b')?.value, '2');
  assert.equal(program.flags.get('empty')?.value, '');
  assert.equal(program.flags.has('c'), false);
});

test('a kubelet without --config reads no file, wherever a collector found one', () => {
  const content = Buffer.from('tlsCertFile: /a\nseccompDefault: true\n').toString('base64');
  const rows: readonly [string, boolean][] = [
    ['/usr/bin/kubelet', false],
    ['/usr/bin/kubelet --node-ip=10.0.0.2', false],
    ['/usr/bin/kubelet --config=/var/lib/kubelet/config.yaml', true],
    ['/usr/bin/kubelet --config-dir /etc/kubernetes/kubelet.conf.d', true],
    // Nothing is known of the command line.
    ['', true],
  ];
  for (const [cmdLine, reads] of rows) {
    const text = JSON.stringify({
      apiVersion: 'hostdata.kubescape.cloud/v1beta0',
      kind: 'KubeletInfo',
      data: { cmdLine, configFile: { content } },
    });
    const [view] = openManifests([{ path: 'report.json', text }]).views;
    assert.ok(view !== undefined);
    assert.equal(programsOf(view, 'kubelet')[0]?.config !== undefined, reads, cmdLine);
  }
});
