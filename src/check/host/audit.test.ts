import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../../../test/kit/check.ts';
import { runnable } from '../run.ts';
import { auditRule, auditRulesOf, execRules, isScoped, watches } from './audit.ts';
import { hostFamily } from './family.ts';
import { restrictingRules } from './firewall.ts';

test('audit rules in both spellings', () => {
  const rows: [string, string, string, boolean][] = [
    ['-w /etc/docker/ -p wa -k docker', '/etc/docker', 'docker', true],
    ['-a always,exit -F path=/usr/bin/runc -F perm=x -F key=d', '/usr/bin/runc', 'd', true],
    ['-a exit,always -F dir=/etc -k d', '/etc', 'd', true],
    ['-a never,exit -F path=/etc/docker', '/etc/docker', '', false],
  ];
  for (const [line, path, key, records] of rows) {
    const rule = auditRule(line);
    assert.deepEqual([rule?.path, rule?.key, rule?.records], [path, key, records], line);
  }
  for (const line of ['', '# -w /etc', '-D', '-b 8192', '-e 2', 'No rules'])
    assert.equal(auditRule(line), undefined, line);
});

test('a watch covers the folder and what is below, and nothing beside it', () => {
  const rules = auditRulesOf(['-w /etc/docker -k d', '-a never,exit -F dir=/run']);
  assert.ok(watches(rules, '/etc/docker'));
  assert.ok(watches(rules, '/etc/docker/daemon.json'));
  assert.ok(!watches(rules, '/etc/docker-registry'));
  assert.ok(!watches(rules, '/run/docker.sock'));
});

test('rules for program starts, with and without a scope', () => {
  const scoped = (line: string): boolean[] => execRules(auditRulesOf([line])).map(isScoped);
  assert.deepEqual(scoped('-a always,exit -F arch=b64 -S execve -k x'), [false]);
  assert.deepEqual(scoped('-a always,exit -F arch=b64 -S execve,execveat -F uid>=100000 -k x'), [
    true,
  ]);
  assert.deepEqual(scoped('-a always,exit -F arch=b64 -S all -F exe=/usr/bin/runc'), [true]);
  assert.deepEqual(scoped('-a always,exit -S openat -F uid=0'), []);
  assert.deepEqual(scoped('-a never,exit -S execve'), []);
});

test('only rules that drop restrict', () => {
  assert.deepEqual(restrictingRules(['-N DOCKER-USER', '-A DOCKER-USER -j RETURN']), []);
  assert.equal(restrictingRules(['-A DOCKER-USER -i eth0 -j REJECT --reject-with x']).length, 1);
  assert.equal(restrictingRules(['ip saddr != 10.0.0.0/8 counter drop']).length, 1);
});

test('each item of the benchmark has its own line and its own alias', () => {
  const file = (mode: string) => ({ value: { mode, user: 'root', group: 'root' } });
  const text = JSON.stringify({
    files: {
      '/etc/docker': file('0777'),
      '/etc/docker/daemon.json': { unread: 'EACCES' },
      '/etc/default/docker': file('0644'),
    },
  });
  const { faults, results } = judge(runnable(hostFamily), { 'host.json': text });
  const found = faults.filter(({ rule }) => rule.id === 'DMN-FILES');
  assert.deepEqual(
    found.map(({ fault }) => fault.aliases),
    [{ 'docker-bench': ['3.6'] }],
  );
  const evidence =
    results.find(({ rule }) => rule.id === 'DMN-FILES')?.evidence.map(({ en }) => en) ?? [];
  for (const line of [
    '3.5 pass: /etc/docker root:root',
    '3.6 fail: /etc/docker: 0777, wanted 0755 or stricter',
    '3.17 could-not-read: /etc/docker/daemon.json EACCES',
    '3.20 pass: /etc/default/docker 0644',
    '3.21 not-applicable: /etc/sysconfig/docker is not there',
  ])
    assert.ok(evidence.includes(line), line);
  assert.equal(new Set(evidence.map((line) => line.split(' ')[0])).size, 24);
});
