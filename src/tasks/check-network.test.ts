import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { CheckError } from '../check/errors.ts';
import { compareNetworks, explainNetwork, listNetwork } from './check-network.ts';

const workload = (name: string, port: number): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: main, image: registry.example/${name}:1, ports: [{ containerPort: ${port} }] }] }
`;
const policy = (port: number): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db, namespace: shop }
spec:
  podSelector: { matchLabels: { app: db } }
  policyTypes: [Ingress, Egress]
  ingress:
    - from: [{ podSelector: { matchLabels: { app: front } } }]
      ports: [{ protocol: TCP, port: ${port} }]
`;
const manifest = (port: number): string =>
  [workload('front', 8080), workload('db', 5432), policy(port)].join('---');

function inFolder(files: Readonly<Record<string, string>>, use: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-network-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('the list tells connections, what is left open, and what no policy selects', () => {
  inFolder({ 'shop.yaml': manifest(5432), 'values.yaml': 'kind: no object\n' }, (folder) => {
    const { answer, unread } = listNetwork([folder]);
    assert.deepEqual(unread, []);
    const [pods] = answer;
    assert.deepEqual(
      pods?.connections.map(({ from, to, ports }) => `${from} > ${to}: ${ports}`),
      [
        '0.0.0.0-255.255.255.255 > shop/front[Deployment]: all',
        'shop/front[Deployment] > 0.0.0.0-255.255.255.255: all',
        'shop/front[Deployment] > shop/db[Deployment]: TCP 5432',
      ],
    );
    assert.deepEqual(pods.unprotected, [
      { workload: 'shop/front[Deployment]', directions: ['ingress', 'egress'] },
    ]);
    assert.ok(pods.open.every((one) => one.workload === 'shop/front[Deployment]'));
  });
});

test('an edge is explained with the policy, its rule and its line', () => {
  inFolder({ 'shop.yaml': manifest(5432) }, (folder) => {
    const asked = (to: string) => explainNetwork([folder], 'front', to).answer.rulings;
    const [allowed, ...none] = asked('shop/db:5432');
    assert.deepEqual(none, []);
    assert.equal(allowed?.allowed, true);
    assert.deepEqual(allowed.ingress.reasons, [
      {
        kind: 'NetworkPolicy',
        name: 'shop/db',
        rule: '#1',
        effect: 'allows',
        place: `${join(folder, 'shop.yaml')}:25`,
      },
    ]);
    const [denied] = asked('db:5432/udp');
    assert.equal(denied?.allowed, false);
    assert.equal(denied.ingress.reasons[0]?.effect, 'ports');
    assert.equal(asked('db').length, 2);
    const outside = explainNetwork([folder], '192.0.2.1', 'db').answer.rulings;
    assert.equal(outside[0]?.ingress.reasons[0]?.effect, 'none');
    assert.equal(
      explainNetwork([folder], 'front', '[2001:db8::1]:53').answer.rulings[0]?.allowed,
      true,
    );
  });
});

test('two sets are compared pair by pair and piece by piece', () => {
  const open = manifest(5432).replace(
    'from: [{ podSelector',
    "from: [{ ipBlock: { cidr: 10.0.0.0/8, except: ['10.1.0.0/16'] } }, { podSelector",
  );
  inFolder({ 'a.yaml': manifest(5432), 'b.yaml': open, 'c.yaml': manifest(5433) }, (folder) => {
    const at = (name: string) => join(folder, name);
    const said = (a: string, b: string) =>
      compareNetworks([at(a)], at(b)).answer.map(
        ({ from, to, before, after }) => `${from} > ${to}: ${before ?? '-'} ${after ?? '-'}`,
      );
    assert.deepEqual(said('a.yaml', 'a.yaml'), []);
    assert.deepEqual(said('a.yaml', 'c.yaml'), [
      'shop/front[Deployment] > shop/db[Deployment]: TCP 5432 TCP 5433',
    ]);
    assert.deepEqual(said('a.yaml', 'b.yaml'), [
      '10.0.0.0-10.0.255.255 > shop/db[Deployment]: - TCP 5432',
      '10.2.0.0-10.255.255.255 > shop/db[Deployment]: - TCP 5432',
    ]);
  });
});

test('unknown ends, empty folders and broken files are told', () => {
  inFolder({ 'a.yaml': `${manifest(1)}---\napiVersion: v1\nkind: [\n`, 'b.txt': '' }, (folder) => {
    assert.equal(listNetwork([folder]).unread.length, 1);
    const codeOf = (run: () => unknown): string | undefined => {
      try {
        run();
        return undefined;
      } catch (error) {
        return error instanceof CheckError ? error.code : String(error);
      }
    };
    assert.equal(
      codeOf(() => explainNetwork([folder], 'nobody', 'db')),
      'CHECK_NETWORK_END',
    );
    assert.equal(
      codeOf(() => listNetwork([join(folder, 'b.txt')])),
      'CHECK_NETWORK_EMPTY',
    );
    assert.equal(
      codeOf(() => listNetwork([join(folder, 'none')])),
      'CHECK_NETWORK_EMPTY',
    );
  });
});
