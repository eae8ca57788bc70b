import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openManifests } from '../kubernetes/objects.ts';
import { allows, rbacOf } from './model.ts';
import { pathFromAll, pathText, pathToAdmin } from './paths.ts';

const role = (name: string, rules: string, kind = 'ClusterRole', more = ''): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: { name: ${name}${kind === 'Role' ? ', namespace: shop' : ''}${more} }
rules: ${rules}
`;
const bind = (role: string, subject: string, scope?: string): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${scope === undefined ? 'ClusterRoleBinding' : 'RoleBinding'}
metadata: { name: ${role}-binding${scope === undefined ? '' : `, namespace: ${scope}`} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role} }
subjects: [${subject}]
`;
const jane = '{ kind: User, name: jane, apiGroup: rbac.authorization.k8s.io }';
const account = (name: string, namespace: string): string =>
  `{ kind: ServiceAccount, name: ${name}, namespace: ${namespace} }`;

function pathOf(subject: string, ...documents: string[]): string | undefined {
  const { views, unread } = openManifests([{ path: 'rbac.yaml', text: documents.join('---\n') }]);
  assert.deepEqual(unread, []);
  const [view] = views;
  assert.ok(view !== undefined);
  const steps = pathToAdmin(view.set, subject);
  return steps === undefined || steps === 'unknown' ? steps : pathText(steps).en;
}

const pods = "[{ apiGroups: [''], resources: [pods], verbs: [create] }]";
const tokens = "[{ apiGroups: [''], resources: [serviceaccounts/token], verbs: [create] }]";

test('a chain over service accounts is told step by step', () => {
  const path = pathOf(
    'User jane',
    role('runner', pods),
    role('issuer', tokens),
    bind('runner', jane, 'shop'),
    bind('issuer', account('build', 'shop')),
    bind('cluster-admin', account('helm', 'tools')),
  );
  assert.equal(
    path,
    'User jane can create pods in shop that run as ServiceAccount shop/build, and ServiceAccount shop/build can request a token of ServiceAccount tools/helm',
  );
});

test('a ClusterRole given by a RoleBinding stays in its namespace', () => {
  const admin = bind('cluster-admin', account('helm', 'tools'));
  assert.equal(
    pathOf('User jane', role('runner', pods), bind('runner', jane, 'shop'), admin),
    undefined,
  );
  assert.match(
    pathOf('User jane', role('runner', pods), bind('runner', jane), admin) ?? '',
    /create pods in tools/,
  );
});

test('bind needs a binding to write; names limit tokens', () => {
  const group = 'apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind]';
  const write =
    'apiGroups: [rbac.authorization.k8s.io], resources: [clusterrolebindings], verbs: [create]';
  assert.equal(
    pathOf('User jane', role('giver', `[{ ${group} }]`), bind('giver', jane)),
    undefined,
  );
  assert.equal(
    pathOf('User jane', role('giver', `[{ ${group} }, { ${write} }]`), bind('giver', jane)),
    'User jane can bind itself to cluster-admin',
  );
  const named = tokens.replace('verbs', 'resourceNames: [other], verbs');
  const admin = bind('cluster-admin', account('helm', 'tools'));
  assert.equal(pathOf('User jane', role('issuer', named), bind('issuer', jane), admin), undefined);
});

test('aggregated rules and groups of service accounts count', () => {
  const aggregate = `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: sum }
aggregationRule: { clusterRoleSelectors: [{ matchLabels: { into: sum } }] }
rules: []
`;
  const part = role('part', tokens, 'ClusterRole', ', labels: { into: sum }');
  const everyone =
    "{ kind: Group, name: 'system:serviceaccounts:shop', apiGroup: rbac.authorization.k8s.io }";
  const admin = bind('cluster-admin', account('helm', 'tools'));
  assert.equal(
    pathOf('ServiceAccount shop/web', aggregate, part, bind('sum', everyone), admin),
    'ServiceAccount shop/web can request a token of ServiceAccount tools/helm',
  );
  assert.equal(
    pathOf('ServiceAccount other/web', aggregate, part, bind('sum', everyone), admin),
    undefined,
  );
});

test('an administrator needs no way, and a reader has none', () => {
  assert.equal(pathOf('User jane', bind('cluster-admin', jane)), '');
  const get = "[{ apiGroups: [''], resources: [pods], verbs: [get] }]";
  assert.equal(pathOf('User jane', role('reader', get), bind('reader', jane)), undefined);
});

test('wildcards of resources are those of RBAC', () => {
  const rule = (resources: string[]) => ({
    groups: [''],
    resources,
    verbs: ['create'],
    names: [],
    urls: [],
    path: [],
  });
  const exec = { verb: 'create', group: '', resource: 'pods/exec' };
  assert.ok(allows(rule(['*']), exec));
  assert.ok(allows(rule(['*/exec']), exec));
  assert.ok(allows(rule(['pods/exec']), exec));
  assert.ok(!allows(rule(['pods']), exec));
  assert.ok(!allows(rule(['pods/*']), exec));
  assert.ok(!allows(rule(['pods/exec']), { ...exec, group: 'apps' }));
});

test('a binding to a role of another namespace gives nothing', () => {
  const text = [
    role('reader', pods, 'Role'),
    bind('reader', jane, 'other').replace('kind: ClusterRole,', 'kind: Role,'),
  ].join('---\n');
  const { views } = openManifests([{ path: 'rbac.yaml', text }]);
  const [view] = views;
  assert.ok(view !== undefined);
  assert.deepEqual(rbacOf(view.set).grantsOf('User jane'), []);
});

test('a search over too many subjects is unknown, not a pass', () => {
  const many = (count: number): string =>
    Array.from({ length: count }, (_, at) => account(`a${at}`, 'shop')).join(', ');
  const harmless = "[{ apiGroups: [''], resources: [services], verbs: [get] }]";
  const documents = (count: number): string[] => [
    role('issuer', tokens),
    bind('issuer', jane),
    role('reader', harmless),
    bind('reader', many(count)),
  ];
  assert.equal(pathOf('User jane', ...documents(2100)), 'unknown');
  assert.equal(pathOf('User jane', ...documents(50)), undefined);
});

test('rights in one hand count together: what two accounts of a node have', () => {
  const group = 'apiGroups: [rbac.authorization.k8s.io]';
  const text = [
    role('giver', `[{ ${group}, resources: [clusterroles], verbs: [bind] }]`),
    role('writer', `[{ ${group}, resources: [clusterrolebindings], verbs: [create] }]`),
    bind('giver', account('agent', 'tools')),
    bind('writer', account('proxy', 'tools')),
  ].join('---\n');
  const [view] = openManifests([{ path: 'rbac.yaml', text }]).views;
  assert.ok(view !== undefined);
  const [agent, proxy] = ['ServiceAccount tools/agent', 'ServiceAccount tools/proxy'] as const;
  const rows: readonly (readonly [starts: readonly string[], path: string | undefined])[] = [
    [[agent], undefined],
    [[proxy], undefined],
    [[agent, proxy], `${agent} can bind itself to cluster-admin`],
  ];
  for (const [starts, path] of rows) {
    const way = pathFromAll(view.set, starts);
    assert.equal(Array.isArray(way) ? pathText(way).en : way, path);
  }
});
