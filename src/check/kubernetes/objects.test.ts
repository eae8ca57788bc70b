import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openManifests } from './objects.ts';
import type { KubernetesView } from './view.ts';

function open(text: string): ReturnType<typeof openManifests> {
  return openManifests([{ path: 'k8s/all.yaml', text }]);
}

function only(text: string): KubernetesView {
  const { views, unread = [] } = open(text);
  assert.deepEqual(unread, []);
  assert.equal(views.length, 1);
  const [view] = views;
  assert.ok(view);
  return view;
}

const container = 'containers: [{ name: a, image: b }]';

test('every kind of workload shows its pod', () => {
  const template = `template: { metadata: { labels: { app: x } }, spec: { ${container} } }`;
  for (const [apiVersion, kind, spec] of [
    ['v1', 'Pod', `{ ${container} }`],
    ['apps/v1', 'Deployment', `{ ${template} }`],
    ['apps/v1', 'StatefulSet', `{ ${template} }`],
    ['apps/v1', 'DaemonSet', `{ ${template} }`],
    ['apps/v1', 'ReplicaSet', `{ ${template} }`],
    ['v1', 'ReplicationController', `{ ${template} }`],
    ['batch/v1', 'Job', `{ ${template} }`],
    ['batch/v1', 'CronJob', `{ jobTemplate: { spec: { ${template} } } }`],
    ['serving.knative.dev/v1', 'Service', `{ ${template} }`],
    ['serving.knative.dev/v1', 'Configuration', `{ ${template} }`],
    ['serving.knative.dev/v1', 'Revision', `{ ${container} }`],
    ['argoproj.io/v1alpha1', 'Rollout', `{ ${template} }`],
    ['apps.openshift.io/v1', 'DeploymentConfig', `{ ${template} }`],
    ['agents.x-k8s.io/v1alpha1', 'Sandbox', `{ podTemplate: { spec: { ${container} } } }`],
    ['keda.sh/v1alpha1', 'ScaledJob', `{ jobTargetRef: { ${template} } }`],
    ['nobody.example/v1', 'Strange', `{ ${template} }`],
  ] as const) {
    const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: x }\nspec: ${spec}\n`;
    const { pod } = only(text);
    assert.equal(pod?.containers[0]?.name, 'a', kind);
    assert.equal(pod.containers[0].path.at(-2), 'containers', kind);
  }
  const template2 = `apiVersion: v1\nkind: PodTemplate\nmetadata: { name: x }\n${template}\n`;
  assert.equal(only(template2).pod?.containers.length, 1);
});

test('what makes no pod shows none', () => {
  for (const text of [
    'apiVersion: v1\nkind: Service\nmetadata: { name: x }\nspec: { selector: { app: x } }\n',
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: x }\nspec: { template: broken }\n',
    'apiVersion: nobody.example/v1\nkind: Strange\nspec: { template: { spec: { a: 1 } } }\n',
  ]) {
    assert.equal(only(text).pod, undefined);
  }
});

test('lists and documents are flattened, and know each other', () => {
  const { views, unread } = open(`apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Pod
    metadata: { name: one, namespace: shop, labels: { app: web } }
    spec: { ${container} }
  - apiVersion: v1
    kind: Service
    metadata: { name: two, namespace: shop }
---
# nothing
---
apiVersion: v1
kind: PodList
items: [{ metadata: { name: three }, spec: { ${container} } }]
`);
  assert.deepEqual(unread, []);
  assert.deepEqual(
    views.map(({ subject }) => subject),
    ['shop/Pod/one', 'shop/Service/two', 'Pod/three'],
  );
  const [one, two] = views;
  assert.equal(two?.set.find('Pod', 'one', 'shop'), one);
  assert.equal(two?.set.find('Pod', 'one'), undefined);
  assert.deepEqual(
    two?.set.selected('shop', (labels) => labels['app'] === 'web'),
    [one],
  );
  assert.deepEqual(two?.set.ofKind('Pod').length, 2);
  assert.deepEqual(two?.set.inNamespace('default').length, 1);
  assert.equal(one?.at(['spec', 'hostPID']).file?.startLine, 7);
  assert.equal(one?.at(['metadata', 'name']).field?.pointer, '/items/0/metadata/name');
});

test('places are those of the field, or of the nearest part there is', () => {
  const view = only(
    `apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\nspec:\n  hostPID: true\n  containers:\n    - name: a\n      image: b\n`,
  );
  assert.equal(view.at(['spec', 'hostPID']).file?.startLine, 6);
  assert.equal(view.at(['spec', 'containers', 0, 'securityContext', 'x']).file?.startLine, 8);
  const text = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\nspec:\n  hostPID: ';
  assert.equal(view.entry(['spec', 'hostPID'])?.value.start.offset, text.length);
  assert.deepEqual(
    view.parts(['spec']).map(({ step }) => step),
    ['hostPID', 'containers'],
  );
});

test('what cannot be read is told with its place, and the rest is read', () => {
  const good = `apiVersion: v1\nkind: Pod\nmetadata: { name: x }\nspec: { ${container} }\n`;
  const bomb = ['a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]'];
  for (let step = 1; step <= 9; step += 1) {
    const before = String.fromCharCode(96 + step);
    const aliases = Array.from({ length: 10 }, () => `*${before}`).join(', ');
    bomb.push(`${String.fromCharCode(97 + step)}: &${String.fromCharCode(97 + step)} [${aliases}]`);
  }
  for (const [broken, code] of [
    ['a: [1\n', 'YAML_INVALID'],
    [`${bomb.join('\n')}\n`, 'YAML_INVALID'],
    ['name: chart\n', 'CHECK_KUBERNETES_OBJECT'],
    ['kind: Pod\n', 'CHECK_KUBERNETES_OBJECT'],
    ['[1, 2]\n', 'CHECK_KUBERNETES_OBJECT'],
    ['apiVersion: v1\nkind: Podd\n', 'CHECK_KUBERNETES_UNKNOWN'],
    ['apiVersion: apps/v7\nkind: Deployment\n', 'CHECK_KUBERNETES_UNKNOWN'],
    [
      'apiVersion: v1\nkind: List\nitems: [{ apiVersion: v1, kind: List, items: [] }]\n',
      'CHECK_KUBERNETES_OBJECT',
    ],
  ] as const) {
    const { views, unread = [] } = open(`${good}---\n${broken}---\n${good}`);
    assert.ok(views.length >= 2, broken.slice(0, 40));
    assert.deepEqual(
      unread.map((one) => one.code),
      [code],
    );
    assert.ok((unread[0]?.location?.file?.startLine ?? 0) >= 5, broken.slice(0, 40));
  }
});

test('a version nobody knows is told, and the object judged all the same', () => {
  const { views } = open('apiVersion: apps/v7\nkind: Deployment\nmetadata: { name: x }\n');
  assert.equal(views.length, 1);
});

test('a hundred thousand lines are read', () => {
  const pod = `---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: x\nspec:\n  containers:\n  - name: a\n    image: b\n`;
  const { views, unread } = open(pod.repeat(11_200));
  assert.deepEqual(unread, []);
  assert.equal(views.length, 11_200);
  assert.equal(views.at(-1)?.at(['spec']).file?.startLine, 100_797);
});

test('a kind of another group, or in other letters, is told and judged as what was meant', () => {
  for (const [apiVersion, kind, meant] of [
    ['v1', 'Ingress', 'Ingress'],
    ['v1', 'Deployment', 'Deployment'],
    ['rbac.authorization.k8s.io/v1', 'ClusterRolebinding', 'ClusterRoleBinding'],
  ] as const) {
    const { views, unread = [] } = open(`apiVersion: ${apiVersion}\nkind: ${kind}\n`);
    assert.deepEqual(
      unread.map(({ code }) => code),
      ['CHECK_KUBERNETES_UNKNOWN'],
    );
    assert.equal(views[0]?.kind, meant);
  }
  const { views, unread = [] } = open('apiVersion: v1\nkind: Deploiment\n');
  assert.equal(unread.length, 1);
  assert.deepEqual(views, []);
});

test('custom resources that no rule reads are told, and leave the report complete', () => {
  const object = (apiVersion: string, kind: string, rest = ''): string =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a }\n${rest}`;
  const rows: readonly (readonly [text: string, kinds: string | undefined])[] = [
    [object('cert-manager.io/v1', 'Certificate'), 'Certificate.cert-manager.io'],
    [
      object('argoproj.io/v1alpha1', 'Rollout', `spec: { template: { spec: { ${container} } } }\n`),
      undefined,
    ],
    [object('cilium.io/v2', 'CiliumNetworkPolicy'), undefined],
    [object('apps/v1', 'Deployment'), undefined],
  ];
  for (const [text, kinds] of rows) {
    const { unread = [], notes = [] } = open(text);
    assert.deepEqual(unread, []);
    assert.equal(notes[0]?.params['kinds'], kinds);
  }
  const many = Array.from({ length: 30 }, (_, at) => object(`g${at}.example/v1`, 'Thing'));
  const { notes = [] } = open(many.join('---\n'));
  assert.equal(notes[0]?.params['count'], 30);
  assert.ok(notes[0].text.endsWith(' …'));
});
