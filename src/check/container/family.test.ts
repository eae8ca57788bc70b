import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../../../test/kit/check.ts';
import { runnable } from '../run.ts';
import { containerFamily } from './family.ts';
import { shellWord } from './fault.ts';

test('what docker inspect prints is a list of containers', () => {
  const text = JSON.stringify([
    { Id: 'a1', Name: '/web', HostConfig: { Privileged: true } },
    { Id: 'b2', Name: '/db', HostConfig: {} },
  ]);
  const { faults, subjects, unread } = judge(runnable(containerFamily), { 'c.json': text });
  assert.equal(subjects, 2);
  assert.deepEqual(unread, []);
  const found = faults.filter(({ rule }) => rule.id === 'CTR-PRIVILEGED');
  assert.deepEqual(
    found.map(({ subject, fault }) => [subject, fault.at.container?.id, fault.at.field?.pointer]),
    [['web', 'a1', '/HostConfig/Privileged']],
  );
});

test('names that a stranger chose are one word of a shell', () => {
  assert.equal(shellWord('shop/web:1.0'), 'shop/web:1.0');
  assert.equal(shellWord('a; rm -rf /'), "'a; rm -rf /'");
  assert.equal(shellWord("it's"), "'it'\\''s'");
  assert.ok(!shellWord('a\u001b[31m').includes('\u001b'));
});
