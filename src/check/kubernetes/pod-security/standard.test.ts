import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openManifests } from '../objects.ts';
import { checksOf, minorOf, podSecurityViolations } from './standard.ts';

test('a version names a minor one, and what is newer counts as the newest', () => {
  for (const [version, minor] of [
    ['latest', 37],
    ['v1.0', 0],
    ['1.30', 30],
    ['v1.99', 37],
    ['v2.0', undefined],
    ['1', undefined],
    ['', undefined],
  ] as const) {
    assert.equal(minorOf(version), minor, version);
  }
});

test('stricter checks take the place of those of baseline', () => {
  const ids = (level: 'baseline' | 'restricted', minor: number): string[] =>
    checksOf(level, minor).map(({ id }) => id);
  assert.ok(ids('baseline', 22).includes('capabilities_baseline'));
  assert.ok(!ids('baseline', 37).some((id) => id.endsWith('_restricted')));
  assert.ok(!ids('restricted', 22).includes('capabilities_baseline'));
  assert.ok(ids('restricted', 21).includes('capabilities_baseline'));
  assert.ok(!ids('baseline', 33).includes('hostProbesAndHostLifecycle'));
  assert.ok(ids('baseline', 34).includes('hostProbesAndHostLifecycle'));
});

test('pods of user namespaces and of Windows are judged as each version says', () => {
  const judged = (spec: string, minor: number): string[] => {
    const text = `apiVersion: v1\nkind: Pod\nmetadata: { name: x }\nspec: ${spec}\n`;
    const [view] = openManifests([{ path: 'pod.yaml', text }]).views;
    assert.ok(view?.pod);
    return podSecurityViolations(view.pod, 'restricted', minor).map(({ check }) => check.id);
  };
  const users = `{ hostUsers: false, containers: [{ name: a, securityContext: { runAsUser: 0, procMount: Unmasked } }] }`;
  assert.ok(judged(users, 34).includes('runAsUser'));
  assert.ok(!judged(users, 35).includes('runAsUser'));
  assert.ok(!judged(users, 35).includes('runAsNonRoot'));
  assert.ok(judged(users, 35).includes('procMount_restricted'));
  const windows = `{ os: { name: windows }, securityContext: { runAsNonRoot: true }, containers: [{ name: a }] }`;
  assert.ok(judged(windows, 24).includes('capabilities_restricted'));
  assert.deepEqual(judged(windows, 25), []);
  const sysctl = `{ os: { name: windows }, securityContext: { runAsNonRoot: true, sysctls: [{ name: net.ipv4.tcp_rmem, value: '1' }] }, containers: [] }`;
  assert.deepEqual(judged(sysctl, 31), ['sysctls']);
  assert.deepEqual(judged(sysctl, 32), []);
});
