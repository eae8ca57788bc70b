import { listOf, objectOf, textOf, textsOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';
import type { Path } from '../view.ts';
import type { CloudReader, ManagedCluster, Setting } from './contract.ts';
import { isOn, lookUp, rangesOf } from './lookup.ts';

/** Amazon EKS: `aws eks describe-cluster`, by the API reference of `DescribeCluster`. */
export const eks: CloudReader = {
  group: 'eks.amazonaws.com',
  printed: (object) => {
    const { arn, name } = objectOf(object['cluster']);
    return /^arn:aws[\w-]*:eks:/.test(textOf(arn) ?? '') ? (textOf(name) ?? '') : undefined;
  },
  commands: {
    auditLog: `aws eks update-cluster-config --name CLUSTER --logging '{"clusterLogging":[{"types":["audit"],"enabled":true}]}'`,
    encryptedSecrets: `aws eks associate-encryption-config --cluster-name CLUSTER --encryption-config '[{"resources":["secrets"],"provider":{"keyArn":"KEY_ARN"}}]'`,
    privateEndpoint:
      'aws eks update-cluster-config --name CLUSTER --resources-vpc-config endpointPrivateAccess=true',
    publicEndpoint:
      'aws eks update-cluster-config --name CLUSTER --resources-vpc-config endpointPublicAccess=true,publicAccessCidrs=RANGES',
  },
  read: (object, start) => {
    const look = (...names: readonly string[]): Setting<unknown> =>
      lookUp(object, start, 'cluster', ...names);
    return {
      service: 'EKS',
      ...(Object.keys(objectOf(look('resourcesVpcConfig').value)).length > 0 && {
        publicEndpoint: isOn(look('resourcesVpcConfig', 'endpointPublicAccess')),
        publicRanges: rangesOf(look('resourcesVpcConfig', 'publicAccessCidrs')),
        privateEndpoint: isOn(look('resourcesVpcConfig', 'endpointPrivateAccess')),
      }),
      auditLog: auditLog(object, look('logging', 'clusterLogging')),
      ...encryption(object, look),
    };
  },
};

function auditLog(object: JsonObject, { value, path }: Setting<unknown>): Setting<boolean> {
  const kept = listOf(value).some(
    (_, index) =>
      lookUp(object, [...path, index], 'enabled').value === true &&
      textsOf(lookUp(object, [...path, index], 'types').value).includes('audit'),
  );
  return { value: kept, path };
}

/** From Kubernetes 1.28 on, EKS encrypts everything that the API stores, with its own key or another. */
function encryption(
  object: JsonObject,
  look: (...names: readonly string[]) => Setting<unknown>,
): Pick<ManagedCluster, 'encryptedSecrets'> {
  const { value, path } = look('encryptionConfig');
  const minor = Number(/^1\.(\d{1,3})$/.exec(textOf(look('version').value) ?? '')?.[1] ?? 0);
  const chosen = listOf(value).some((_, index) => {
    const at: Path = [...path, index];
    const resources = textsOf(lookUp(object, at, 'resources').value);
    return (
      resources.includes('secrets') && lookUp(object, at, 'provider', 'keyArn').value !== undefined
    );
  });
  return { encryptedSecrets: { value: chosen || minor >= 28, path } };
}
