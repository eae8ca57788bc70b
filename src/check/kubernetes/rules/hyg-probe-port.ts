import { listOf, objectOf } from '../../../formats/json-values.ts';
import { integerOf, isSet, shown } from '../fields.ts';
import { eachContainer } from '../judge.ts';
import { podWith } from '../examples.ts';
import { valueAt } from '../workloads.ts';
import type { KubernetesRule } from '../rule.ts';

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'];

/** Probes ask ports that the container names. */
export const probePort: KubernetesRule = {
  id: 'HYG-PROBE-PORT',
  aliases: {
    'kube-linter': ['liveness-port', 'readiness-port', 'startup-port', 'invalid-target-ports'],
    kyverno: ['validate-probes', 'deny-commands-in-exec-probe'],
  },
  severity: 'low',
  level: 'strict',
  family: 'probes',
  title: {
    en: 'A probe asks a port that the container does not name',
    'zh-CN': '探针访问容器未声明的端口',
  },
  message: {
    en: 'A probe of container "{container}" asks port {port}, which it does not name',
    'zh-CN': '容器 "{container}" 的探针访问未声明的端口 {port}',
  },
  why: {
    en: 'The probe never succeeds, and the pod is restarted or gets no traffic.',
    'zh-CN': '探针永远失败，Pod 会被反复重启或收不到流量。',
  },
  advice: {
    en: 'Name the port among the container’s ports, or correct the probe.',
    'zh-CN': '在容器 ports 中声明该端口或更正探针。',
  },
  references: [
    'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  ],
  bad: [
    podWith({
      container: 'ports: [{ containerPort: 80 }]\nlivenessProbe: { httpGet: { port: 81 } }',
    }),
  ],
  good: [
    podWith({
      container:
        'ports: [{ name: web, containerPort: 80 }]\nlivenessProbe: { httpGet: { port: web } }',
    }),
    podWith({ container: 'livenessProbe: { httpGet: { port: 81 } }' }),
  ],
  check: (view, answer) => {
    eachContainer(view, answer, ({ spec, path }) => {
      const ports = listOf(spec['ports']).map(objectOf);
      const known = new Set(
        ports.flatMap((port) => [shown(port['name']), shown(port['containerPort'])]),
      );
      return probes.flatMap((probe) =>
        ['httpGet', 'tcpSocket', 'grpc'].flatMap((action) => {
          const port = valueAt(spec, [probe, action, 'port']);
          if (!isSet(port) || known.has(shown(port))) return [];
          // A number need not be declared; where others are, it is likely a slip.
          if (ports.length === 0 && integerOf(port) !== undefined) return [];
          return [{ path: [...path, probe, action, 'port'], params: { port: shown(port) } }];
        }),
      );
    });
  },
};
