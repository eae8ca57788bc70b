import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, Report, Severity } from '../model/index.ts';
import { writeDoctor } from './doctor.ts';
import { displayWidth } from './width.ts';

const both = (en: string) => ({ en, 'zh-CN': `中${en}` });

function finding(rule: string, severity: Severity, subject: string): Finding {
  const title = both(`title of ${rule}`);
  return {
    rule,
    severity,
    kind: 'misconfiguration',
    verdict: 'affected',
    aliases: [],
    locations: [],
    evidence: [],
    message: {
      id: 'x',
      params: {},
      text: `${rule} in ${subject}`,
      translations: { 'zh-CN': `${subject} 的 ${rule}` },
    },
    misconfiguration: {
      subject,
      type: 'container',
      title,
      why: title,
      advice: both(`advice ${rule}`),
      references: [],
    },
    fix: {
      state: 'fixed',
      versions: [],
      instruction: `mend ${rule} ${'--option value '.repeat(8)}`,
    },
  };
}

function report(findings: readonly Finding[], errors: Report['errors'] = []): Report {
  return {
    subject: { kind: 'host', name: 'vm' },
    status: 'complete',
    errors,
    packages: [],
    findings,
    suppressed: [],
    checks: [],
    coverage: [],
    notes: [],
  };
}

function shown(given: Report, lang: 'en' | 'zh-CN' = 'en', version = '29.1.0'): string {
  let text = '';
  const options = {
    lang,
    columns: 80,
    color: false,
    showSuppressed: false,
    listAllPackages: false,
    program: { name: 'plimsoll', version: '0' },
  } as const;
  const patient = { name: 'vm', version, containers: 2, images: 1 };
  writeDoctor(given, patient, { sink: (part) => (text += part), options });
  return text;
}

test('the ten worst, ways out first, one row for each rule, 80 columns', () => {
  const many = Array.from({ length: 12 }, (_, at) => finding(`CTR-L${at}`, 'low', 'web'));
  const text = shown(
    report([
      ...many,
      finding('CTR-A', 'critical', 'web'),
      finding('CTR-ESCAPE', 'critical', 'db'),
      finding('CTR-A', 'critical', 'db'),
    ]),
  );
  const rules = [...text.matchAll(/^ ?(\d+) [A-Z]+ {2}(\S+)/gm)].map((match) => match[2]);
  assert.deepEqual(rules.slice(0, 2), ['CTR-ESCAPE', 'CTR-A']);
  assert.equal(rules.length, 10);
  assert.match(text, /title of CTR-A: web, db/);
  assert.match(text, /CTR-ESCAPE in db/);
  assert.match(text, /4 more kinds of faults/);
  for (const line of text.split('\n')) assert.ok(displayWidth(line) <= 80, line);
});

test('a machine without a daemon, without faults, in Chinese', () => {
  assert.match(shown(report([]), 'en', ''), /^No Docker daemon answers at vm/);
  assert.match(shown(report([])), /Nothing is wrong that could be seen/);
  const errors = [{ code: 'X', text: 'Cannot ask\u001b[31m' }];
  const text = shown(report([finding('CTR-A', 'high', 'web')], errors), 'zh-CN');
  assert.match(text, /web 的 CTR-A/);
  assert.match(text, /1 个问题没有得到回答/);
  assert.ok(!text.includes('\u001b'));
});
