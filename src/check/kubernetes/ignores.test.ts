import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openManifests } from './objects.ts';

const manifest = `apiVersion: v1
kind: Pod
metadata:
  name: a
  annotations:
    ignore-check.kube-linter.io/privileged-container: the node agent
    checkov.io/skip1: CKV_K8S_16=the node agent
    polaris.fairwinds.com/runAsPrivileged-exempt: "true"
    polaris.fairwinds.com/hostPIDSet-exempt: "no"
    other.example/ignore: x
spec:
  # plimsoll ignore=K8S-HOSTPID it watches processes
  hostPID: true
  hostNetwork: true # trivy:ignore:KSV-0009
  # plimsoll ignore=K8S-PRIVESC
  containers:
  - name: a # not a word of ours
    image: a
---
# checkov:skip=CKV_K8S_1:second
apiVersion: v1
kind: Pod
metadata: {name: b}
`;

test('comments and annotations leave out what they name, where they stand', () => {
  const { ignores = [], unread } = openManifests([{ path: 'm.yaml', text: manifest }]);
  assert.deepEqual(unread, []);
  assert.deepEqual(
    ignores.map(
      ({ origin, ids, lines, line, reason }) =>
        `${line}: ${origin} ${ids.join()} ${lines?.first}-${lines?.last} ${reason}`,
    ),
    [
      '12: plimsoll K8S-HOSTPID 13-13 it watches processes',
      '14: trivy KSV-0009 14-14 ',
      '15: plimsoll K8S-PRIVESC 16-18 ',
      '20: checkov CKV_K8S_1 19-24 second',
      '6: kube-linter privileged-container 1-18 the node agent',
      '7: checkov CKV_K8S_16 1-18 the node agent',
      '8: polaris runAsPrivileged 1-18 ',
    ],
  );
});
