import { objectOf, textOf } from '../../../formats/json-values.ts';
import { valueAt } from '../workloads.ts';
import type { PodSecurityCheck } from './contract.ts';

const places = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
].flatMap((handler) => [
  [...handler, 'httpGet'],
  [...handler, 'tcpSocket'],
]);

/** The kubelet's probes and hooks reach no other host than the pod itself. */
export const hostProbesAndHostLifecycle: PodSecurityCheck = {
  id: 'hostProbesAndHostLifecycle',
  level: 'baseline',
  since: 34,
  violations: ({ containers }) =>
    containers.flatMap(({ spec, path }) =>
      places.flatMap((place) => {
        const host = textOf(objectOf(valueAt(spec, place))['host']);
        if (host === undefined) return [];
        return [{ path: [...path, ...place, 'host'], text: `the host is "${host}"; wanted none` }];
      }),
    ),
};
