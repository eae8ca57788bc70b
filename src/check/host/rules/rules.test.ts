import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectRulesToStand } from '../../../../test/kit/hostile-json.ts';
import { hostFamily } from '../family.ts';
import { hostRules } from './index.ts';

test('no rule stops at a value of another form', () => {
  assert.equal(hostFamily.rules, hostRules);
  assert.ok(expectRulesToStand(hostFamily) > 200);
});
