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
