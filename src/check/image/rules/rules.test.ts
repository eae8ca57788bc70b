import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectRulesToStand } from '../../../../test/kit/hostile-json.ts';
import { imageFamily } from '../family.ts';
import { imageRules } from './index.ts';

test('no rule stops at a value of another form', () => {
  assert.equal(imageFamily.rules, imageRules);
  assert.ok(expectRulesToStand(imageFamily) > 150);
});
