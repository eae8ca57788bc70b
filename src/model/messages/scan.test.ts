import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scanMessages } from './scan.ts';
import { placeholders } from './table.ts';

test('scanMessages are complete in both languages, with the same parameters', () => {
  for (const [id, { en, 'zh-CN': zh }] of Object.entries(scanMessages)) {
    assert.match(id, /^[a-z]+\.[a-z-]+$/);
    assert.notEqual(en.trim(), '', id);
    assert.match(zh, /\p{Script=Han}/u, id);
    assert.deepEqual(placeholders(zh), placeholders(en), id);
    assert.doesNotMatch(en, /\.$/, `${id}: no final period`);
  }
});
