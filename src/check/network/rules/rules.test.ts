import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectRulesToStand } from '../../../../test/kit/hostile-json.ts';
import { networkFamily } from '../family.ts';
import { networkRules } from './index.ts';

test('no rule stops at a value of another form', () => {
  assert.equal(networkFamily.rules, networkRules);
  assert.ok(expectRulesToStand(networkFamily) > 150);
});
