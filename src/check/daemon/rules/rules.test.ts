import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectRulesToStand } from '../../../../test/kit/hostile-json.ts';
import { daemonFamily } from '../family.ts';
import { daemonRules } from './index.ts';

test('no rule stops at a value of another form', () => {
  assert.equal(daemonFamily.rules, daemonRules);
  assert.ok(expectRulesToStand(daemonFamily) > 500);
});
