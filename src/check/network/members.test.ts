import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from '../../../test/kit/check.ts';
import { runnable } from '../run.ts';
import { networkFamily } from './family.ts';
import { domainOf, isPublic, sensitivity } from './members.ts';
import { networkView } from './view.ts';
import type { NetworkMember } from './view.ts';

const member = (fields: Partial<NetworkMember>): NetworkMember => ({
  name: 'x',
  image: '',
  labels: {},
  exposed: [],
  published: [],
  ...fields,
});

test('what holds data is known by label, image or port', () => {
  const rows: [Partial<NetworkMember>, boolean][] = [
    [{ image: 'docker.io/library/postgres:16' }, true],
    [{ image: 'bitnami/valkey' }, true],
    [{ exposed: ['27017/tcp'] }, true],
    [{ labels: { 'plimsoll.sensitive': 'true' } }, true],
    [{ image: 'postgres', labels: { 'plimsoll.sensitive': 'false' } }, false],
    [{ image: 'nginx', exposed: ['80/tcp'] }, false],
    [{ image: 'shop/default' }, false],
  ];
  for (const [fields, wanted] of rows)
    assert.equal(sensitivity(member(fields)) !== undefined, wanted, JSON.stringify(fields));
});

test('the loopback is not the world', () => {
  for (const address of ['127.0.0.1:80', '127.0.0.53:80', '[::1]:80'])
    assert.equal(isPublic(member({ published: [address] })), false, address);
  for (const address of ['0.0.0.0:80', '[::]:80', '10.0.0.4:80'])
    assert.equal(isPublic(member({ published: [address] })), true, address);
});

test('the plainest label names the domain', () => {
  const labels = { 'com.docker.compose.project': 'shop', 'plimsoll.domain': 'payment' };
  assert.equal(domainOf(member({ labels })), 'payment');
  assert.equal(domainOf(member({ labels: { other: 'x' } })), undefined);
});

test('what docker network inspect prints is a list of networks', () => {
  const text = JSON.stringify([
    { Name: 'a', Driver: 'overlay', Scope: 'swarm', Containers: { c1: { Name: 'web' } } },
    { Name: 'b', Driver: 'bridge' },
  ]);
  const { faults, subjects } = judge(runnable(networkFamily), { 'n.json': text });
  assert.equal(subjects, 2);
  assert.deepEqual(
    faults.map(({ rule, subject }) => [rule.id, subject]),
    [['NET-OVERLAY-PLAIN', 'a']],
  );
  assert.equal(networkView({ Name: 'a' }), undefined);
});
