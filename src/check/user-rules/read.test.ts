import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kubernetes } from '../kubernetes/family.ts';
import { runnable } from '../run.ts';
import { readUserRules } from './read.ts';

const deployment = (metadata: string, extra = ''): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: ${metadata}\nspec:\n  replicas: 7\n${extra}`;

function answers(rules: string, manifest: string): readonly string[] {
  const userRules = readUserRules({ path: 'rules.yaml', text: rules });
  const { faults, results } = runnable(kubernetes).run({
    files: [{ path: 'm.yaml', text: manifest }],
    around: { read: () => undefined, list: () => [] },
    wants: () => false,
    userRules,
  });
  return [
    ...faults.map(({ rule, fault }) => {
      const at = fault.at.file;
      return `${rule.id} :${at?.startLine} ${fault.message?.en}`;
    }),
    ...results
      .filter(({ result }) => result !== 'fail' && result !== 'pass')
      .map(({ rule, result }) => `${rule.id} ${result}`),
  ];
}

const team = `rules:
  - id: TEAM
    resources: [Deployment]
    title: no team
    expression: "has(object.metadata.labels) && 'team' in object.metadata.labels"
    at: /metadata/name
`;

const policy = (validation: string): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: replicas}
spec:
  matchConstraints:
    resourceRules:
      - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
  variables: [{name: n, expression: object.spec.replicas}]
  validations:
    - ${validation}
`;

const parameterized = policy(
  `{expression: "variables.n <= params.data.most", messageExpression: "'at most ' + string(params.data.most)"}`,
).replace('spec:\n', 'spec:\n  paramKind: { apiVersion: v1, kind: ConfigMap }\n');

const binding = (reference: string): string => `---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: all }
spec: { policyName: replicas, paramRef: ${reference}, validationActions: [Deny] }
`;

const limit = (name: string, most: number): string => `---
apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}, labels: { size: s } }
data: { most: ${most} }
`;

test('users judge by expressions over the object', () => {
  const rows: readonly [string, string, string, readonly string[]][] = [
    ['broken', team, deployment('{name: a}'), ['TEAM :3 no team']],
    ['kept', team, deployment('{name: a, labels: {team: x}}'), []],
    [
      'another kind',
      team,
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n',
      ['TEAM not-applicable'],
    ],
    [
      'a policy with variables and a computed message',
      policy(
        `{expression: "variables.n <= 5", messageExpression: "'has {' + string(variables.n)"}`,
      ),
      deployment('{name: a}'),
      ['replicas :1 has (7'],
    ],
    [
      'a policy that holds',
      policy('{expression: "variables.n <= 9"}'),
      deployment('{name: a}'),
      [],
    ],
    [
      'what only a cluster knows',
      policy(`{expression: "authorizer.group('').check('get').allowed()"}`),
      deployment('{name: a}'),
      ['replicas could-not-read'],
    ],
    [
      'a field that is not there',
      policy('{expression: "object.spec.nothing == 1"}'),
      deployment('{name: a}'),
      ['replicas could-not-read'],
    ],
    [
      'parameters that a binding names',
      `${parameterized}${binding('{ name: few, namespace: default }')}${limit('few', 3)}`,
      deployment('{name: a}'),
      ['replicas :1 at most 3'],
    ],
    [
      'parameters by labels, each of them',
      `${parameterized}${binding('{ selector: { matchLabels: { size: s } } }')}${limit('few', 3)}${limit('some', 5)}`,
      deployment('{name: a}'),
      ['replicas :1 at most 3', 'replicas :1 at most 5'],
    ],
    [
      'parameters that allow it',
      `${parameterized}${binding('{ name: many }')}${limit('few', 3)}${limit('many', 9)}`,
      deployment('{name: a}'),
      [],
    ],
    [
      'parameters that are not in the file',
      `${parameterized}${binding('{ name: many }')}${limit('few', 3)}`,
      deployment('{name: a}'),
      ['replicas could-not-read'],
    ],
    ['no binding', parameterized, deployment('{name: a}'), ['replicas could-not-read']],
    [
      'no parameters at all are null',
      policy('{expression: "params == null && variables.n < 9"}'),
      deployment('{name: a}'),
      [],
    ],
    [
      'match conditions',
      policy('{expression: "false"}').replace(
        '  validations',
        "  matchConditions: [{ name: small, expression: 'object.spec.replicas < 5' }]\n  validations",
      ),
      deployment('{name: a}'),
      ['replicas not-applicable'],
    ],
    [
      'each item of a list',
      'rules:\n  - {id: PORT, each: object.spec.ports, expression: "item.port < 10"}\n',
      'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 1}, {port: 80}, {port: 90}]}\n',
      ['PORT :1 PORT', 'PORT :1 PORT'],
    ],
    [
      'quantities',
      `rules:\n  - {id: SIZE, expression: "quantity(object.spec.size).isLessThan(quantity('1.5Gi'))"}\n`,
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {size: 1600M}\n',
      [],
    ],
  ];
  for (const [title, rules, manifest, expected] of rows) {
    assert.deepEqual(answers(rules, manifest), expected, title);
  }
});

test('a rule that cannot be used is an error', () => {
  const rows: readonly [string, string][] = [
    ['no rules', 'a: 1\n'],
    ['no id', 'rules: [{expression: "true"}]\n'],
    ['no expression', 'rules: [{id: A}]\n'],
    ['a strange key', 'rules: [{id: A, expression: "true", sevrity: high}]\n'],
    ['a strange severity', 'rules: [{id: A, expression: "true", severity: awful}]\n'],
    ['not CEL', 'rules: [{id: A, expression: "1 +"}]\n'],
    ['not YAML', 'rules: [\n'],
    ['a policy without validations', 'kind: ValidatingAdmissionPolicy\nmetadata: {name: a}\n'],
  ];
  for (const [title, text] of rows) {
    assert.throws(
      () => readUserRules({ path: 'r.yaml', text }),
      { code: 'CHECK_RULE_INVALID' },
      title,
    );
  }
  const wrong = `${team}    good: ["apiVersion: apps/v1\\nkind: Deployment\\nmetadata: {name: a}\\n"]\n`;
  assert.throws(() => answers(wrong, deployment('{name: a}')), { code: 'CHECK_RULE_INVALID' });
});

test('what a policy would write into an audit log is told as left out', () => {
  const text = policy('{expression: "true"}').replace(
    '  validations',
    "  auditAnnotations: [{ key: replicas, valueExpression: 'string(variables.n)' }]\n  validations",
  );
  const { notes } = runnable(kubernetes).run({
    files: [{ path: 'm.yaml', text: deployment('{name: a}') }],
    around: { read: () => undefined, list: () => [] },
    wants: () => false,
    userRules: readUserRules({ path: 'rules.yaml', text }),
  });
  assert.deepEqual(
    notes?.map(({ id, params }) => `${id} ${params['part']}`),
    ['check.rule-unjudged auditAnnotations replicas'],
  );
});
