import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openManifests } from '../kubernetes/objects.ts';
import { decisionFor, decisionsFor } from './policy.ts';

function first(text: string) {
  const [view] = openManifests([{ path: 'audit.yaml', text }]).views;
  assert.ok(view !== undefined);
  return view;
}

const policy = (rules: string): string =>
  `apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: ${rules}\n`;

test('the first rule about a resource decides, rules for a part are passed over', () => {
  const cases: readonly (readonly [rules: string, resource: string, level: string | undefined])[] =
    [
      ['[{ level: Metadata }]', 'secrets', 'Metadata'],
      ['[]', 'secrets', undefined],
      ['[{ level: None, users: [kube-proxy] }, { level: Request }]', 'pods', 'Request'],
      [
        "[{ level: None, resources: [{ group: '', resources: [pods] }] }, { level: Request }]",
        'pods',
        'None',
      ],
      [
        '[{ level: None, resources: [{ group: apps, resources: [pods] }] }, { level: Request }]',
        'pods',
        'Request',
      ],
      ["[{ level: None, resources: [{ group: '' }] }, { level: Request }]", 'pods/exec', 'None'],
      [
        "[{ level: None, resources: [{ group: '', resources: [pods/*] }] }, { level: Request }]",
        'pods/exec',
        'None',
      ],
      [
        "[{ level: None, resources: [{ group: '', resources: ['*/exec'] }] }, { level: Request }]",
        'pods/exec',
        'None',
      ],
      [
        "[{ level: None, resources: [{ group: '', resources: [configmaps], resourceNames: [a] }] }, { level: Request }]",
        'configmaps',
        'Request',
      ],
      ['[{ level: None, nonResourceURLs: [/healthz] }, { level: Request }]', 'pods', 'Request'],
    ];
  for (const [rules, resource, level] of cases) {
    assert.equal(decisionFor(first(policy(rules)), { group: '', resource })?.level, level, rules);
  }
});

test('parts are told until a rule decides the rest', () => {
  const view = first(
    policy('[{ level: Request, verbs: [get] }, { level: None }, { level: Metadata }]'),
  );
  const found = decisionsFor(view, { group: '', resource: 'pods' });
  assert.deepEqual(
    found.map(({ level }) => level),
    ['Request', 'None'],
  );
});
