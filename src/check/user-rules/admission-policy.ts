import { listOf, objectOf, textOf, textsOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import type { UserRule } from './contract.ts';
import { parametersOf } from './parameters.ts';
import type { PolicyFile } from './parameters.ts';
import { conditionIn, invalid, programIn } from './expressions.ts';

/**
 * A ValidatingAdmissionPolicy (admissionregistration.k8s.io/v1) as a rule over manifests, with the
 * parameters that bindings in its file give it. What only a cluster knows (the authorizer, who asks,
 * parameters that are not in the file) is not there: expressions that need it could not be answered,
 * and say so.
 */
export function admissionRule(policy: JsonObject, source: string, file: PolicyFile): UserRule {
  const name = textOf(objectOf(policy['metadata'])['name']) ?? '';
  const spec = objectOf(policy['spec']);
  if (name === '') throw invalid(source, 'the policy has no metadata.name');
  const conditions = listOf(spec['validations']).map((one) =>
    conditionIn(objectOf(one), name, source),
  );
  if (conditions.length === 0) throw invalid(source, 'the policy has no spec.validations');
  const params = parametersOf(name, spec, file);
  const annotations = listOf(spec['auditAnnotations']).flatMap(
    (one) => textOf(objectOf(one)['key']) ?? [],
  );
  const title = { en: `Admission policy ${name}`, 'zh-CN': `准入策略 ${name}` };
  return {
    id: name,
    family: 'kubernetes',
    severity: 'medium',
    title,
    why: {
      en: 'A cluster with this policy refuses the object or warns of it.',
      'zh-CN': '使用此策略的集群会拒绝该对象或发出警告。',
    },
    advice: {
      en: 'Change the object so that every expression of the policy is true.',
      'zh-CN': '修改该对象，使策略中的每个表达式都为真。',
    },
    references: [],
    resources: resourcesOf(spec),
    matches: listOf(spec['matchConditions']).flatMap((one) => {
      const condition = objectOf(one);
      return programIn(condition['expression'], `matchConditions of ${name}`) ?? [];
    }),
    variables: listOf(spec['variables']).flatMap((one) => {
      const variable = objectOf(one);
      const label = textOf(variable['name']) ?? '';
      const value = programIn(variable['expression'], `variable ${label} of ${name}`);
      return value === undefined ? [] : [{ name: label, value }];
    }),
    conditions,
    ...(params !== undefined && { params }),
    ...(annotations.length > 0 && { unjudged: [`auditAnnotations ${annotations.join(', ')}`] }),
    at: [],
    bad: [],
    good: [],
    source,
  };
}

/** Plural names of resources, without subresources; empty when any is meant. */
function resourcesOf(spec: JsonObject): readonly string[] {
  const rules = listOf(objectOf(spec['matchConstraints'])['resourceRules']);
  const names = rules.flatMap((rule) => textsOf(objectOf(rule)['resources']));
  return names.some((name) => name.startsWith('*'))
    ? []
    : names.filter((name) => !name.includes('/'));
}
