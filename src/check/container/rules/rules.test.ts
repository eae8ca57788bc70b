import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectRulesToStand } from '../../../../test/kit/hostile-json.ts';
import { containerFamily } from '../family.ts';
import { containerRules } from './index.ts';

test('no rule stops at a value of another form', () => {
  assert.equal(containerFamily.rules, containerRules);
  assert.ok(expectRulesToStand(containerFamily) > 500);
});
