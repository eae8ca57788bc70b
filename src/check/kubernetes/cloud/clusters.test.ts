import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyOf, judge } from '../../../../test/kit/check.ts';
import { families } from '../../index.ts';
import { aksCluster, eksCluster, gkeCluster } from './examples.ts';

const family = await familyOf('kubernetes');
const row = families.find(({ id }) => id === 'kubernetes');

/** `RULE pointer:line` of every fault, sorted. */
function told(text: string, path = 'cluster.json'): readonly string[] {
  const { faults, unread } = judge(family, { [path]: text });
  assert.deepEqual(unread, []);
  return faults
    .map(({ rule, fault: { at } }) => `${rule.id} ${at.field?.pointer}:${at.file?.startLine}`)
    .toSorted();
}

test('what the programs of clouds print is judged, with its places', () => {
  const open =
    '"resourcesVpcConfig": {\n  "endpointPublicAccess": true,\n  "endpointPrivateAccess": true }';
  assert.deepEqual(told(eksCluster(open)), [
    'API-MANAGED /cluster/resourcesVpcConfig/endpointPublicAccess:7',
    'AUD-POLICY /cluster:2',
  ]);
  assert.deepEqual(told(gkeCluster('loggingService: none'), 'cluster.yaml'), [
    'API-ENCRYPT :1',
    'API-MANAGED :1',
    'API-MANAGED :1',
    'AUD-POLICY /loggingService:3',
    'NP-CNI :1',
  ]);
  assert.deepEqual(told(aksCluster('"enableRBAC": false')), [
    'API-AUTHZ-RBAC /enableRBAC:4',
    'API-ENCRYPT :1',
    'API-MANAGED :1',
    'NP-CNI :1',
    'RBAC-CLOUD-IAM :1',
  ]);
});

test('a cluster of each cloud that is set up well has no finding', () => {
  const clusters = [
    eksCluster(`"resourcesVpcConfig": { "endpointPublicAccess": false, "endpointPrivateAccess": true },
      "logging": { "clusterLogging": [{ "types": ["api", "audit"], "enabled": true }] }`),
    aksCluster(`"apiServerAccessProfile": { "enablePrivateCluster": true },
      "enableRBAC": true,
      "aadProfile": { "enableAzureRbac": true },
      "securityProfile": { "azureKeyVaultKms": { "enabled": true } },
      "networkProfile": { "networkPolicy": "cilium" }`),
    gkeCluster(`privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: true }
loggingService: logging.googleapis.com/kubernetes
databaseEncryption: { state: ENCRYPTED, keyName: projects/shop/locations/eu/keyRings/a/cryptoKeys/b }
networkConfig: { datapathProvider: ADVANCED_DATAPATH }`),
  ];
  for (const text of clusters) assert.deepEqual(told(text), []);
});

test('the encryption of EKS counts by version, and by the spelling of any program', () => {
  const wrapped = (data: unknown): string =>
    JSON.stringify({
      apiVersion: 'eks.amazonaws.com/v1',
      kind: 'ClusterDescribe',
      metadata: { name: 'shop' },
      data,
    });
  const key = [{ Resources: ['secrets'], Provider: { KeyArn: 'arn:aws:kms:a:1:key/b' } }];
  const cases: readonly (readonly [data: unknown, bad: boolean])[] = [
    [{ Cluster: { Version: '1.27', EncryptionConfig: null } }, true],
    [{ Cluster: { Version: '1.27', EncryptionConfig: key } }, false],
    [{ Cluster: { Version: '1.28', EncryptionConfig: null } }, false],
    [{ cluster: { version: '1.27', encryptionConfig: [{ resources: ['secrets'] }] } }, true],
  ];
  for (const [data, bad] of cases) {
    const found = told(wrapped(data)).some((one) => one.startsWith('API-ENCRYPT'));
    assert.equal(found, bad, JSON.stringify(data));
  }
});

test('the family reads what clouds print, and no template or state that names a cluster', () => {
  const eks = eksCluster('"status": "ACTIVE"');
  const gke = gkeCluster('status: RUNNING');
  const rows: readonly (readonly [text: string, held: boolean])[] = [
    [eks, true],
    [eks.replaceAll(/\s+/g, ''), true],
    [aksCluster('"location": "westeurope"'), true],
    [gke, true],
    ['{"resources":[{"type":"Microsoft.ContainerService/managedClusters","name":"a"}]}', false],
    [`{"terraform_version":"1.9.0","values":${eks}}`, false],
    ['{"id":"/subscriptions/0/providers/Microsoft.Network/virtualNetworks/a"}', false],
    ['[{"id":"/subscriptions/0/providers/x/managedClusters/shop"}]', false],
    ['{"value":[{"id":"/subscriptions/0/providers/x/managedClusters/shop"}]}', false],
    ['{"id":"/subscriptions/0/providers/x/managedClusters/shop"', false],
    ['{"id":"/subscriptions/0/providers/x/managedClusters/shop/agentPools/a"}', false],
    ['selfLink: https://container.googleapis.com/v1/p/clusters/shop/nodePools/a\n', false],
    ['cluster: shop\nname: shop\n', false],
  ];
  for (const [text, held] of rows) assert.equal(row?.holds?.(text), held, text);
});
