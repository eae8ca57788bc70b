import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { needsShared, sharedPath } from '../../../test/kit/outside.ts';
import { families } from '../index.ts';
import { runnable } from '../run.ts';
import { apparmor } from './apparmor-family.ts';

const family = runnable(apparmor);
const row = families.find(({ id }) => id === 'apparmor');

/** Rule and line of every fault. */
function judge(text: string): readonly string[] {
  const around = { read: () => undefined, list: () => [] };
  const files = [{ path: 'a.apparmor', text }];
  const { faults, unread } = family.run({ files, around, wants: () => true });
  assert.deepEqual(unread, []);
  return faults.map(({ rule, fault }) => `${rule.id}:${fault.at.file?.startLine}`).toSorted();
}

const goldens = 'cases/posture/moby-profiles/apparmor.jsonl';

test("Docker's own profiles are as strict as docker-default", needsShared(goldens), () => {
  for (const line of readFileSync(sharedPath(goldens), 'utf8').trim().split('\n')) {
    const { expectText } = JSON.parse(line) as { expectText: string };
    assert.deepEqual(judge(expectText), []);
    assert.equal(row?.holds?.(expectText), true);
  }
});

test('each rule of a profile is judged at its line, children too', () => {
  const text =
    'profile a {\n  mount,\n  deny remount,\n  profile b flags=(complain) {\n    all,\n  }\n}\n';
  assert.deepEqual(judge(text), [
    'PROF-APPARMOR-LINT:2',
    'PROF-APPARMOR-LINT:5',
    'PROF-APPARMOR-MODE:4',
  ]);
});

test('writing everywhere is as strict as docker-default only with every deny rule', () => {
  const text = (rules: string): string => `profile a {\n  file,\n${rules}}\n`;
  assert.deepEqual(judge(text('  deny /proc/** w,\n  deny /sys/** w,\n')), []);
  assert.deepEqual(judge(text('  deny /proc/** w,\n')), ['PROF-APPARMOR-LINT:2']);
  assert.deepEqual(judge(text('  deny /proc/** r,\n  deny /sys/** r,\n')), [
    'PROF-APPARMOR-LINT:2',
  ]);
});

test('profiles are told from other files by name and text', () => {
  const takes = (path: string, text: string): boolean =>
    row?.named(path) === true && row.holds?.(text) === true;
  const text = 'profile a {\n}\n';
  for (const path of [
    'etc/apparmor.d/usr.bin.shop',
    'shop.apparmor',
    'profiles/apparmor/shop',
    'docker-shop',
  ])
    assert.equal(takes(path, text), true, path);
  for (const path of ['README.md', 'apparmor.go', 'src/profile.ts', 'docker-compose.yml'])
    assert.equal(takes(path, text), false, path);
  assert.equal(takes('shop.apparmor', 'a text about a profile {\n'), false);
});
