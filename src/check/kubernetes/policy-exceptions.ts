import { listOf, objectOf, textOf, textsOf } from '../../formats/json-values.ts';
import type { JsonObject } from '../../formats/json-values.ts';
import { re2Matcher } from '../../formats/re2.ts';
import type { IgnoredPlace, InlineIgnore } from '../contract.ts';
import { isSet } from './fields.ts';
import { labelSelects } from './selectors.ts';
import type { KubernetesView } from './view.ts';

/**
 * What Kyverno's PolicyExceptions among the manifests take out: the findings of the policies that
 * they name, on the objects that they match. One that asks what only a cluster knows (who asks, in
 * which namespace by its labels, conditions) works nowhere and is told as one that matches nothing.
 * @see https://kyverno.io/docs/exceptions/
 */
export function exceptionIgnores(views: readonly KubernetesView[]): readonly InlineIgnore[] {
  return views.flatMap((exception) => {
    const { kind, group, spec, file, name } = exception;
    if (kind !== 'PolicyException' || !/(?:^|\.)kyverno\.io$/.test(group)) return [];
    const ids = policiesOf(spec);
    if (ids.length === 0) return [];
    const line = exception.at([]).file?.startLine ?? 1;
    const matched = matcherOf(spec);
    const places = matched === undefined ? [] : views.filter(matched).map(placeOf);
    const reason = `PolicyException ${name}`;
    return [{ ids, path: file, line, places, reason, origin: 'kyverno' }];
  });
}

function policiesOf(spec: JsonObject): readonly string[] {
  const classic = listOf(spec['exceptions']).map((one) => textOf(objectOf(one)['policyName']));
  const references = listOf(spec['policyRefs']).map((one) => textOf(objectOf(one)['name']));
  return [...classic, ...references].flatMap((name) => name?.split('/').at(-1) ?? []);
}

type Matcher = (view: KubernetesView) => boolean;

/** Undefined: it asks something that no manifest tells. */
function matcherOf(spec: JsonObject): Matcher | undefined {
  if (['conditions', 'podSecurity', 'matchConditions', 'images'].some((key) => isSet(spec[key])))
    return undefined;
  // Exceptions of policies in CEL match everything that they do not restrict.
  if (isSet(spec['policyRefs'])) return () => true;
  const { any, all, ...others } = objectOf(spec['match']);
  if (Object.keys(others).length > 0) return undefined;
  const one = clausesOf(any);
  const every = clausesOf(all);
  if (one === undefined || every === undefined || one.length + every.length === 0) return undefined;
  return (view) =>
    (one.length === 0 || one.some((test) => test(view))) && every.every((test) => test(view));
}

function clausesOf(clauses: unknown): readonly Matcher[] | undefined {
  const made = listOf(clauses).map((clause) => clauseOf(objectOf(clause)));
  return made.every((one) => one !== undefined) ? made : undefined;
}

const understood: ReadonlySet<string> = new Set([
  'kinds',
  'name',
  'names',
  'namespaces',
  'selector',
  'operations',
]);

function clauseOf({ resources, ...others }: JsonObject): Matcher | undefined {
  const wanted = objectOf(resources);
  const names = [...textsOf(wanted['names']), textOf(wanted['name']) ?? ''];
  const unknown = Object.keys(wanted).some((key) => !understood.has(key));
  if (unknown || Object.keys(others).length > 0) return undefined;
  const kinds = textsOf(wanted['kinds']).map((kind) => kind.split('/').at(-1) ?? kind);
  const isKind = wildcards(kinds);
  const isName = wildcards(names.filter((name) => name !== ''));
  const isNamespace = wildcards(textsOf(wanted['namespaces']));
  return (view) =>
    isKind(view.kind) &&
    isName(view.name) &&
    isNamespace(view.namespace ?? 'default') &&
    (!isSet(wanted['selector']) || labelSelects(wanted['selector'], view.labels));
}

/** Whether a text is one of some patterns of `*` and `?`; no pattern asks nothing. */
function wildcards(patterns: readonly string[]): (text: string) => boolean {
  const tests = patterns.map((pattern) => {
    const quoted = pattern.replaceAll(/[.+^$()|[\]{}\\]/g, '\\$&');
    return re2Matcher(`^${quoted.replaceAll('*', '.*').replaceAll('?', '.')}$`);
  });
  return (text) =>
    tests.length === 0 || tests.some((test) => typeof test === 'function' && test(text));
}

function placeOf(view: KubernetesView): IgnoredPlace {
  const whole = view.at([]).file;
  const first = whole?.startLine ?? 1;
  return { path: view.file, lines: { first, last: whole?.endLine ?? first } };
}
