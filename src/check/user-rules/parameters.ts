import { celValue } from '../../formats/cel.ts';
import { objectOf, textOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import type { Parameters } from './contract.ts';
import { labelSelects } from '../kubernetes/selectors.ts';

/** Objects in the file of a policy, and the bindings of policies among them. */
export interface PolicyFile {
  readonly objects: readonly JsonObject[];
  readonly bindings: readonly JsonObject[];
}

/**
 * What `params` is in the expressions of a policy, once for each object that a binding names. A
 * policy without `paramKind` has null. Undefined where there is no binding: only a cluster knows.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export function parametersOf(
  name: string,
  spec: JsonObject,
  { bindings, objects }: PolicyFile,
): readonly Parameters[] | undefined {
  const { apiVersion, kind } = objectOf(spec['paramKind']);
  if (textOf(kind) === undefined) return [{ binding: '', value: null }];
  const own = bindings.filter((one) => objectOf(one['spec'])['policyName'] === name);
  if (own.length === 0) return undefined;
  const candidates = objects.filter(
    (one) => one['kind'] === kind && one['apiVersion'] === apiVersion,
  );
  return own.flatMap((one) => {
    const binding = textOf(objectOf(one['metadata'])['name']) ?? '';
    const reference = objectOf(objectOf(one['spec'])['paramRef']);
    const found = candidates.filter((object) => isMeant(object, reference));
    if (found.length === 0) return [{ binding, value: undefined }];
    return found.map((object) => ({ binding, value: celValue(object) }));
  });
}

/** By name and namespace, or by labels; a reference without either names nothing. */
function isMeant(object: JsonObject, { name, namespace, selector }: JsonObject): boolean {
  const metadata = objectOf(object['metadata']);
  if (namespace !== undefined && (metadata['namespace'] ?? 'default') !== namespace) return false;
  if (textOf(name) !== undefined) return metadata['name'] === name;
  return selector !== undefined && labelSelects(selector, objectOf(metadata['labels']));
}
