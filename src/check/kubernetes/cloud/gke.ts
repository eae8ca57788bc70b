import { listOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { CloudReader, ManagedCluster, Setting } from './contract.ts';
import { isEverything, isOn, lookUp } from './lookup.ts';

/** Google GKE: `gcloud container clusters describe`, by the reference of `projects.locations.clusters`. */
export const gke: CloudReader = {
  group: 'container.googleapis.com',
  printed: (object) =>
    /^https:\/\/container\.googleapis\.com\/[^?#]*\/clusters\/[^/]+$/.test(
      textOf(object['selfLink']) ?? '',
    )
      ? (textOf(object['name']) ?? '')
      : undefined,
  commands: {
    auditLog: 'gcloud container clusters update CLUSTER --logging=SYSTEM,WORKLOAD,API_SERVER',
    encryptedSecrets: 'gcloud container clusters update CLUSTER --database-encryption-key KEY',
    networkPolicies: 'gcloud container clusters update CLUSTER --enable-network-policy',
    publicEndpoint:
      'gcloud container clusters update CLUSTER --enable-master-authorized-networks --master-authorized-networks RANGES',
    rbac: 'gcloud container clusters update CLUSTER --no-enable-legacy-authorization',
  },
  read: (object, start) => {
    const look = (...names: readonly string[]): Setting<unknown> => lookUp(object, start, ...names);
    const state = look('databaseEncryption', 'state');
    const logging = look('loggingService');
    return {
      service: 'GKE',
      publicEndpoint: {
        value: look('privateClusterConfig', 'enablePrivateEndpoint').value !== true,
        path: look('privateClusterConfig', 'enablePrivateEndpoint').path,
      },
      publicRanges: authorized(object, look('masterAuthorizedNetworksConfig')),
      privateNodes: isOn(look('privateClusterConfig', 'enablePrivateNodes')),
      // ABAC of old clusters grants beside RBAC.
      rbac: {
        value: look('legacyAbac', 'enabled').value !== true,
        path: look('legacyAbac', 'enabled').path,
      },
      auditLog: { value: logging.value !== 'none', path: logging.path },
      // Names in the REST interface, numbers in what Go programs make of it: 1 and 3 are the encrypted ones.
      encryptedSecrets: {
        value: ['ENCRYPTED', 'ALL_OBJECTS_ENCRYPTION_ENABLED', 1, 3].includes(
          state.value as string | number,
        ),
        path: state.path,
      },
      networkPolicies: networkPolicies(look),
    };
  },
};

/** Networks that may use the public address; anybody when the list is not in use. */
function authorized(
  object: JsonObject,
  { path }: Setting<unknown>,
): NonNullable<ManagedCluster['publicRanges']> {
  if (lookUp(object, path, 'enabled').value !== true) return { value: 'anybody', path };
  const blocks = lookUp(object, path, 'cidrBlocks');
  const ranges = listOf(blocks.value).flatMap((_, index) => {
    const range = textOf(lookUp(object, [...blocks.path, index], 'cidrBlock').value);
    return range === undefined ? [] : [range];
  });
  return { value: ranges.some(isEverything) ? 'anybody' : ranges, path: blocks.path };
}

/** Calico by the add-on, or Dataplane V2, which enforces them itself (`ADVANCED_DATAPATH`, 2). */
function networkPolicies(
  look: (...names: readonly string[]) => Setting<unknown>,
): Setting<boolean> {
  const enabled = look('networkPolicy', 'enabled');
  const path = look('networkConfig', 'datapathProvider');
  const advanced = ['ADVANCED_DATAPATH', 2].includes(path.value as string | number);
  return { value: enabled.value === true || advanced, path: enabled.path };
}
