import { listOf, objectOf, textOf } from '../../formats/json-values.ts';

/** Labels of an object. */
export type Labels = ReadonlyMap<string, string>;

/** One requirement of a label selector. */
export interface Requirement {
  readonly key: string;
  readonly operator: 'DoesNotExist' | 'Exists' | 'In' | 'NotIn';
  readonly values: readonly string[];
  /** Whether it was written in `matchLabels`. */
  readonly plain: boolean;
}

/**
 * A label selector (meta/v1 LabelSelector): everything that meets all requirements; with none,
 * everything.
 */
export interface Selector {
  readonly requirements: readonly Requirement[];
  /** Operators or values that the API server refuses: such a selector selects nothing. */
  readonly faults: readonly string[];
}

/** Selects everything. */
export const everyObject: Selector = { requirements: [], faults: [] };

const operators: readonly Requirement['operator'][] = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** Labels of `metadata.labels`; values that are no text are written as texts, as YAML's authors mean them. */
export function labelsOf(value: unknown): Labels {
  const labels = new Map<string, string>();
  for (const [key, label] of Object.entries(objectOf(value))) {
    const text = label === null ? '' : scalarText(label);
    if (text !== undefined) labels.set(key, text);
  }
  return labels;
}

/** A scalar as a text; undefined for lists, objects and nothing. */
export function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A label selector as it is written; never throws: what the API server would refuse is a fault. */
export function selectorOf(value: unknown): Selector {
  const written = objectOf(value);
  const faults: string[] = [];
  const requirements: Requirement[] = [];
  for (const [key, label] of labelsOf(written['matchLabels'])) {
    requirements.push({ key, operator: 'In', values: [label], plain: true });
  }
  for (const entry of listOf(written['matchExpressions'])) {
    const { key, operator: written, values } = objectOf(entry);
    const operator = operators.find((known) => known === written);
    const listed = listOf(values).map((value) => scalarText(value) ?? '');
    const name = textOf(key);
    if (name === undefined || operator === undefined) {
      faults.push(`operator ${scalarText(written) ?? ''}`);
      continue;
    }
    const needsValues = operator === 'In' || operator === 'NotIn';
    if (needsValues !== listed.length > 0) faults.push(`values of ${operator}`);
    requirements.push({ key: name, operator, values: listed, plain: false });
  }
  return { requirements, faults };
}

/** Whether a selector selects an object of these labels. */
export function selects(selector: Selector, labels: Labels): boolean {
  return selector.faults.length === 0 && selector.requirements.every((one) => meets(one, labels));
}

function meets({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = labels.get(key);
  switch (operator) {
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      // An object without the label is selected: meta/v1, "NotIn".
      return value === undefined || !values.includes(value);
    default:
      return operator satisfies never;
  }
}

/** The requirements in one order, so that selectors of the same requirements have the same text. */
export function selectorKey({ requirements }: Selector): string {
  return requirements
    .map(({ key, operator, values }) =>
      JSON.stringify([key, operator, [...new Set(values)].toSorted()]),
    )
    .toSorted()
    .join();
}

/** Whether every object that the first selects is selected by the second, as far as single requirements show it. */
export function implies(narrow: Selector, wide: Selector): boolean {
  return wide.requirements.every((wanted) =>
    narrow.requirements.some((given) => requirementImplies(given, wanted)),
  );
}

function requirementImplies(given: Requirement, wanted: Requirement): boolean {
  if (given.key !== wanted.key) return false;
  switch (wanted.operator) {
    case 'Exists':
      return given.operator === 'Exists' || given.operator === 'In';
    case 'DoesNotExist':
      return given.operator === 'DoesNotExist';
    case 'In':
      return given.operator === 'In' && given.values.every((one) => wanted.values.includes(one));
    case 'NotIn':
      if (given.operator === 'DoesNotExist') return true;
      if (given.operator === 'In') return !given.values.some((one) => wanted.values.includes(one));
      return given.operator === 'NotIn' && wanted.values.every((one) => given.values.includes(one));
    default:
      return wanted.operator satisfies never;
  }
}

/** `app=web,tier In (a, b)`: a selector for people. */
export function selectorText({ requirements }: Selector): string {
  return requirements
    .map(({ key, operator, values }) => {
      if (operator === 'Exists') return key;
      if (operator === 'DoesNotExist') return `!${key}`;
      if (operator === 'In' && values.length === 1) return `${key}=${values[0] ?? ''}`;
      return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.join(', ')})`;
    })
    .join(',');
}
