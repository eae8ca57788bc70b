import { test } from 'node:test';
import { fuzzRules } from '../../../../test/kit/fuzz-rules.ts';
import { netpolRules } from './index.ts';

test('mutated manifests never break a rule', () => {
  fuzzRules(netpolRules);
});
