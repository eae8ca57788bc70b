import assert from 'node:assert/strict';
import { test } from 'node:test';
import { familyOf, judge } from '../../../../test/kit/check.ts';

const family = await familyOf('kubernetes');

const configuration = (address: string): string => `apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
metricsBindAddress: ${address}
`;
const inMap = (address: string): string => `apiVersion: v1
kind: ConfigMap
metadata: { name: kube-proxy, namespace: kube-system }
data:
  config.conf: |-
${configuration(address).replaceAll(/^(?=.)/gm, '    ')}`;

const cases: readonly (readonly [address: string, bad: boolean])[] = [
  ['0.0.0.0:10249', true],
  ['"[::]:10249"', true],
  ['10.0.0.1:10249', true],
  ['127.0.0.1:10249', false],
  ['127.0.0.1.example.com:10249', true],
  ['"[::1]:10249"', false],
  ['localhost:10249', false],
  ['""', false],
];

test('metrics of kube-proxy, in a configuration and in the ConfigMap that holds one', () => {
  for (const [address, bad] of cases) {
    for (const text of [configuration(address), inMap(address)]) {
      const { faults } = judge(family, { 'proxy.yaml': text });
      const found = faults.some(({ rule }) => rule.id === 'PRX-METRICS');
      assert.equal(found, bad, text);
    }
  }
});
