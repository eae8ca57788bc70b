import { listOf, objectOf, textOf } from '../../../formats/json-values.ts';
import type { JsonObject } from '../../../formats/json-values.ts';

/** Whether an object is what `aws ecr describe-repositories` prints. */
export function isRegistry(object: JsonObject): boolean {
  const [first] = listOf(object['repositories']);
  return /^arn:aws[\w-]*:ecr:/.test(textOf(objectOf(first)['repositoryArn']) ?? '');
}
