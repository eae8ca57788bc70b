import { listOf, objectOf, textOf, textsOf } from '../formats/json-values.ts';
import type { JsonObject } from '../formats/json-values.ts';
import { re2Matcher } from '../formats/re2.ts';
import type { IgnoreEntry } from './ignore-entry.ts';

/** What an exception is about: `shop/Deployment/cart` as its parts. */
interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** Whether a text is a list of posture exceptions, as `kubescape scan --exceptions` takes it. */
export function isKubescapeExceptions(value: unknown): boolean {
  const rows = listOf(value).map(objectOf);
  const ours = (row: JsonObject): boolean =>
    row['policyType'] === 'postureExceptionPolicy' || Array.isArray(row['posturePolicies']);
  return rows.length > 0 && rows.every(ours);
}

/**
 * Entries of kubescape's exceptions: one for each control, for the resources that are designated.
 * What a file cannot tell (labels, the cluster, a framework without its controls) is no entry but a
 * fault: an exception that hides more than was meant is worse than none.
 * @param refuse Throws the error of the file.
 */
export function kubescapeEntries(
  value: unknown,
  lineOf: (path: readonly (string | number)[]) => number,
  refuse: (line: number, found: string) => never,
): readonly IgnoreEntry[] {
  return listOf(value).flatMap((item, at) => {
    const row = objectOf(item);
    const line = lineOf([at]);
    const tell = (found: string): never => refuse(line, found);
    if (!actsAsException(row)) return [];
    const reason = textOf(row['reason']) ?? textOf(row['name']);
    const expires = textOf(row['expirationDate']);
    const rest = {
      line,
      kinds: ['misconfiguration'] as const,
      packages: [],
      paths: [],
      purls: [],
      subjects: subjectsOf(row, tell),
      ...(reason !== undefined && { reason }),
      ...(expires !== undefined && { expires }),
    };
    return controlsOf(row, tell).map((id) => (id === undefined ? rest : { ...rest, id }));
  });
}

/** `alertOnly` and `disable` take a resource out of the count; other words would do nothing. */
function actsAsException(row: JsonObject): boolean {
  const actions = textsOf(row['actions']);
  return actions.length === 0 || actions.some((one) => one === 'alertOnly' || one === 'disable');
}

/** Controls or rules by id; undefined: every one. */
function controlsOf(
  row: JsonObject,
  tell: (found: string) => never,
): readonly (string | undefined)[] {
  const policies = listOf(row['posturePolicies']).map(objectOf);
  if (policies.length === 0) return [undefined];
  return policies.map((policy) => {
    const id = textOf(policy['controlID']) ?? textOf(policy['ruleName']);
    if (id === undefined && Object.keys(policy).length > 0)
      return tell('a policy without "controlID", of which nobody knows the controls');
    return id?.toUpperCase();
  });
}

function subjectsOf(
  row: JsonObject,
  tell: (found: string) => never,
): readonly ((subject: string) => boolean)[] {
  return listOf(row['resources']).map((item) => {
    const resource = objectOf(item);
    const attributes = Object.entries(objectOf(resource['attributes']));
    const tests = attributes.map(([name, pattern]) => {
      if (name !== 'kind' && name !== 'name' && name !== 'namespace')
        return tell(`the attribute "${name}", which a manifest does not tell`);
      const accepts = pattern === '' ? undefined : expression(textOf(pattern) ?? '');
      if (accepts === undefined) return tell(`the pattern "${String(pattern)}" of "${name}"`);
      return (subject: Subject): boolean => accepts(subject[name]);
    });
    if (tests.length === 0) return tell('a resource without attributes');
    return (subject) => {
      const parts = partsOf(subject);
      return parts !== undefined && tests.every((test) => test(parts));
    };
  });
}

/** kubescape anchors patterns and leaves case out; each alternative is anchored here. */
function expression(pattern: string): ((text: string) => boolean) | undefined {
  // Alone first: a pattern with a ")" too many would end the group that anchors it.
  if (pattern === '' || typeof re2Matcher(pattern) !== 'function') return undefined;
  const matches = re2Matcher(`(?i)^(?:${pattern})$`);
  return typeof matches === 'function' ? matches : undefined;
}

function partsOf(subject: string): Subject | undefined {
  const [name, kind, namespace, ...more] = subject.split('/').reverse();
  if (name === undefined || kind === undefined || more.length > 0) return undefined;
  return { name, kind, namespace: namespace ?? 'default' };
}
