import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { CloudReader, Setting } from './contract.ts';
import { isOn, lookUp, rangesOf } from './lookup.ts';

/**
 * Azure AKS: `az aks show`, and the managed cluster of the REST interface, which keeps everything
 * below `properties`.
 */
export const aks: CloudReader = {
  group: 'management.azure.com',
  printed: (object) =>
    /^\/subscriptions\/[^/]+\/.*\/managedClusters\/[^/]+$/i.test(textOf(object['id']) ?? '')
      ? (textOf(object['name']) ?? '')
      : undefined,
  commands: {
    directoryRoles: 'az aks update -g GROUP -n CLUSTER --enable-azure-rbac',
    encryptedSecrets:
      'az aks update -g GROUP -n CLUSTER --enable-azure-keyvault-kms --azure-keyvault-kms-key-id KEY',
    networkPolicies: 'az aks update -g GROUP -n CLUSTER --network-policy cilium',
    publicEndpoint: 'az aks update -g GROUP -n CLUSTER --api-server-authorized-ip-ranges RANGES',
  },
  read: (object, start) => {
    const { path } = lookUp(object, start, 'properties');
    const look = (...names: readonly string[]): Setting<unknown> => lookUp(object, path, ...names);
    const pools = look('agentPoolProfiles');
    const policy = look('networkProfile', 'networkPolicy');
    const closed =
      look('apiServerAccessProfile', 'enablePrivateCluster').value === true ||
      look('publicNetworkAccess').value === 'Disabled' ||
      objectOf(look('privateEndpoint').value)['id'] !== undefined;
    return {
      service: 'AKS',
      publicEndpoint: { value: !closed, path: look('apiServerAccessProfile').path },
      publicRanges: rangesOf(look('apiServerAccessProfile', 'authorizedIPRanges')),
      privateNodes: {
        value: !listOf(pools.value).some((pool) => objectOf(pool)['enableNodePublicIP'] === true),
        path: pools.path,
      },
      rbac: { value: look('enableRBAC').value !== false, path: look('enableRBAC').path },
      directoryRoles: isOn(look('aadProfile', 'enableAzureRBAC')),
      encryptedSecrets: isOn(look('securityProfile', 'azureKeyVaultKms', 'enabled')),
      networkPolicies: {
        value:
          !['', 'none'].includes(textOf(policy.value) ?? '') ||
          look('networkProfile', 'networkDataplane').value === 'cilium',
        path: policy.path,
      },
    };
  },
};
