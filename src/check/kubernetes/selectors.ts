import { listOf, objectOf, textOf, textsOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import { shown } from './fields.ts';

/**
 * Whether labels carry everything that an equality selector (a Service's, a ReplicationController's)
 * asks for. An empty selector selects nothing here: a Service without one has its endpoints made by
 * hand.
 */
export function equalitySelects(selector: JsonObject, labels: JsonObject): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => same(labels[key], value));
}

/**
 * Whether a LabelSelector selects labels. An empty one selects everything, an operator that there
 * is none of selects nothing.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
 */
export function labelSelects(selector: unknown, labels: JsonObject): boolean {
  const { matchLabels, matchExpressions } = objectOf(selector);
  return (
    Object.entries(objectOf(matchLabels)).every(([key, value]) => same(labels[key], value)) &&
    listOf(matchExpressions).every((item) => expressionSelects(objectOf(item), labels))
  );
}

function expressionSelects(expression: JsonObject, labels: JsonObject): boolean {
  const key = textOf(expression['key']) ?? '';
  const value = labels[key];
  const text = value === undefined ? undefined : shown(value);
  const values = textsOf(expression['values']);
  switch (expression['operator']) {
    case 'In':
      return text !== undefined && values.includes(text);
    case 'NotIn':
      return text === undefined || !values.includes(text);
    case 'Exists':
      return text !== undefined;
    case 'DoesNotExist':
      return text === undefined;
    default:
      return false;
  }
}

/** Labels are texts; unquoted `true` and `1` in a manifest are meant as such. */
function same(label: unknown, wanted: unknown): boolean {
  return label !== undefined && shown(label) === shown(wanted);
}
