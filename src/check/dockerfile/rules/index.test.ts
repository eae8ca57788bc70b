import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzz } from '../../../../test/kit/fuzz.ts';
import type { Fault } from '../../contract.ts';
import { openDockerfiles } from '../open.ts';
import type { DockerfileView } from '../view.ts';
import { rules } from './index.ts';

const alone = { read: () => undefined, list: () => [] };

/** Every fault of every rule. */
function faultsOf(
  text: string,
): readonly { readonly fault: Fault; readonly view: DockerfileView }[] {
  const { views } = openDockerfiles([{ path: 'Dockerfile', text }], alone);
  const faults: { fault: Fault; view: DockerfileView }[] = [];
  for (const view of views) {
    for (const rule of rules) {
      rule.check(view, {
        fail: (fault) => faults.push({ fault, view }),
        notApplicable: () => undefined,
        needsHuman: () => undefined,
        couldNotRead: () => undefined,
        passed: () => undefined,
        option: (name) => {
          const value = rule.options?.[name];
          assert.ok(value !== undefined, `${rule.id} has no option "${name}"`);
          return value;
        },
      });
    }
  }
  return faults;
}

const examples = rules
  .flatMap(({ bad, good }) => [...bad, ...good])
  .filter((one): one is string => typeof one === 'string');

test('places and edits of mutated files lie inside them', () => {
  fuzz(
    examples.map((text) => Buffer.from(text)),
    (bytes) => {
      const text = Buffer.from(bytes).toString();
      const lines = text.split('\n').length;
      for (const { fault } of faultsOf(text)) {
        const { startLine = 0, endLine = startLine } = fault.at.dockerfile ?? {};
        if (startLine < 1 || endLine < startLine || endLine > lines)
          throw new Error(`lines ${startLine} to ${endLine} of ${lines}`);
        for (const { start, end } of fault.edits ?? [])
          if (start < 0 || end < start || end > text.length)
            throw new Error(`edit ${start}-${end}`);
      }
    },
  );
});

test('an edit ends what it is for', () => {
  let edited = 0;
  for (const rule of rules) {
    for (const text of rule.bad) {
      if (typeof text !== 'string') continue;
      const find = (source: string): readonly Fault[] => {
        const { views } = openDockerfiles([{ path: 'Dockerfile', text: source }], alone);
        const found: Fault[] = [];
        const quiet = (): undefined => undefined;
        for (const view of views)
          rule.check(view, {
            fail: (fault) => found.push(fault),
            notApplicable: quiet,
            needsHuman: quiet,
            couldNotRead: quiet,
            passed: quiet,
            option: (name) => rule.options?.[name] ?? '',
          });
        return found;
      };
      const faults = find(text);
      if (!faults.every(({ edits }) => edits !== undefined && edits.length > 0)) continue;
      let fixed = text;
      const edits = faults.flatMap((fault) => fault.edits ?? []);
      for (const { start, end, text: put } of edits.toSorted((a, b) => b.start - a.start))
        fixed = fixed.slice(0, start) + put + fixed.slice(end);
      assert.deepEqual(find(fixed).length, 0, `${rule.id}: ${fixed}`);
      edited += 1;
    }
  }
  assert.ok(edited > 5);
});

test('a file of a hundred thousand lines is judged in steps that grow with its length', () => {
  const lines = [
    'RUN apt-get update && apt-get install curl\n',
    'ENV A=1 B $C\n',
    'WORKDIR a\n',
    'COPY $x .\n',
    'EXPOSE 22 80/TCP\n',
    'CMD a\n',
    'LABEL a b\n',
    'USER root\n',
    '# hadolint ignore=DL3008\n',
  ];
  for (const line of lines) {
    const text = `FROM alpine\n${line.repeat(20_000)}`;
    assert.ok(faultsOf(text).length >= 0, line);
  }
});
