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
