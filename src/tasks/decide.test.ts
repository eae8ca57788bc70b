import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleReport } from '../../test/kit/sample-report.ts';
import type { Report } from '../model/index.ts';
import { applyDecisions } from './decide.ts';

const now = new Date('2026-11-21T00:00:00Z');

const planned = (report: Report): readonly string[] =>
  (report.upgrades ?? []).map(({ name, to }) => `${name} ${to}`);

test('applyDecisions() plans upgrades only for what still counts', () => {
  const all = planned(sampleReport);
  assert.ok(all.includes('openssl 3.0.14-1~deb12u1'));
  const severe = applyDecisions(sampleReport, { now, severities: ['critical'] });
  assert.deepEqual(planned(severe), ['minimist 1.2.6']);
  // With the fault gone that needs the later version, the earlier one is enough.
  const medium = applyDecisions(sampleReport, { now, severities: ['medium'] });
  assert.ok(planned(medium).includes('openssl 3.0.13-1~deb12u1'));
});

test('applyDecisions() keeps the plan when nothing was set aside', () => {
  assert.deepEqual(planned(applyDecisions(sampleReport, { now })), planned(sampleReport));
});
