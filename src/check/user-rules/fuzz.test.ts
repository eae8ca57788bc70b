import { test } from 'node:test';
import { fuzz } from '../../../test/kit/fuzz.ts';
import { textsAround } from '../../../test/kit/check.ts';
import { celValue, compileCel } from '../../formats/cel.ts';
import { kubernetes } from '../kubernetes/family.ts';
import { runnable } from '../run.ts';
import { readUserRules } from './read.ts';

const rules = `rules:
  - id: TEAM
    resources: [Deployment]
    title: no team
    each: object.spec.template.spec.containers
    expression: "has(object.metadata.labels) && object.metadata.labels.all(k, k != 'x')"
    message: "{object.metadata.name} has none"
    at: /metadata/name
`;
const policy = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: replicas}
spec:
  matchConstraints:
    resourceRules:
      - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
  variables: [{name: n, expression: object.spec.replicas}]
  validations:
    - {expression: "variables.n < 5", messageExpression: "'has ' + string(variables.n)"}
`;
const manifest =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, labels: {b: c}}\nspec: {replicas: 7}\n';

test('mutated rules of users are read or refused, and judge', () => {
  const { run } = runnable(kubernetes);
  fuzz([Buffer.from(rules), Buffer.from(policy)], (bytes) => {
    const userRules = readUserRules({ path: 'r.yaml', text: Buffer.from(bytes).toString() });
    const files = [{ path: 'm.yaml', text: manifest }];
    run({ files, around: textsAround({}), wants: () => false, userRules });
  });
});

test('mutated expressions are compiled or refused, and have a value or none', () => {
  const object = celValue({
    a: { b: [1, 2.5, 'x', null, true] },
    q: '100Mi',
    u: 'https://a/b?c=d',
  });
  const expressions = [
    "object.a.b.exists(x, x == 'x') ? size(object.a.b) : object.a.b[0] + 1",
    "quantity(object.q).isGreaterThan(quantity('1Gi')) || url(object.u).getHost() == 'a'",
    "object.u.find('[a-z]+').replace('h', 'i').split('/').join(',').matches('^x*$')",
    "duration('1h') > duration('3s') && timestamp('2024-01-01T00:00:00Z').getFullYear() > 2000",
    "{'k': [1, 2].map(i, i * 2), 'o': optional.of(1).orValue(2)}.k.filter(j, j > 1).sum()",
  ];
  fuzz(
    expressions.map((text) => Buffer.from(text)),
    (bytes) => compileCel(Buffer.from(bytes).toString(), 'it')({ object }),
  );
});
