import { listOf, objectOf } from '../../../formats/json-values.ts';
import { isSet } from '../fields.ts';
import type { PodSecurityCheck } from './contract.ts';

const allowed = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** Volumes come from the cluster, not from a node or a storage server directly. */
export const restrictedVolumes: PodSecurityCheck = {
  id: 'restrictedVolumes',
  level: 'restricted',
  since: 0,
  overrides: 'hostPathVolumes',
  violations: ({ spec, path }) =>
    listOf(spec['volumes']).flatMap((item, index) => {
      const volume = objectOf(item);
      if (allowed.some((type) => isSet(volume[type]))) return [];
      // A volume of no type is an emptyDir.
      const type = Object.keys(volume).find((key) => key !== 'name');
      if (type === undefined) return [];
      const at = [...path, 'spec', 'volumes', index, type];
      return [{ path: at, text: `the volume is of type ${type}` }];
    }),
};
